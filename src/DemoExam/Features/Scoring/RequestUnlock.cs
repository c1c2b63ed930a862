using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
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
/// Asks to open locked scores, with a basis document. The chief expert of the exam or its organiser asks; the regional operator
/// decides. After the protocol was signed by all, an error report is not enough.
/// </summary>
[Authorize(Policy = Policies.RequestUnlock)]
public sealed record RequestUnlock(
    ExamId ExamId, UnlockRequestId RequestId, string? Criterion, CandidateId? CandidateId, UnlockBasis Basis, string Document, DateOnly DocumentDate, string Reason) : ICommand<Created<UnlockRequestId>>, IAudited;

internal sealed class RequestUnlockValidator : AbstractValidator<RequestUnlock>
{
    public RequestUnlockValidator()
    {
        RuleFor(r => r.RequestId).NotEmpty();
        RuleFor(r => r.Criterion).MaximumLength(1);
        RuleFor(r => r.Basis).IsInEnum();
        RuleFor(r => r.Document).NotEmpty().MaximumLength(200);
        RuleFor(r => r.DocumentDate).NotEmpty();
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(400);
    }
}

internal sealed class RequestUnlockHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<RequestUnlock, Created<UnlockRequestId>>
{
    public async Task<Created<UnlockRequestId>> Handle(RequestUnlock request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.UnlockableFor(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);
        if (await db.UnlockRequests.AnyAsync(u => u.Id == request.RequestId, cancellationToken))
        {
            return new Created<UnlockRequestId>(request.RequestId);
        }

        var scope = new UnlockScope(request.CandidateId, string.IsNullOrWhiteSpace(request.Criterion) ? null : request.Criterion.ToUpperInvariant());
        var candidates = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var letters = await (from package in db.Packages where package.Id == exam.PackageId from criterion in package.Criteria select new { criterion.Id, criterion.Letter }).ToDictionaryAsync(c => c.Id, c => c.Letter, cancellationToken);
        var locked = await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Locked).Select(s => new { s.CandidateId, s.CriterionId }).ToListAsync(cancellationToken);
        var protocol = await db.ResultProtocols.AsNoTracking().Where(p => p.ExamId == exam.Id && p.VoidedAt == null).SingleOrDefaultAsync(cancellationToken);
        var experts = exam.Duties.Where(d => d.IsScoring).Select(d => d.ExpertId);
        var unlock = new UnlockRequest(request.RequestId, exam.Id, scope, new UnlockGrounds(request.Basis, request.Document, request.DocumentDate, request.Reason),
            user.RequireAccount(), AuditTrail.Name(user), protocol?.IsSignedByAll(experts) == true, time.GetUtcNow());
        ScoringRules.SheetIsLocked.Require(locked.Exists(s => unlock.Covers(s.CandidateId, letters[s.CriterionId])));
        db.UnlockRequests.Add(unlock);
        await trail.Add(exam.Id, AuditDeed.UnlockRequested, cancellationToken,
        [
            ("basis", unlock.Basis.ToString()), ("document", unlock.Document), ("date", unlock.DocumentDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("reason", unlock.Reason),
            .. unlock.Criterion is { } letter ? [("criterion", letter)] : Array.Empty<(string, string)>(),
            .. unlock.CandidateId is { } candidate && candidates.Contains(candidate) ? [("candidate", candidate.ToString())] : Array.Empty<(string, string)>(),
        ]);
        return new Created<UnlockRequestId>(unlock.Id);
    }
}

internal static class Unlockable
{
    /// <summary>Exams whose scores this user may ask to open: those they head, or that their organisation holds.</summary>
    public static IQueryable<Exam> UnlockableFor(this DemoExamDb db, CurrentUser user)
    {
        var (me, organisation) = (user.ExpertId, user.OrganisationId);
        return user.Is(Roles.Organiser)
            ? db.Exams.InRegionOf(user).Where(e => e.OrganiserId == organisation)
            : db.Exams.Where(e => e.Duties.Any(d => d.ExpertId == me && d.Role == ExamRole.ChiefExpert));
    }
}
