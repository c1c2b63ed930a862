using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Leases the orders that are due to one run of the job; every row goes to one run only, whoever else asks.</summary>
/// <param name="Lease">Fresh for each claim.</param>
/// <param name="Most">Largest number of orders.</param>
[Authorize(Policy = Policies.System)]
public sealed record ClaimPassportOrders(Guid Lease, int Most) : ICommand<IReadOnlyList<PassportOrder>>, ICommitsItself;

internal sealed class ClaimPassportOrdersHandler(DemoExamDb db, WriteGate gate, TimeProvider time, IssuingOptions options)
    : IRequestHandler<ClaimPassportOrders, IReadOnlyList<PassportOrder>>
{
    public async Task<IReadOnlyList<PassportOrder>> Handle(ClaimPassportOrders request, CancellationToken ct)
    {
        using var turn = await gate.Enter(ct);
        // As the converter of the model stores moments: UTC.
        var now = time.GetUtcNow().UtcDateTime;
        var until = now + options.Lease;
        // No order is leased or put off for longer by a clock that is right. Were it wrong to think so, only the holder of the last lease could store.
        var ahead = now + PassportOrder.LongestWait + (2 * options.Lease);
        return await db.PassportOrders
            .FromSqlRaw(db.ClaimOrdersSql, request.Lease, until, request.Most, now, ahead)
            .AsNoTracking()
            .ToListAsync(ct);
    }
}
