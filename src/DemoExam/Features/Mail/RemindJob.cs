using DemoExam.Features.Admin;
using DemoExam.Features.Invitations;
using DemoExam.Jobs;
using Hangfire;

namespace DemoExam.Features.Mail;

/// <summary>Reminds of what is due and late around exams, and asks experts again whose exam got other days.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class RemindJob(RunAsSystem system, ILogger<RemindJob> log)
{
    public async Task Run(CancellationToken ct)
    {
        try
        {
            await system.Send(new WarnOfExpiries(), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Warnings of terms that end were not written; the next run tries again");
        }

        try
        {
            await system.Send(new SendSchedules(), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Schedules by mail were not written; the next run tries again");
        }

        foreach (var exam in await system.Send(new ListExamsToRemind(), ct))
        {
            try
            {
                await system.Send(new AskAgain(exam), ct);
                await system.Send(new SendReminders(exam), ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "Reminders of exam {Exam} were not written; the next run tries again", exam);
            }
        }
    }
}
