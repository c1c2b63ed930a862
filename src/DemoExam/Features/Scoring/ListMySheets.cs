using DemoExam.Data;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The exams that are being scored now and in which the expert has a part, with the progress of each sheet.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record ListMySheets : IQuery<IReadOnlyList<BoardView>>;

internal sealed class ListMySheetsHandler(DemoExamDb db, ExamsAtWork atWork, CurrentUser user, Texts texts) : IRequestHandler<ListMySheets, IReadOnlyList<BoardView>>
{
    // An expert is booked for whole days, so more than a few exams at once mean that old ones were never finished.
    private const int Most = 20;

    public async Task<IReadOnlyList<BoardView>> Handle(ListMySheets request, CancellationToken cancellationToken)
    {
        var me = user.RequireExpert();
        var exams = await db.Exams.AsNoTracking()
            .Where(e => (e.Status == ExamStatus.Running || e.Status == ExamStatus.Scoring || e.Status == ExamStatus.Reconciling)
                && e.Duties.Any(d => d.ExpertId == me && d.Role != ExamRole.TechnicalExpert))
            .OrderByDescending(e => e.FirstDay).ThenBy(e => e.Id)
            .Select(e => e.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var boards = new List<BoardView>();
        foreach (var exam in exams)
        {
            var work = await atWork.Open(db, user, exam, cancellationToken);
            boards.Add(Boards.Of(texts, work, await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam).ToListAsync(cancellationToken)));
        }

        return boards;
    }
}
