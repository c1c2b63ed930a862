using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>An expert of the sheet adds a note or a photo as evidence for an aspect, while the sheet takes marks.</summary>
[Authorize(Policy = Policies.Score)]
public sealed record AddEvidence(ExamId ExamId, CandidateId CandidateId, AspectId AspectId, EvidenceId EvidenceId, string? Note, byte[]? Photo) : ICommand<Created<EvidenceId>>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("candidate", CandidateId.ToString()), ("aspect", AspectId.ToString())];
}

internal sealed class AddEvidenceValidator : AbstractValidator<AddEvidence>
{
    public AddEvidenceValidator()
    {
        RuleFor(r => r.EvidenceId).NotEmpty();
        RuleFor(r => r.CandidateId).NotEmpty();
        RuleFor(r => r.AspectId).NotEmpty();
        RuleFor(r => r.Note).MaximumLength(Evidence.LongestNote);
    }
}

internal sealed class AddEvidenceHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, TimeProvider time) : IRequestHandler<AddEvidence, Created<EvidenceId>>
{
    public async Task<Created<EvidenceId>> Handle(AddEvidence request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        var (criterion, aspect) = work.AspectOf(request.AspectId);
        work.RequireScorer(work.SeatOf(request.CandidateId), criterion);
        var open = await db.ScoreSheets.AnyAsync(s => s.ExamId == request.ExamId && s.CandidateId == request.CandidateId && s.CriterionId == criterion.Id && s.Status == ScoreSheetStatus.Open, cancellationToken);
        ScoringRules.SheetIsOpen.Require(open, ("aspect", aspect.Code));
        if (await db.Evidence.AnyAsync(e => e.Id == request.EvidenceId, cancellationToken))
        {
            return new Created<EvidenceId>(request.EvidenceId);
        }

        var already = await db.Evidence.CountAsync(e => e.ExamId == request.ExamId && e.CandidateId == request.CandidateId && e.AspectId == aspect.Id, cancellationToken);
        var photo = request.Photo is { Length: > 0 } bytes ? new EvidencePhoto(request.EvidenceId, bytes) : null;
        db.Evidence.Add(new Evidence(request.EvidenceId, new EvidenceSubject(request.ExamId, request.CandidateId, aspect.Id), work.Me.Id, request.Note, photo, already, time.GetUtcNow()));
        if (photo is not null)
        {
            db.EvidencePhotos.Add(photo);
        }

        return new Created<EvidenceId>(request.EvidenceId);
    }
}
