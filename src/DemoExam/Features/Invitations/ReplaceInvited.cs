using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Invitations;

/// <summary>
/// Puts another expert in the place of a planned one before the exam starts and asks them, in one step. Whoever was asked before
/// and had not declined is told.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record ReplaceInvited(ExamId ExamId, ExpertId Dropped, ExpertId Substitute) : ICommand<ReplacedExpert>;

/// <summary>Who takes part now.</summary>
/// <param name="WithoutAddress">The substitute has no e-mail address.</param>
public sealed record ReplacedExpert(string Name, bool WithoutAddress);

internal sealed class ReplaceInvitedValidator : AbstractValidator<ReplaceInvited>
{
    public ReplaceInvitedValidator()
    {
        RuleFor(x => x.Dropped).NotEmpty();
        RuleFor(x => x.Substitute).NotEmpty();
    }
}

internal sealed class ReplaceInvitedHandler(DemoExamDb db, CurrentUser user, WorkingCalendar calendar, TimeProvider time, ExamNotices notices) : IRequestHandler<ReplaceInvited, ReplacedExpert>
{
    public async Task<ReplacedExpert> Handle(ReplaceInvited request, CancellationToken ct)
    {
        var exam = await db.RequireOrganised(request.ExamId, user, ct);
        var substitute = NotFound.Unless(await db.Experts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Substitute && e.RegionCode == exam.RegionCode && e.MergedInto == null, ct), "expert", request.Substitute);
        exam.ReplaceExpert(request.Dropped, substitute, await db.PlanToReplace(exam, [substitute.Id], ct));

        var last = await db.LastInvitations(exam.Id, ct);
        if (last.GetValueOrDefault(request.Dropped) is { Status: not InvitationStatus.Withdrawn } asked)
        {
            if (asked.Status != InvitationStatus.Declined && (await db.ReceiversOf([request.Dropped], ct)).GetValueOrDefault(request.Dropped) is { } dropped)
            {
                notices.Withdraw(await notices.FactsOf(exam.Id, ct), asked, dropped);
            }

            asked.Withdraw();
        }

        var invited = await db.Invite(exam, [exam.DutyOf(substitute.Id)!], last, calendar, time, notices, ct);
        return new ReplacedExpert(substitute.Name.Initials, invited.WithoutAddress > 0);
    }
}
