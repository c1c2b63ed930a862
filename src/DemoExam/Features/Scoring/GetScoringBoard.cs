using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>How far the scoring of one exam is: everything for the chief expert, the own criteria for a scoring expert.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record GetScoringBoard(ExamId ExamId) : IQuery<BoardView>;

internal sealed class GetScoringBoardHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, Texts texts) : IRequestHandler<GetScoringBoard, BoardView>
{
    public async Task<BoardView> Handle(GetScoringBoard request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        if (work.Duty.Role == ExamRole.TechnicalExpert)
        {
            throw new Forbidden(isAnonymous: false);
        }

        return Boards.Of(texts, work, await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == request.ExamId).ToListAsync(cancellationToken));
    }
}
