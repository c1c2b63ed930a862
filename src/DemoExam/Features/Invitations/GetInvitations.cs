using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Domain.People;
using DemoExam.Features.Exams;
using DemoExam.Features.Mail;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Invitations;

/// <summary>Which experts of an exam were asked, what they answered, who is late, and who could take the place of one who declined.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetInvitations(ExamId ExamId) : IQuery<InvitationList>;

/// <summary>The invitations of an exam.</summary>
/// <param name="MayInvite">This user organises the exam, and it has not started.</param>
/// <param name="NotInvited">How many can be asked now.</param>
public sealed record InvitationList(
    ExamId ExamId, string Number, ExamStatus Status, string TimeZone, DateOnly FirstDay, bool MayInvite, int NotInvited, IReadOnlyList<InvitedExpert> Experts)
{
    /// <summary>How many are in a state.</summary>
    public int Count(InvitationState state) => Experts.Count(e => e.State == state);
}

/// <summary>A planned expert.</summary>
/// <param name="MessageStatus">State of the message to the expert; null when there is none, because no address is known.</param>
/// <param name="WhyNot">What the registers hold against the expert now.</param>
/// <param name="Substitutes">Who could take the place, the best first; empty when nobody needs to or may.</param>
public sealed record InvitedExpert(
    ExpertId ExpertId, PersonName Name, string Employer, ExamRole Role, string Criteria, InvitationState State, int Round,
    DateTimeOffset? InvitedAt, DateOnly? AnswerBy, DateTimeOffset? AnsweredAt, string? Reason, MailStatus? MessageStatus, IReadOnlyList<Refusal> WhyNot, IReadOnlyList<SubstituteOption> Substitutes);

/// <summary>An expert against whom nothing speaks.</summary>
public sealed record SubstituteOption(ExpertId Id, string Name, string Employer, int Load);

internal sealed class GetInvitationsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetInvitations, InvitationList>
{
    private const int MostSubstitutes = 12;

    public async Task<InvitationList> Handle(GetInvitations request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var now = await db.LoadCircumstances(exam, ct);
        var last = await db.LastInvitations(exam.Id, ct);
        var keys = last.Values.ToDictionary(i => i.Id, i => Outbox.KeyOf(i.Round == 1 ? MailKind.Invitation : MailKind.InvitationAgain, i.ExpertId.Value, $"{i.Id}"));
        var sent = await db.MailMessages.AsNoTracking().Where(m => keys.Values.Contains(m.Key)).Select(m => new { m.Key, m.Status }).ToDictionaryAsync(m => m.Key, m => m.Status, ct);
        var employers = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.ShortName }).ToDictionaryAsync(o => o.Id, o => o.ShortName, ct);
        var today = time.Today(exam.TimeZone);
        var mayInvite = exam.IsAhead && user.MayOrganise(exam);
        var rows = exam.Duties.Where(d => d.EndedAt is null).Select(duty =>
        {
            var invitation = last.GetValueOrDefault(duty.ExpertId);
            var expert = now.Experts[duty.ExpertId];
            return new InvitedExpert(expert.Id, expert.Name, employers[expert.EmployerId], duty.Role, duty.Criteria, Invitation.StateOf(invitation, exam, duty.Role, today), invitation?.Round ?? 0,
                invitation?.InvitedAt, invitation?.AnswerBy, invitation?.AnsweredAt, invitation?.Reason, invitation is not null && sent.TryGetValue(keys[invitation.Id], out var status) ? status : null,
                exam.IsAhead ? exam.WhyNotInvite(duty, now) : [], []);
        }).OrderBy(r => r.Role).ThenBy(r => r.Name.Full, StringComparer.CurrentCulture).ToList();

        if (mayInvite && rows.Exists(NeedsSubstitute))
        {
            var options = await Substitutes(exam, ct);
            rows = rows.ConvertAll(r => NeedsSubstitute(r) ? r with { Substitutes = options(r.Role) } : r);
        }

        return new InvitationList(exam.Id, exam.Number, exam.Status, exam.TimeZone, exam.FirstDay, mayInvite,
            mayInvite ? rows.Count(r => r.WhyNot.Count == 0 && r.State is InvitationState.NotInvited or InvitationState.Outdated) : 0, rows);
    }

    private static bool NeedsSubstitute(InvitedExpert row) => row.WhyNot.Count > 0 || row.State is InvitationState.Declined or InvitationState.Late or InvitationState.Open;

    private async Task<Func<ExamRole, IReadOnlyList<SubstituteOption>>> Substitutes(Exam exam, CancellationToken ct)
    {
        // The same finding as on the planning page: the least loaded first, nobody of the candidates' houses.
        var plan = await db.PlanToReplace(exam, [], ct);
        var found = await db.FindExperts(plan, user, ct);
        return role => [.. (role switch { ExamRole.ChiefExpert => found.Chief, ExamRole.ScoringExpert => found.Scoring, _ => found.Technical })
            .Where(o => o.Suits && exam.Duties.All(d => d.ExpertId != o.Id)).Take(MostSubstitutes).Select(o => new SubstituteOption(o.Id, o.Name.Full, o.Employer, o.Load))];
    }
}
