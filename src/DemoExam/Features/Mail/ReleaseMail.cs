using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Gives back what a run of the job holds and has not begun, so that nobody waits for its lease to end.</summary>
[Authorize(Policy = Policies.System)]
internal sealed record ReleaseMail(Guid Lease) : ICommand<int>;

internal sealed class ReleaseMailHandler(DemoExamDb db) : IRequestHandler<ReleaseMail, int>
{
    public async Task<int> Handle(ReleaseMail request, CancellationToken ct)
    {
        var held = await db.MailMessages.Where(m => m.LeaseOwner == request.Lease).ToListAsync(ct);
        held.ForEach(message => message.Release(request.Lease));
        return held.Count;
    }
}
