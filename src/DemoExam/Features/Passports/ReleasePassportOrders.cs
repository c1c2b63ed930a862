using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Gives back what a run of the job holds and has not begun, so that nobody waits for its lease to end.</summary>
[Authorize(Policy = Policies.System)]
public sealed record ReleasePassportOrders(Guid Lease) : ICommand<int>;

internal sealed class ReleasePassportOrdersHandler(DemoExamDb db) : IRequestHandler<ReleasePassportOrders, int>
{
    public async Task<int> Handle(ReleasePassportOrders request, CancellationToken ct)
    {
        var held = await db.PassportOrders.Where(o => o.LeaseOwner == request.Lease && o.Status == PassportOrderStatus.Leased).ToListAsync(ct);
        held.ForEach(order => order.Release(request.Lease));
        return held.Count;
    }
}
