using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The lines of one paper sheet to type in. Neither another's reading nor the marks of the system are in it: reading must be blind.</summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record GetPaperForm(ExamId ExamId, string Criterion, CandidateId CandidateId) : IQuery<PaperForm>;

/// <summary>A paper sheet to type in.</summary>
/// <param name="NextUnread">The next sheet that the reader has not read; null when there is none.</param>
public sealed record PaperForm(ExamId ExamId, string ExamNumber, string Code, BlankSheet Sheet, PaperKey? NextUnread);

/// <summary>Which sheet.</summary>
public sealed record PaperKey(string Criterion, CandidateId CandidateId, int Number);

internal sealed class GetPaperFormHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, Texts texts) : IRequestHandler<GetPaperForm, PaperForm>
{
    public async Task<PaperForm> Handle(GetPaperForm request, CancellationToken cancellationToken)
    {
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        var criterion = desk.CriterionOf(request.Criterion);
        var place = desk.PlaceOf(request.CandidateId);
        var account = user.RequireAccount();
        var read = (await db.PaperReadings.Where(r => r.ExamId == desk.Exam.Id && r.Reader == account).Select(r => new { r.CandidateId, r.CriterionId }).ToListAsync(cancellationToken)).ToHashSet();
        var next = (
            from c in desk.Criteria
            from p in desk.Places.Where(p => p.Counts)
            where !(p == place && c == criterion) && !read.Contains(new { p.CandidateId, CriterionId = c.Id })
            select new PaperKey(c.Letter, p.CandidateId, p.Number)).FirstOrDefault();
        return new PaperForm(desk.Exam.Id, desk.Exam.Number, desk.CodeOf(place, criterion),
            new BlankSheet(desk.CodeOf(place, criterion), place.Number, place.Name, place.Group, place.Workplace, criterion.Letter, SheetViews.Name(texts, criterion), criterion.Maximum,
                [.. criterion.Aspects.Select(a => new BlankAspect(a.Code, a.Text, a.Type, a.Maximum, a.Scale))]), next);
    }
}
