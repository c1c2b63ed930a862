using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>The chief expert draws who sits where, on the preparatory day, with the seed whose fingerprint was published before.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record DrawWorkplaces(ExamId ExamId) : ICommand<ExamId>;

internal sealed class DrawWorkplacesHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<DrawWorkplaces, ExamId>
{
    public async Task<ExamId> Handle(DrawWorkplaces request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.DrawWorkplaces(user.RequireExpert(), await db.RequireDraw(exam, ct), time.Today(exam.TimeZone), time.GetUtcNow());
        return exam.Id;
    }
}

internal static class DrawLoading
{
    /// <summary>The draw that counts: the latest of the exam.</summary>
    public static async Task<WorkplaceDraw> RequireDraw(this DemoExamDb db, Exam exam, CancellationToken ct)
    {
        var draw = await db.WorkplaceDraws.Where(d => d.ExamId == exam.Id).OrderByDescending(d => d.Number).FirstOrDefaultAsync(ct);
        ExamRules.DrawIsCommitted.Require(draw is not null, ("status", exam.Status));
        return draw!;
    }
}
