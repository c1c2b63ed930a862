using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Takes a candidate out of a planned exam until the workplaces are drawn; place and days are free again.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record WithdrawCandidate(ExamId ExamId, CandidateId CandidateId, string Reason) : ICommand<ExamId>, IAudited;

internal sealed class WithdrawCandidateValidator : AbstractValidator<WithdrawCandidate>
{
    public WithdrawCandidateValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
}

internal sealed class WithdrawCandidateHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail, ExamNotices notices) : IRequestHandler<WithdrawCandidate, ExamId>
{
    public async Task<ExamId> Handle(WithdrawCandidate request, CancellationToken ct)
    {
        // The bookings must be here to be given back.
        var exam = NotFound.Unless(await db.Exams.Include(e => e.Bookings).InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        user.RequireOrganiser(exam);
        exam.Withdraw(request.CandidateId, await db.IsDrawn(exam.Id, ct));

        await trail.Add(exam.Id, AuditDeed.CandidateWithdrawn, ct, ("candidate", $"{request.CandidateId}"), ("reason", request.Reason.Trim()));
        if (exam.Status is not (ExamStatus.Draft or ExamStatus.Submitted))
        {
            await notices.Left(exam, request.CandidateId, request.Reason.Trim(), time.GetUtcNow(), ct);
        }

        return exam.Id;
    }
}
