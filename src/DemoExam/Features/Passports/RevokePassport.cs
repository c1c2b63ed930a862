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

/// <summary>Withdraws a passport. The check of anybody shows it at once, with the date and the category; the reason stays inside.</summary>
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
        passport.Revoke(request.Category, request.Reason.Trim(), time.GetUtcNow());
        return passport.Status;
    }
}
