using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The organiser sends a draft to the regional operator, provided that nothing in the registers has turned against it.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record SubmitExam(ExamId ExamId) : ICommand<ExamId>;

internal sealed class SubmitExamHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<SubmitExam, ExamId>
{
    public async Task<ExamId> Handle(SubmitExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        user.RequireOrganiser(exam);
        await db.RequireNoObstacles(exam, ct);
        exam.Submit();
        return exam.Id;
    }
}
