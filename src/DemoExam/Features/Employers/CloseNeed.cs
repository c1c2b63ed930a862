using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>Takes a need back. Another employer's is answered like one that does not exist.</summary>
[Authorize(Policy = Policies.BeEmployer)]
public sealed record CloseNeed(EmployerNeedId NeedId) : ICommand<Unit>;

internal sealed class CloseNeedHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<CloseNeed, Unit>
{
    public async Task<Unit> Handle(CloseNeed request, CancellationToken ct)
    {
        var employer = user.RequireEmployer();
        NotFound.Unless(await db.EmployerNeeds.SingleOrDefaultAsync(n => n.Id == request.NeedId && n.EmployerId == employer, ct), "need", request.NeedId).Close(time.GetUtcNow());
        return Unit.Value;
    }
}
