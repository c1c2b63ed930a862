using DemoExam.Data;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Leases messages that are due to one run of the job; every row goes to one run only, whoever else asks.</summary>
/// <param name="Lease">Fresh for each claim.</param>
/// <param name="Most">Largest number of messages.</param>
[Authorize(Policy = Policies.System)]
internal sealed record ClaimMail(Guid Lease, int Most) : ICommand<IReadOnlyList<MailMessage>>, ICommitsItself;

internal sealed class ClaimMailHandler(DemoExamDb db, WriteGate gate, TimeProvider time, MailPost post) : IRequestHandler<ClaimMail, IReadOnlyList<MailMessage>>
{
    public async Task<IReadOnlyList<MailMessage>> Handle(ClaimMail request, CancellationToken ct)
    {
        using var turn = await gate.Enter(ct);
        var now = time.GetUtcNow();
        // What waits longer than a right clock lets anything wait, waits for a clock that has been set back.
        var (longestWait, longestLease) = (now + TimeSpan.FromMinutes(2 * MailMessage.LongestWait), now + (2 * post.Lease));
        var due = db.MailMessages.Where(m => (m.Status == MailStatus.Open && (m.NotBefore <= now || m.NotBefore > longestWait)) || (m.Status == MailStatus.Leased && (m.LeaseUntil < now || m.LeaseUntil > longestLease)));
        var ids = await due.OrderBy(m => m.NotBefore).ThenBy(m => m.Id).Select(m => m.Id).Take(request.Most).ToListAsync(ct);
        // Asked again in the statement that takes them: a row that another run took meanwhile is not due any more.
        await due.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.Status, MailStatus.Leased)
            .SetProperty(x => x.LeaseOwner, request.Lease)
            .SetProperty(x => x.LeaseUntil, now + post.Lease)
            .SetProperty(x => x.Attempts, x => x.Attempts + 1)
            .SetProperty(x => x.Version, x => x.Version + 1), ct);
        return await db.MailMessages.AsNoTracking().Where(m => m.LeaseOwner == request.Lease).OrderBy(m => m.NotBefore).ThenBy(m => m.Id).ToListAsync(ct);
    }
}
