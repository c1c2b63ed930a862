using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>All candidates × all aspects of one criterion, to be read: marks and states, never the scores of single judges.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record GetCriterionGrid(ExamId ExamId, string Criterion) : IQuery<CriterionGrid>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("criterion", Criterion)];
}

/// <summary>Candidates × aspects of one criterion.</summary>
public sealed record CriterionGrid(ExamId ExamId, string ExamNumber, string Criterion, string Name, Marks Maximum, IReadOnlyList<GridAspect> Aspects, IReadOnlyList<GridRow> Rows);

/// <summary>A column.</summary>
public sealed record GridAspect(string Code, string Text, AspectType Type, Marks Maximum);

/// <summary>A row.</summary>
public sealed record GridRow(CandidateView Candidate, ScoreSheetStatus Status, IReadOnlyList<GridCell> Cells, SheetProgress Progress);

/// <summary>A mark, or why there is none.</summary>
/// <param name="State">What holds.</param>
/// <param name="Mark">The mark, once there is one.</param>
/// <param name="NotAttempted">The zero was entered on purpose.</param>
/// <param name="JudgesIn">Experts who have scored.</param>
/// <param name="JudgesNeeded">Experts who must score.</param>
public sealed record GridCell(AspectState State, Marks? Mark, bool NotAttempted, int JudgesIn, int JudgesNeeded);

internal sealed class GetCriterionGridHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, Texts texts) : IRequestHandler<GetCriterionGrid, CriterionGrid>
{
    public async Task<CriterionGrid> Handle(GetCriterionGrid request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        var criterion = work.CriterionOf(request.Criterion);
        var seats = work.Scored.Where(seat => work.IsChief || work.WhyNot(seat, criterion) is null).ToList();
        if (!work.IsChief && !work.Duty.Scores(criterion.Letter))
        {
            throw new Forbidden(isAnonymous: false);
        }

        var sheets = await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == request.ExamId && s.CriterionId == criterion.Id).ToDictionaryAsync(s => s.CandidateId, cancellationToken);
        return new CriterionGrid(work.Exam.Id, work.Exam.Number, criterion.Letter, SheetViews.Name(texts, criterion), criterion.Maximum,
            [.. criterion.Aspects.Select(a => new GridAspect(a.Code, a.Text, a.Type, a.Maximum))],
            [.. from seat in seats
                where sheets.ContainsKey(seat.Candidate.Id)
                let sheet = sheets[seat.Candidate.Id]
                select new GridRow(SheetViews.Of(seat), sheet.Status,
                    [.. criterion.Aspects.Select(a => Cell(sheet.StandingOf(a, work.Package.Judgement)))],
                    sheet.ProgressOf(criterion, work.Package.Judgement))]);
    }

    private static GridCell Cell(AspectStanding standing) => new(standing.State, standing.Mark,
        standing.State == AspectState.Scored && standing.Heads.All(h => h.Kind == ScoreEntryKind.NotAttempted), standing.JudgesIn, standing.JudgesNeeded);
}
