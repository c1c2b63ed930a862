using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Scoring;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The chief expert starts the clock of a group on its day, the next one when none is named; with the first group the exam runs and the empty score sheets are made.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record StartExam(ExamId ExamId, int? Group = null) : ICommand<ExamId>;

internal sealed class StartExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<StartExam, ExamId>
{
    public async Task<ExamId> Handle(StartExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        if (exam.Start(user.RequireExpert(), request.Group, time.Today(exam.TimeZone), time.GetUtcNow()))
        {
            var now = await db.RequireNoObstacles(exam, ct);
            db.ScoreSheets.AddRange(exam.NewSheets(now.Package));
        }

        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
