using System.Security.Claims;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Accounts;

/// <summary>Opens the next session of a program with the refresh token of the last one; null when the token has no force.</summary>
[AllowAnonymous]
public sealed record RefreshSignIn(string RefreshToken) : IQuery<ClaimsPrincipal?>;

internal sealed class RefreshSignInValidator : AbstractValidator<RefreshSignIn>
{
    public RefreshSignInValidator() => RuleFor(r => r.RefreshToken).NotEmpty();
}

internal sealed class RefreshSignInHandler(SignInManager<Account> signIns, IOptionsMonitor<BearerTokenOptions> bearer, Sessions sessions, TimeProvider time)
    : IRequestHandler<RefreshSignIn, ClaimsPrincipal?>
{
    public async Task<ClaimsPrincipal?> Handle(RefreshSignIn request, CancellationToken ct)
    {
        var ticket = bearer.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(request.RefreshToken);
        return ticket?.Properties.ExpiresUtc > time.GetUtcNow() && await signIns.ValidateSecurityStampAsync(ticket.Principal) is { IsDisabled: false } account
            && await sessions.IsOpen(ticket.Principal, account, ct)
            ? await sessions.Renew(ticket.Principal, account)
            : null;
    }
}
