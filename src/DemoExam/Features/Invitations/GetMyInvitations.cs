using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Features.Mail;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Invitations;

/// <summary>The exams that an expert is asked to, the next first: those that wait for an answer, and the answers that can still be changed.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record GetMyInvitations : IQuery<IReadOnlyList<MyInvitation>>;

/// <summary>An invitation as its expert sees it.</summary>
/// <param name="State">How it stands today.</param>
public sealed record MyInvitation(
    InvitationId Id, ExamId ExamId, string Number, ExamStatus Status, string Package, string PackageEn, ExamLevel Level, string Venue, string VenueEn, string City, string Address, string TimeZone,
    DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<DateTimeOffset> Starts, ExamRole Role, string Criteria, InvitationState State,
    DateOnly AnswerBy, DateTimeOffset? AnsweredAt, string? Reason);

internal sealed class GetMyInvitationsHandler(DemoExamDb db, CurrentUser user, TimeProvider time, ExamNotices notices) : IRequestHandler<GetMyInvitations, IReadOnlyList<MyInvitation>>
{
    public async Task<IReadOnlyList<MyInvitation>> Handle(GetMyInvitations request, CancellationToken ct)
    {
        var me = user.RequireExpert();
        var last = (await db.Invitations.AsNoTracking().Where(i => i.ExpertId == me).ToListAsync(ct)).GroupBy(i => i.ExamId).Select(g => g.MaxBy(i => i.Round)!).ToDictionary(i => i.ExamId);
        var ids = last.Keys.ToList();
        var exams = (await db.Exams.AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(ct)).Where(e => e.IsAhead && e.DutyOf(me) is not null).ToList();
        var facts = (await notices.FactsOf([.. exams.Select(e => e.Id)], ct)).ToDictionary(f => f.Id);
        return
        [
            .. from exam in exams
               let invitation = last[exam.Id]
               let duty = exam.DutyOf(me)!
               let said = facts[exam.Id]
               let state = Invitation.StateOf(invitation, exam, duty.Role, time.Today(exam.TimeZone))
               where state != InvitationState.NotInvited
               orderby exam.FirstDay, exam.Number
               select new MyInvitation(invitation.Id, exam.Id, exam.Number, exam.Status, said.Package, said.PackageEn, exam.Level, said.Venue, said.VenueEn, said.City, said.Street, exam.TimeZone,
                   exam.PreparatoryDay, exam.FirstDay, exam.LastDay, [.. said.Groups.Select(g => g.StartsAt)], duty.Role, duty.Criteria, state, invitation.AnswerBy, invitation.AnsweredAt, invitation.Reason),
        ];
    }
}
