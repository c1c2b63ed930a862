using System.Globalization;
using System.Security.Claims;
using DemoExam.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace DemoExam.Features.Accounts;

/// <summary>What the sign-in pages do with cookies and headers.</summary>
internal static class SignInDoor
{
    /// <summary>How long a person may look for the phone.</summary>
    private static readonly TimeSpan StepTerm = TimeSpan.FromMinutes(5);

    /// <summary>Where the request comes from.</summary>
    public static Caller CallerOf(HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString(), http.Request.Headers.UserAgent.ToString());

    /// <summary>Opens the session in the browser; what the first step left goes.</summary>
    public static async Task Open(HttpContext http, ClaimsPrincipal person)
    {
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, person, new AuthenticationProperties { IsPersistent = false });
    }

    /// <summary>Keeps who owes the code, sealed.</summary>
    public static Task Keep(HttpContext http, SignInStep step)
    {
        var identity = new ClaimsIdentity(IdentityConstants.TwoFactorUserIdScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, step.AccountId.ToString()));
        identity.AddClaim(new Claim(nameof(SignInStep.Stamp), step.Stamp));
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + StepTerm });
    }

    /// <summary>Who owes the code; null when nobody does or the time is over.</summary>
    public static async Task<SignInStep?> Step(HttpContext http)
    {
        var kept = await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return kept.Principal is { } person && Guid.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new SignInStep(id, person.FindFirstValue(nameof(SignInStep.Stamp)) ?? "")
            : null;
    }

    /// <summary>Status of a refusal: 429 with the time to wait, or 422.</summary>
    public static void Refuse(HttpResponse response, SignInAnswer answer)
    {
        response.StatusCode = answer.Wait is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status429TooManyRequests;
        if (answer.Wait is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }
}
