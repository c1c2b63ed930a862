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

internal sealed class GetScoreSheetHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, Texts texts) : IRequestHandler<GetScoreSheet, SheetView>
{
    public async Task<SheetView> Handle(GetScoreSheet request, CancellationToken cancellationToken)
    {
        var work = await ExamAtWork.Load(db, schemes, user, request.ExamId, cancellationToken);
        var criterion = work.CriterionOf(request.Criterion);
        var seat = work.SeatOf(request.CandidateId);
        if (!work.IsChief && work.WhyNot(seat, criterion) is not null)
        {
            throw new Forbidden(isAnonymous: false);
        }

        var sheet = NotFound.Unless(await db.ScoreSheets.AsNoTracking()
            .SingleOrDefaultAsync(s => s.ExamId == request.ExamId && s.CandidateId == request.CandidateId && s.CriterionId == criterion.Id, cancellationToken), "score sheet");
        return SheetViews.Of(texts, work, sheet, seat, criterion);
    }
}
