using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Invitations;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The regional operator confirms a submitted exam, provided that nothing in the registers has turned against it.</summary>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record ConfirmExam(ExamId ExamId) : ICommand<ExamId>;

internal sealed class ConfirmExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time, ExamNotices notices) : IRequestHandler<ConfirmExam, ExamId>
{
    public async Task<ExamId> Handle(ConfirmExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        await db.RequireNoObstacles(exam, ct);
        await db.RequireNobodyDeclined(exam, ct);
        exam.Confirm();
        // Published from now on: nobody can choose a seed after seeing who would sit where.
        db.WorkplaceDraws.Add(new WorkplaceDraw(WorkplaceDrawId.New(), exam.Id, 1, RandomNumberGenerator.GetBytes(WorkplaceDraw.SeedLength), time.GetUtcNow()));
        await notices.TellCandidates(exam, ct);
        return exam.Id;
    }
}
