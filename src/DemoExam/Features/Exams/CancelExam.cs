using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Calls an exam off before it starts, for a reason and by a document, and frees everybody and everything that it had booked.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record CancelExam(ExamId ExamId, string Reason, string Document) : ICommand<ExamId>;

internal sealed class CancelExamValidator : AbstractValidator<CancelExam>
{
    public CancelExamValidator()
    {
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
        RuleFor(x => x.Document).NotEmpty().MaximumLength(200);
    }
}

internal sealed class CancelExamHandler(DemoExamDb db, CurrentUser user, ExamNotices notices) : IRequestHandler<CancelExam, ExamId>
{
    public async Task<ExamId> Handle(CancelExam request, CancellationToken ct)
    {
        // The bookings must be here to be given back.
        var exam = NotFound.Unless(await db.Exams.Include(e => e.Bookings).InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        if (!user.MayOrganise(exam))
        {
            throw new Forbidden(false);
        }

        var candidatesKnow = exam.Status is not (ExamStatus.Draft or ExamStatus.Submitted);
        exam.Cancel(request.Reason.Trim(), request.Document.Trim());
        await notices.Cancelled(exam, candidatesKnow, ct);
        return exam.Id;
    }
}
