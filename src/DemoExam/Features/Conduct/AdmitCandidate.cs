using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>
/// The chief expert recognises a candidate by an identity document. Only the kind of document and the last four characters of its
/// number are kept, until the exam is closed.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record AdmitCandidate(ExamId ExamId, CandidateId CandidateId, IdentityDocument Identity, string Tail) : ICommand<ExamId>;

internal sealed class AdmitCandidateValidator : AbstractValidator<AdmitCandidate>
{
    public AdmitCandidateValidator()
    {
        RuleFor(x => x.CandidateId).NotEmpty();
        RuleFor(x => x.Identity).IsInEnum();
        // A whole number must not get in by habit.
        RuleFor(x => x.Tail).NotEmpty().Matches(@"^[\p{L}\p{Nd}]{4}$").WithMessage("Validation.IdentityTail");
    }
}

internal sealed class AdmitCandidateHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<AdmitCandidate, ExamId>
{
    public async Task<ExamId> Handle(AdmitCandidate request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.Admit(user.RequireExpert(), request.CandidateId, request.Identity, request.Tail.ToUpperInvariant(), time.Today(exam.TimeZone), time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
