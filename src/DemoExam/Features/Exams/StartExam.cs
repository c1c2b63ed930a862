using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The chief expert starts the exam on its day; the empty score sheets are made with it.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record StartExam(ExamId ExamId) : ICommand<ExamId>;

internal sealed class StartExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<StartExam, ExamId>
{
    public async Task<ExamId> Handle(StartExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.Start(user.RequireExpert(), time.Today(exam.TimeZone));
        var now = await db.RequireNoObstacles(exam, ct);
        db.ScoreSheets.AddRange(exam.NewSheets(now.Package));
        return exam.Id;
    }
}
