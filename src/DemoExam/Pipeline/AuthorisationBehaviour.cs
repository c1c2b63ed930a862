using System.Reflection;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Pipeline;

/// <summary>
/// Reads <c>[Authorize(Policy = …)]</c> or <c>[AllowAnonymous]</c> on the request record, so that API, page and job obey
/// the same statement. A request without a statement is refused; a test finds it earlier.
/// </summary>
internal sealed class AuthorisationBehaviour<TRequest, TResponse>(CurrentUser user, IAuthorizationService authorisation)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly bool ForAnyone = typeof(TRequest).GetCustomAttribute<AllowAnonymousAttribute>() is not null;
    private static readonly string[] Policies = [.. typeof(TRequest).GetCustomAttributes<AuthorizeAttribute>().Select(a => a.Policy ?? Security.Policies.SignedIn)];

    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (ForAnyone || user.IsSystem)
        {
            return await next();
        }

        if (Policies.Length == 0)
        {
            throw new Forbidden(!user.IsSignedIn);
        }

        foreach (var policy in Policies)
        {
            if (!(await authorisation.AuthorizeAsync(user.Principal, policy)).Succeeded)
            {
                throw new Forbidden(!user.IsSignedIn);
            }
        }

        return await next();
    }
}
