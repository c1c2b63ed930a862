using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>
/// The decision of the appeals board is entered from its protocol: who was there, how they voted, why. Whether the appeal is
/// satisfied follows from the votes. A satisfied one waits for a second person.
/// </summary>
/// <param name="ExamId">The exam.</param>
/// <param name="AppealId">The appeal.</param>
/// <param name="Votes">Votes of the board; who is not named was absent.</param>
/// <param name="Protocol">Name and number of the board's protocol.</param>
/// <param name="ProtocolDate">Its date, not in the future.</param>
/// <param name="Grounds">Why.</param>
/// <param name="Criterion">Letter of the criterion that is scored again; null for all. Only for appeals about the result.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record DecideAppeal(ExamId ExamId, AppealId AppealId, IReadOnlyList<MemberVote> Votes, string Protocol, DateOnly ProtocolDate, string Grounds, string? Criterion) : ICommand<AppealDecision>, IAudited;

/// <summary>How somebody of the board voted.</summary>
public sealed record MemberVote(string Name, BoardVote Vote);

/// <summary>What the board decided.</summary>
public sealed record AppealDecision(AppealStatus Status);

internal sealed class DecideAppealValidator : AbstractValidator<DecideAppeal>
{
    public DecideAppealValidator()
    {
        RuleFor(r => r.Votes).NotEmpty().Must(votes => votes is null || votes.DistinctBy(v => v.Name).Count() == votes.Count).WithMessage("Validation.VoteTwice");
        RuleForEach(r => r.Votes).ChildRules(vote => vote.RuleFor(v => v.Vote).IsInEnum());
        RuleFor(r => r.Protocol).NotEmpty().MaximumLength(200);
        RuleFor(r => r.ProtocolDate).NotEmpty();
        RuleFor(r => r.Grounds).NotEmpty().MaximumLength(400);
        RuleFor(r => r.Criterion).MaximumLength(1);
    }
}

internal sealed class DecideAppealHandler(DemoExamDb db, WorkingCalendar calendar, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<DecideAppeal, AppealDecision>
{
    public async Task<AppealDecision> Handle(DecideAppeal request, CancellationToken ct)
    {
        var exam = await db.ExamToHandleAppealsOf(user, request.ExamId, ct);
        var appeal = NotFound.Unless(await db.Appeals.SingleOrDefaultAsync(a => a.Id == request.AppealId && a.ExamId == exam.Id, ct), "appeal", request.AppealId);
        var board = await db.BoardOf(exam, ct);
        AppealRules.BoardExists.Require(board is not null, ("year", exam.LastDay.Year));
        var desk = await AppealDesk.Load(db, calendar, exam, ct);
        var criterion = appeal.Kind == AppealKind.Procedure || string.IsNullOrWhiteSpace(request.Criterion) ? null : request.Criterion.ToUpperInvariant();
        appeal.Decide(board!, await Concerned(desk, ct), request.Votes.ToDictionary(v => v.Name, v => v.Vote), new BoardDecision(request.Protocol, request.ProtocolDate, request.Grounds, criterion),
            user.RequireAccount(), AuditTrail.Name(user), desk.TermOf(appeal.Kind, appeal.CandidateId), time.GetUtcNow());
        await trail.Add(exam.Id, AuditDeed.AppealDecided, ct,
        [
            ("candidate", appeal.CandidateId.ToString()), ("kind", appeal.Kind.ToString()), ("outcome", appeal.Status.ToString()), ("document", appeal.Protocol!),
            ("date", appeal.ProtocolDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("reason", appeal.Grounds!),
            ("votes", $"{appeal.Votes.Count(v => v.Vote == BoardVote.For)} : {appeal.Votes.Count(v => v.Vote == BoardVote.Against)}"),
            .. appeal.Criterion is { } letter ? [("criterion", letter)] : Array.Empty<(string, string)>(),
        ]);
        return new AppealDecision(appeal.Status);
    }

    // Experts of the exam and whoever signed or confirmed for the state board.
    private async Task<IReadOnlyList<string>> Concerned(AppealDesk desk, CancellationToken ct)
    {
        var ids = desk.Exam.Duties.Select(d => d.ExpertId).ToList();
        var experts = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => ids.Contains(e.Id)).Select(e => e.Name).ToListAsync(ct);
        var confirmed = await db.Reconciliations.Where(r => r.ExamId == desk.Exam.Id).Select(r => r.Name).ToListAsync(ct);
        return [.. experts.Select(e => e.Full), .. confirmed, .. desk.Protocols.SelectMany(p => p.Signatures).Select(s => s.Name)];
    }
}
