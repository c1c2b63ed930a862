using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Proposes to withdraw a passport. Another person confirms it by <see cref="ConfirmRevocation"/>; until then everything stays as it is.
/// </summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record RevokePassport(PassportId Id, RevocationCategory Category, string Reason) : ICommand<PassportStatus>;

internal sealed class RevokePassportValidator : AbstractValidator<RevokePassport>
{
    private const int LongestReason = 2000;

    public RevokePassportValidator()
    {
        RuleFor(r => r.Category).IsInEnum();
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(LongestReason);
    }
}

internal sealed class RevokePassportHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<RevokePassport, PassportStatus>
{
    public async Task<PassportStatus> Handle(RevokePassport request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        passport.ProposeRevocation(request.Category, request.Reason.Trim(), user.RequireAccount(), user.DisplayName ?? user.Id, time.GetUtcNow());
        return passport.Status;
    }
}
