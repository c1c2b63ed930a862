using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>The chief expert signs the readiness act; what is missing is said, all at once.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record SignReadiness(ExamId ExamId) : ICommand<ExamId>;

internal sealed class SignReadinessHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<SignReadiness, ExamId>
{
    public async Task<ExamId> Handle(SignReadiness request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        var draw = await db.WorkplaceDraws.AsNoTracking().Where(d => d.ExamId == exam.Id).OrderByDescending(d => d.Number).FirstOrDefaultAsync(ct);
        exam.SignReadiness(user.RequireExpert(), draw, exam.Obstacles(await db.LoadCircumstances(exam, ct)), time.GetUtcNow());
        return exam.Id;
    }
}
