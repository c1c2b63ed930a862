using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Scoring;

/// <summary>Blank sheets to print, each with its code: for the case that neither network nor tablets work. Ready as soon as the exam is planned.</summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record GetPaperSheets(ExamId ExamId, string? Criterion = null) : IQuery<PaperSheets>;

/// <summary>Sheets to print.</summary>
public sealed record PaperSheets(ExamId ExamId, string Number, string Package, DateOnly FirstDay, DateOnly LastDay, int Judges, IReadOnlyList<string> Criteria, IReadOnlyList<BlankSheet> Sheets);

/// <summary>One blank sheet.</summary>
public sealed record BlankSheet(string Code, int Number, string Candidate, int Group, int Workplace, string Criterion, string CriterionName, Marks Maximum, IReadOnlyList<BlankAspect> Aspects);

/// <summary>One line of a blank sheet.</summary>
public sealed record BlankAspect(string Code, string Text, AspectType Type, Marks Maximum, AspectScale Scale);

internal sealed class GetPaperSheetsHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, Texts texts) : IRequestHandler<GetPaperSheets, PaperSheets>
{
    public async Task<PaperSheets> Handle(GetPaperSheets request, CancellationToken cancellationToken)
    {
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        var criteria = string.IsNullOrEmpty(request.Criterion) ? desk.Criteria : [desk.CriterionOf(request.Criterion)];
        return new PaperSheets(desk.Exam.Id, desk.Exam.Number, desk.Package.Code, desk.Exam.FirstDay, desk.Exam.LastDay, desk.Package.Judgement.Judges, [.. desk.Criteria.Select(c => c.Letter)],
            [.. from place in desk.Places.Where(p => p.Counts)
                from criterion in criteria
                select new BlankSheet(desk.CodeOf(place, criterion), place.Number, place.Name, place.Group, place.Workplace, criterion.Letter, SheetViews.Name(texts, criterion), criterion.Maximum,
                    [.. criterion.Aspects.Select(a => new BlankAspect(a.Code, a.Text, a.Type, a.Maximum, a.Scale))])]);
    }
}
