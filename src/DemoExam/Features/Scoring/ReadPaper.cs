using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// Somebody types in what stands on a paper sheet. It makes no marks: it is compared with another person's reading and with the
/// marks that the experts entered.
/// </summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record ReadPaper(ExamId ExamId, string Criterion, CandidateId CandidateId, PaperReadingId ReadingId, IReadOnlyDictionary<string, Marks> Marks) : ICommand<Created<PaperReadingId>>;

internal sealed class ReadPaperValidator : AbstractValidator<ReadPaper>
{
    public ReadPaperValidator()
    {
        RuleFor(r => r.ReadingId).NotEmpty();
        RuleFor(r => r.Marks).NotNull();
    }
}

internal sealed class ReadPaperHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time) : IRequestHandler<ReadPaper, Created<PaperReadingId>>
{
    public async Task<Created<PaperReadingId>> Handle(ReadPaper request, CancellationToken cancellationToken)
    {
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        ScoringRules.ExamTakesMarks.Require(desk.Exam.Status.TakesMarks || desk.Exam.Status.HasResults, ("status", desk.Exam.Status));
        var criterion = desk.CriterionOf(request.Criterion);
        var place = desk.PlaceOf(request.CandidateId);
        if (!await db.PaperReadings.AnyAsync(r => r.Id == request.ReadingId, cancellationToken))
        {
            db.PaperReadings.Add(new PaperReading(request.ReadingId, desk.Exam.Id, place.CandidateId, criterion.Id, user.RequireAccount(), AuditTrail.Name(user), request.Marks,
                [.. criterion.Aspects], desk.Package.Judgement, time.GetUtcNow()));
        }

        return new Created<PaperReadingId>(request.ReadingId);
    }
}
