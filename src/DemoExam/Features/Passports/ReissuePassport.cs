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
/// Orders a new version of a passport with what the registers say now: the latest result, the present name. The old one stays
/// in force until the new one is stored, and is replaced in the same transaction.
/// </summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ReissuePassport(PassportId Id, SupersedingCategory Category) : ICommand<int>;

internal sealed class ReissuePassportValidator : AbstractValidator<ReissuePassport>
{
    public ReissuePassportValidator() => RuleFor(r => r.Category).IsInEnum();
}

internal sealed class ReissuePassportHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing)
    : IRequestHandler<ReissuePassport, int>
{
    public async Task<int> Handle(ReissuePassport request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        PassportRules.PassportIsInForce.Require(passport.Status == PassportStatus.Issued, ("number", passport.Number), ("status", passport.Status));
        PassportRules.ReplacementIsNotOrdered.Require(!await db.PassportOrders.AnyAsync(o => o.SupersedesId == passport.Id, ct), ("number", passport.Number));
        var exam = await db.Exams.AsNoTracking().SingleAsync(e => e.Id == passport.ExamId, ct);
        var result = await db.Results.AsNoTracking()
            .Where(r => r.ExamId == passport.ExamId && r.CandidateId == passport.CandidateId)
            .OrderByDescending(r => r.Version).FirstAsync(ct);
        await db.OrderReplacement(exam, result, passport, request.Category, time.GetUtcNow(), ct);
        afterCommit.Do(issuing.Nudge);
        return passport.PassportVersion + 1;
    }
}
