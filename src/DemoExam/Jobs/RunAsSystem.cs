using DemoExam.Security;
using MediatR;

namespace DemoExam.Jobs;

/// <summary>Sends a request as the service itself, in a scope and transaction of its own.</summary>
public sealed class RunAsSystem(IServiceScopeFactory scopes)
{
    public async Task<TAnswer> Send<TAnswer>(IRequest<TAnswer> request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
    }
}
