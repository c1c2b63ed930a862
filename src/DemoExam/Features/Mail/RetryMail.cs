using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Starts a failed message again, or all of them, with all attempts; answers how many.</summary>
/// <param name="Id">The message; null for all that have failed.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record RetryMail(MailMessageId? Id) : ICommand<int>;

internal sealed class RetryMailHandler(DemoExamDb db, TimeProvider time, AfterCommit afterCommit, MailSending sending) : IRequestHandler<RetryMail, int>
{
    public async Task<int> Handle(RetryMail request, CancellationToken ct)
    {
        var failed = request.Id is { } id
            ? [NotFound.Unless(await db.MailMessages.SingleOrDefaultAsync(m => m.Id == id, ct), "message", id)]
            : await db.MailMessages.Where(m => m.Status == MailStatus.Failed).ToListAsync(ct);
        foreach (var message in failed)
        {
            message.Retry(time.GetUtcNow());
        }

        afterCommit.Do(sending.Nudge);
        return failed.Count;
    }
}
