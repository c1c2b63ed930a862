using DemoExam.Security;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Web;

/// <summary>Who owes a second factor sets one up, signs out or looks at public pages; every other door waits.</summary>
internal static class SecondFactorFirst
{
    private const string SetUp = "/account/second-factor";

    /// <summary>Call it after routing and authorisation.</summary>
    public static void UseSecondFactorFirst(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (!http.User.HasClaim(c => c.Type == CurrentUser.Claims.OwesSecondFactor) || IsFree(http))
        {
            await next(http);
        }
        else if (http.Request.Path.StartsWithSegments("/api"))
        {
            await Results.Problem(title: "The administrator asks people of your role for a second factor. Set one up in the browser first.", statusCode: StatusCodes.Status403Forbidden,
                extensions: new Dictionary<string, object?> { ["code"] = "accounts.second-factor-owed" }).ExecuteAsync(http);
        }
        else
        {
            http.Response.Redirect(SetUp);
        }
    });

    // The home page is open to everybody and shows what a role may see.
    private static bool IsFree(HttpContext http) => http.GetEndpoint() is not { } endpoint
        || (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && http.Request.Path != "/")
        || endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null
        || http.Request.Path.StartsWithSegments(SetUp)
        || http.Request.Path.StartsWithSegments("/problem");
}
