using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Jobs;
using Hangfire;

namespace DemoExam.Features.Mail;

/// <summary>
/// Sends whatever is due, until nothing is. Running it twice, or on two machines at once, is harmless: each message is leased to
/// one run, and only the holder of the lease says how it went.
/// </summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class SendMailJob(RunAsSystem system, MailPost post, ILogger<SendMailJob> log)
{
    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var lease = Guid.CreateVersion7();
            var messages = await system.Send(new ClaimMail(lease, MailPost.BatchSize), ct);
            if (messages.Count == 0)
            {
                return;
            }

            await using var run = post.Begin();
            foreach (var message in messages)
            {
                if (ct.IsCancellationRequested)
                {
                    await system.Send(new ReleaseMail(lease), CancellationToken.None);
                    return;
                }

                await Record(message, lease, message.Attempts > MailMessage.MostAttempts ? new MailFailure(MailFailures.Abandoned, "", IsFinal: true) : await run.Send(message));
            }
        }
    }

    private async Task Record(MailMessage message, Guid lease, MailFailure? failure)
    {
        try
        {
            var status = await system.Send(new RecordMail(message.Id, lease, failure), CancellationToken.None);
            if (failure is not null)
            {
                // The detail may name the receiver; it stands on the administrator's page only.
                log.LogWarning("Message {Message} ({Kind}) was not sent ({Code}) and is now {Status}", message.Id, message.Kind, failure.Code, status);
            }
        }
        catch (RuleViolation violation) when (violation.Rule == MailRules.LeaseIsHeld)
        {
            log.LogInformation("Message {Message} was taken over by another run", message.Id);
        }
    }
}
