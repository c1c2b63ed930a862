using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Signs me out everywhere: a lost phone, a computer of the college.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record EndMySessions : ICommand<Unit>;

internal sealed class EndMySessionsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<EndMySessions, Unit>
{
    public async Task<Unit> Handle(EndMySessions request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account").EndSessions();
        return Unit.Value;
    }
}
