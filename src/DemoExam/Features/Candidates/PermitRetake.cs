using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>The regional operator lets a candidate sit the state final attestation again before the time or beyond the number, by a document.</summary>
/// <param name="Subject">Code of the speciality in which the candidate has used attempts.</param>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record PermitRetake(CandidateId CandidateId, string Subject, string Reason, string Document) : ICommand<Unit>;

internal sealed class PermitRetakeValidator : AbstractValidator<PermitRetake>
{
    public PermitRetakeValidator()
    {
        RuleFor(x => x.Subject).NotEmpty().MaximumLength(60);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
        RuleFor(x => x.Document).NotEmpty().MaximumLength(200);
    }
}

internal sealed class PermitRetakeHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<PermitRetake, Unit>
{
    public async Task<Unit> Handle(PermitRetake request, CancellationToken ct)
    {
        var candidate = NotFound.Unless(await db.Candidates.VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == request.CandidateId && c.MergedInto == null, ct), "candidate", request.CandidateId);
        var today = await db.Today(user, time, ct);
        var attempts = (await db.LoadAttempts([candidate.Id], request.Subject, ct)).SingleOrDefault();
        CandidateRules.RetakeFollowsAttempt.Require(attempts?.History.CountBefore(today.AddDays(1)) > 0, ("candidate", candidate.Name.Full), ("subject", request.Subject));
        candidate.PermitRetake(new PermittedRetake(request.Subject, today, request.Reason.Trim(), request.Document.Trim(), user.DisplayName ?? user.UserName ?? user.Id));
        return Unit.Value;
    }
}
