using Hangfire;

namespace DemoExam.Features.Mail;

/// <summary>Wakes the job that sends what the outbox holds. A lost nudge does no harm: the sweep finds the rows.</summary>
internal sealed class MailSending(IBackgroundJobClient jobs, ILogger<MailSending> log)
{
    public void Nudge()
    {
        try
        {
            jobs.Enqueue<SendMailJob>(job => job.Run(CancellationToken.None));
        }
        catch (BackgroundJobClientException failure)
        {
            log.LogWarning(failure, "The job server took no nudge; the sweep will send the messages");
        }
    }
}
