using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// The second person agrees to a revocation. The check of anybody shows it at once, with the date and the category; the reason stays
/// inside.
/// </summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ConfirmRevocation(PassportId Id) : ICommand<PassportStatus>;

internal sealed class ConfirmRevocationHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, StatusPublishing publishing)
    : IRequestHandler<ConfirmRevocation, PassportStatus>
{
    public async Task<PassportStatus> Handle(ConfirmRevocation request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        var now = time.GetUtcNow();
        passport.ConfirmRevocation(user.RequireAccount(), user.DisplayName ?? user.Id, now);
        db.Log(passport, LogEntryKind.Revoke, now);
        afterCommit.Do(publishing.Nudge);
        return passport.Status;
    }
}
