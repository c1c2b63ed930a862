using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Starts a failed order again, with all its attempts.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record RetryPassportOrder(PassportOrderId OrderId) : ICommand<PassportOrderStatus>;

internal sealed class RetryPassportOrderHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing)
    : IRequestHandler<RetryPassportOrder, PassportOrderStatus>
{
    public async Task<PassportOrderStatus> Handle(RetryPassportOrder request, CancellationToken ct)
    {
        var order = NotFound.Unless(await db.PassportOrders.InRegionOf(db, user).SingleOrDefaultAsync(o => o.Id == request.OrderId, ct), "passport order", request.OrderId);
        order.Retry(time.GetUtcNow());
        afterCommit.Do(issuing.Nudge);
        return order.Status;
    }
}
