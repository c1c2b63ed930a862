using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Puts a suspended passport back into force.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ResumePassport(PassportId Id) : ICommand<PassportStatus>;

internal sealed class ResumePassportHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ResumePassport, PassportStatus>
{
    public async Task<PassportStatus> Handle(ResumePassport request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        passport.Resume(user.DisplayName ?? user.Id, time.GetUtcNow());
        return passport.Status;
    }
}
