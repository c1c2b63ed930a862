using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Takes back or refuses a proposed revocation; the passport stays as it is.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record DropRevocation(PassportId Id) : ICommand<PassportStatus>;

internal sealed class DropRevocationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<DropRevocation, PassportStatus>
{
    public async Task<PassportStatus> Handle(DropRevocation request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        passport.DropRevocation();
        return passport.Status;
    }
}
