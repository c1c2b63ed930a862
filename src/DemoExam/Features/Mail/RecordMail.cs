using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Notes how sending a message went. A failed one is tried again later, with doubling waits, until the attempts are used up.</summary>
/// <param name="Failure">Null when the server has taken it.</param>
[Authorize(Policy = Policies.System)]
internal sealed record RecordMail(MailMessageId Id, Guid Lease, MailFailure? Failure) : ICommand<MailStatus>;

internal sealed class RecordMailHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<RecordMail, MailStatus>
{
    public async Task<MailStatus> Handle(RecordMail request, CancellationToken ct)
    {
        var message = NotFound.Unless(await db.MailMessages.SingleOrDefaultAsync(m => m.Id == request.Id, ct), "message", request.Id);
        if (request.Failure is null)
        {
            message.Complete(request.Lease, time.GetUtcNow());
        }
        else
        {
            message.Fail(request.Lease, request.Failure, time.GetUtcNow());
        }

        return message.Status;
    }
}
