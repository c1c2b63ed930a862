using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The sheet of one candidate for one criterion: for its scorers and, without the scores of a panel that is not complete, for the chief expert.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record GetScoreSheet(ExamId ExamId, string Criterion, CandidateId CandidateId) : IQuery<SheetView>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("criterion", Criterion), ("candidate", CandidateId.ToString())];
}

internal sealed class GetScoreSheetHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, Texts texts) : IRequestHandler<GetScoreSheet, SheetView>
{
    public async Task<SheetView> Handle(GetScoreSheet request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        var criterion = work.CriterionOf(request.Criterion);
        var seat = work.SeatOf(request.CandidateId);
        if (!work.IsChief && work.WhyNot(seat, criterion) is not null)
        {
            throw new Forbidden(isAnonymous: false);
        }

        var sheet = NotFound.Unless(await db.ScoreSheets.AsNoTracking()
            .SingleOrDefaultAsync(s => s.ExamId == request.ExamId && s.CandidateId == request.CandidateId && s.CriterionId == criterion.Id, cancellationToken), "score sheet");
        var evidence = await db.Evidence.AsNoTracking().Where(e => e.ExamId == request.ExamId && e.CandidateId == request.CandidateId)
            .GroupBy(e => new { e.AspectId, e.ExpertId }).Select(g => new { g.Key.AspectId, g.Key.ExpertId, Count = g.Count() }).ToListAsync(cancellationToken);
        var counts = criterion.Aspects.ToDictionary(a => a.Code, a =>
        {
            var all = sheet.EvidenceIsOpen(a, work.Package.Judgement);
            return evidence.Where(e => e.AspectId == a.Id && (all || e.ExpertId == work.Me.Id)).Sum(e => e.Count);
        });
        return SheetViews.Of(texts, work, sheet, seat, criterion, counts.Where(c => c.Value > 0).ToDictionary());
    }
}
