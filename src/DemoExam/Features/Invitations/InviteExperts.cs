using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Exams;
using DemoExam.Features.Mail;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Invitations;

/// <summary>
/// Asks the planned experts of an exam to take part: all who were not asked yet or whose answer was to other days, or one of them.
/// Credentials and conflicts of interest are looked at anew; who fails is not asked, and the answer says why.
/// </summary>
/// <param name="ExpertId">Only this one; null for all.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record InviteExperts(ExamId ExamId, ExpertId? ExpertId = null) : ICommand<InvitedExperts>;

/// <summary>How inviting went.</summary>
/// <param name="Invited">How many were asked now.</param>
/// <param name="WithoutAddress">How many of them have no e-mail address: they see the invitation only when they sign in.</param>
/// <param name="Refused">Why the others were not asked.</param>
public sealed record InvitedExperts(int Invited, int WithoutAddress, IReadOnlyList<Refusal> Refused);

internal sealed class InviteExpertsHandler(DemoExamDb db, CurrentUser user, WorkingCalendar calendar, TimeProvider time, ExamNotices notices) : IRequestHandler<InviteExperts, InvitedExperts>
{
    public async Task<InvitedExperts> Handle(InviteExperts request, CancellationToken ct)
    {
        var exam = await db.RequireOrganised(request.ExamId, user, ct);
        ExamRules.StepIsAllowed.Require(exam.IsAhead, ("status", exam.Status));
        ExamRules.ExpertIsInExam.Require(request.ExpertId is not { } named || exam.DutyOf(named) is not null, ("exam", exam.Number));
        var last = await db.LastInvitations(exam.Id, ct);
        var due = exam.Duties.Where(d => d.EndedAt is null && (request.ExpertId is null || d.ExpertId == request.ExpertId)
            && Invitation.StateOf(last.GetValueOrDefault(d.ExpertId), exam, d.Role, default) is InvitationState.NotInvited or InvitationState.Outdated);
        var invited = await db.Invite(exam, [.. due], last, calendar, time, notices, ct);
        if (invited is { Invited: 0, Refused.Count: > 0 })
        {
            throw new RuleViolation(invited.Refused);
        }

        return invited;
    }
}

internal static class Inviting
{
    /// <summary>Writes an invitation and its message for each duty whose expert nothing speaks against.</summary>
    public static async Task<InvitedExperts> Invite(this DemoExamDb db, Exam exam, IReadOnlyCollection<ExpertDuty> duties, IReadOnlyDictionary<ExpertId, Invitation> last,
        WorkingCalendar calendar, TimeProvider time, ExamNotices notices, CancellationToken ct)
    {
        if (duties.Count == 0)
        {
            return new InvitedExperts(0, 0, []);
        }

        var now = await db.LoadCircumstances(exam, ct);
        var facts = await notices.FactsOf(exam.Id, ct);
        var receivers = await db.ReceiversOf([.. duties.Select(d => d.ExpertId)], ct);
        var refused = new List<Refusal>();
        var (invited, silent) = (0, 0);
        foreach (var duty in duties)
        {
            if (exam.WhyNotInvite(duty, now) is { Count: > 0 } whyNot)
            {
                refused.AddRange(whyNot);
                continue;
            }

            var invitation = Invitation.Of(exam, duty, last.GetValueOrDefault(duty.ExpertId), calendar, time.Today(exam.TimeZone), time.GetUtcNow());
            db.Invitations.Add(invitation);
            invited++;
            if (receivers.GetValueOrDefault(duty.ExpertId) is { } receiver)
            {
                notices.Invite(facts, invitation, duty.Criteria, receiver);
            }
            else
            {
                silent++;
            }
        }

        return new InvitedExperts(invited, silent, refused);
    }
}
