using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Invitations;

/// <summary>An expert accepts or declines. Until the exam starts an answer can be changed, because people fall ill.</summary>
/// <param name="Reason">Needed to decline.</param>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record AnswerInvitation(InvitationId Id, bool Accepts, string? Reason = null) : ICommand<InvitationStatus>;

internal sealed class AnswerInvitationValidator : AbstractValidator<AnswerInvitation>
{
    public AnswerInvitationValidator() => RuleFor(x => x.Reason).MaximumLength(400);
}

internal sealed class AnswerInvitationHandler(DemoExamDb db, CurrentUser user, TimeProvider time, ExamNotices notices) : IRequestHandler<AnswerInvitation, InvitationStatus>
{
    public async Task<InvitationStatus> Handle(AnswerInvitation request, CancellationToken ct)
    {
        var me = user.RequireExpert();
        var invitation = NotFound.Unless(await db.Invitations.SingleOrDefaultAsync(i => i.Id == request.Id && i.ExpertId == me, ct), "invitation", request.Id);
        var exam = await db.Exams.AsNoTracking().SingleAsync(e => e.Id == invitation.ExamId, ct);
        // A later round counts instead.
        ExamRules.InvitationHolds.Require(!await db.Invitations.AnyAsync(i => i.ExamId == exam.Id && i.ExpertId == me && i.Round > invitation.Round, ct), ("exam", exam.Number));
        if (request.Accepts && exam.DutyOf(me) is { } duty && exam.WhyNotInvite(duty, await db.LoadCircumstances(exam, ct)) is { Count: > 0 } whyNot)
        {
            throw new RuleViolation(whyNot);
        }

        var (before, now) = (invitation.Status, time.GetUtcNow());
        invitation.Answer(exam, request.Accepts, request.Reason, now);
        if (invitation.Status == InvitationStatus.Declined && before != InvitationStatus.Declined)
        {
            var name = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => e.Id == me).Select(e => e.Name).SingleAsync(ct);
            await notices.Declined(exam, invitation, name.Initials, now, ct);
        }

        return invitation.Status;
    }
}
