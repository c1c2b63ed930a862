using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Notes why an order failed. It is tried again later, with doubling waits, until the attempts are used up.</summary>
[Authorize(Policy = Policies.System)]
public sealed record RecordIssueFailure(PassportOrderId OrderId, Guid Lease, IssueFailure Failure) : ICommand<PassportOrderStatus>;

internal sealed class RecordIssueFailureHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<RecordIssueFailure, PassportOrderStatus>
{
    public async Task<PassportOrderStatus> Handle(RecordIssueFailure request, CancellationToken ct)
    {
        var order = NotFound.Unless(await db.PassportOrders.SingleOrDefaultAsync(o => o.Id == request.OrderId, ct), "passport order", request.OrderId);
        order.Fail(request.Lease, request.Failure.ToString(), time.GetUtcNow());
        return order.Status;
    }
}
