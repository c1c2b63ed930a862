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

/// <summary>Takes a passport out of force for the time of an inquiry. Everybody's check says “under review” and shows no points.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record SuspendPassport(PassportId Id, string Grounds) : ICommand<PassportStatus>;

internal sealed class SuspendPassportValidator : AbstractValidator<SuspendPassport>
{
    private const int LongestReason = 2000;

    public SuspendPassportValidator() => RuleFor(r => r.Grounds).NotEmpty().MaximumLength(LongestReason);
}

internal sealed class SuspendPassportHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<SuspendPassport, PassportStatus>
{
    public async Task<PassportStatus> Handle(SuspendPassport request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        passport.Suspend(request.Grounds.Trim(), user.DisplayName ?? user.Id, time.GetUtcNow());
        return passport.Status;
    }
}
