using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The last group has finished its work; scoring goes on.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record FinishWork(ExamId ExamId) : ICommand<ExamId>;

internal sealed class FinishWorkHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<FinishWork, ExamId>
{
    public async Task<ExamId> Handle(FinishWork request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.FinishWork(user.RequireExpert(), time.GetUtcNow());
        return exam.Id;
    }
}
