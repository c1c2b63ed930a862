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
/// The operator grants or refuses a holder's request. A granted name goes into the register, and all passports of the holder in the region are
/// replaced; another error is put right in the registers first, and then the passport is replaced. Answers how many are replaced.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="Grant">Whether it is granted.</param>
/// <param name="Answer">What the holder reads: the document that was looked at, or why not.</param>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record DecideCorrection(CorrectionRequestId Id, bool Grant, string Answer) : ICommand<int>;

internal sealed class DecideCorrectionValidator : AbstractValidator<DecideCorrection>
{
    public DecideCorrectionValidator() => RuleFor(r => r.Answer).NotEmpty().MaximumLength(2000);
}

internal sealed class DecideCorrectionHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing) : IRequestHandler<DecideCorrection, int>
{
    public async Task<int> Handle(DecideCorrection request, CancellationToken ct)
    {
        var mine = db.Passports.InRegionOf(db, user);
        var asked = NotFound.Unless(await db.CorrectionRequests.SingleOrDefaultAsync(r => r.Id == request.Id && mine.Any(p => p.Id == r.PassportId), ct), "correction", request.Id);
        var (by, now, answer) = (user.DisplayName ?? user.Id, time.GetUtcNow(), request.Answer.Trim());
        asked.Decide(request.Grant, answer, by, now);
        if (!request.Grant)
        {
            return 0;
        }

        afterCommit.Do(issuing.Nudge);
        if (asked.Name is { } name)
        {
            return await db.Rename(asked.CandidateId, name, null, SupersedingCategory.NameChanged, answer, user, now, ct);
        }

        var passport = await db.Passports.AsNoTracking().SingleAsync(p => p.Id == asked.PassportId, ct);
        PassportRules.PassportIsInForce.Require(passport.Status == PassportStatus.Issued, ("number", passport.Number), ("status", passport.Status));
        PassportRules.ReplacementIsNotOrdered.Require(!await db.PassportOrders.AnyAsync(o => o.SupersedesId == passport.Id && o.Status != PassportOrderStatus.Cancelled, ct), ("number", passport.Number));
        await db.OrderReplacements([passport], old => new Superseding(old, SupersedingCategory.Correction, by, answer), now, ct);
        return 1;
    }
}
