using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace DemoExam.Features.Accounts;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("").WithTags("Accounts");

        accounts.MapPost("/sign-in", async (SignIn body, HttpContext http, IMediator mediator, CancellationToken ct) =>
            {
                var answer = await mediator.Send(body with { Address = http.Connection.RemoteIpAddress?.ToString() }, ct);
                if (answer.Person is not null)
                {
                    return Microsoft.AspNetCore.Http.Results.SignIn(answer.Person, authenticationScheme: IdentityConstants.BearerScheme);
                }

                if (answer.Wait is { } wait)
                {
                    http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                    return Refuse(StatusCodes.Status429TooManyRequests, "Too many tries for this account from this address.", "sign-in.too-many-tries");
                }

                return Refuse(StatusCodes.Status401Unauthorized, "Name and password do not open an account.", "sign-in.refused");
            })
            .WithName("SignIn").WithSummary("Opens a session of a program.")
            .WithDescription("Answers a bearer token for the header `Authorization: Bearer …` and a refresh token. Five wrong passwords in a row close the account for five minutes; the answer is the same 401 then.")
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);

        accounts.MapPost("/refresh", async (RefreshSignIn body, IMediator mediator, CancellationToken ct) =>
                await mediator.Send(body, ct) is { } person
                    ? Microsoft.AspNetCore.Http.Results.SignIn(person, authenticationScheme: IdentityConstants.BearerScheme)
                    : Refuse(StatusCodes.Status401Unauthorized, "The refresh token has no force. Sign in again.", "sign-in.refused"))
            .WithName("RefreshSignIn").WithSummary("Opens the next session without the password.")
            .WithDescription("Takes the `refreshToken` of the last answer. It has no force after a change of the password, \"sign out everywhere\", or when the account was disabled.")
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);

        accounts.MapPost("/activate", async (ActivateAccount body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new { userName = await mediator.Send(body, ct) }))
            .WithName("ActivateAccount").WithSummary("Sets the password of an account by its one-time code.")
            .WithDescription("A code works once (`accounts.link-spent` afterwards). Answers the name to sign in by.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapGet("/account", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyAccount(), ct)))
            .WithName("GetMyAccount").WithSummary("Who the caller is.")
            .WithDescription("Name, roles, region and the expert or candidate behind the account.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static ProblemHttpResult Refuse(int status, string title, string code) =>
        TypedResults.Problem(title: title, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
