using System.Globalization;
using DemoExam.Web;
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
                var answer = await mediator.Send(body with { Caller = SignInDoor.CallerOf(http) }, ct);
                if (answer.Person is not null)
                {
                    return Microsoft.AspNetCore.Http.Results.SignIn(answer.Person, authenticationScheme: IdentityConstants.BearerScheme);
                }

                if (answer.Wait is { } wait)
                {
                    http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                    return Refuse(StatusCodes.Status429TooManyRequests, "Too many tries for this account from this address.", "sign-in.too-many-tries");
                }

                return answer.Asks is null
                    ? Refuse(StatusCodes.Status401Unauthorized, "Name and password do not open an account.", "sign-in.refused")
                    : Refuse(StatusCodes.Status401Unauthorized, "The account has a second factor: send its code as well.", "sign-in.code-missing");
            })
            .AllowAnonymous().WithName("SignIn").WithSummary("Opens a session of a program.")
            .WithDescription("Answers a bearer token for the header `Authorization: Bearer …` and a refresh token. Five wrong passwords in a row close the account for five minutes; the answer is the same 401 then. An account with a second factor also wants its `code` (`sign-in.code-missing` without it); each code works once.")
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);

        accounts.MapPost("/refresh", async (RefreshSignIn body, IMediator mediator, CancellationToken ct) =>
                await mediator.Send(body, ct) is { } person
                    ? Microsoft.AspNetCore.Http.Results.SignIn(person, authenticationScheme: IdentityConstants.BearerScheme)
                    : Refuse(StatusCodes.Status401Unauthorized, "The refresh token has no force. Sign in again.", "sign-in.refused"))
            .AllowAnonymous().WithName("RefreshSignIn").WithSummary("Opens the next session without the password.")
            .WithDescription("Takes the `refreshToken` of the last answer. It has no force after a change of the password, \"sign out everywhere\", or when the account was disabled.")
            .Produces<AccessTokenResponse>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);

        accounts.MapPost("/activate", async (ActivateAccount body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new { userName = await mediator.Send(body, ct) }))
            .AllowAnonymous().WithName("ActivateAccount").WithSummary("Sets the password of an account by its one-time code.")
            .WithDescription("A code works once (`accounts.link-spent` afterwards). Answers the name to sign in by.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapGet("/account", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyAccount(), ct)))
            .WithName("GetMyAccount").WithSummary("Who the caller is.")
            .WithDescription("Name, roles, region and the expert or candidate behind the account.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        accounts.MapPut("/account/language", async (ChangeMyLanguage body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new ChangeMyLanguage("en"))
            .WithName("ChangeMyLanguage").WithSummary("In which language messages are written to me.")
            .WithDescription("`ru` or `en`.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);

        accounts.MapPut("/account/schedule-mail", async (ChangeMyScheduleMail body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { rhythm = "weekly" })
            .WithName("ChangeMyScheduleMail").WithSummary("How often the schedule of exams goes to my address.")
            .WithDescription("`weekly`, `monthly`, or null for never. An account without an address is refused by `mail.no-address`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapGet("/account/sessions", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListMySessions(), ct)))
            .WithName("ListMySessions").WithSummary("Where the caller is signed in.")
            .WithDescription("Device, network without its last part, times. The latest first.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        accounts.MapDelete("/account/sessions/{sessionId:guid}", async (Guid sessionId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new EndMySession(sessionId), ct);
                return TypedResults.NoContent();
            })
            .WithName("EndMySession").WithSummary("Ends one session of the caller.")
            .WithDescription("Cookies end within a minute on every node, bearer tokens when they are refreshed.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);

        MapManagement(api);
    }

    private static void MapManagement(IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        accounts.MapGet("", async ([AsParameters] ListAccounts query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListAccounts").WithSummary("Accounts by the names of their people.")
            .WithDescription("An operator sees those of the region, an administrator all. Take `next` as `after` of the next page.");

        accounts.MapPost("", async (CreateAccount body, IMediator mediator, CancellationToken ct) =>
            {
                var made = await mediator.Send(body with { Id = Guid.CreateVersion7() }, ct);
                return TypedResults.Created($"/api/v1/accounts/{made.AccountId}", made);
            })
            .WithName("CreateAccount").WithSummary("Makes an account for a person.")
            .WithDescription("The answer holds the one-time code by which the person sets the password; it can't be read again. Roles of experts need `expertId`, the role of a candidate `candidateId`.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapGet("/{accountId:guid}", async (Guid accountId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetAccount(accountId), ct)))
            .WithName("GetAccount").WithSummary("One account.")
            .WithDescription("Whose it is, its roles, and whether its person can sign in.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        accounts.MapPut("/{accountId:guid}/roles", async (Guid accountId, ChangeRoles body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { AccountId = accountId }, ct);
                return TypedResults.NoContent();
            })
            .WithName("ChangeRoles").WithSummary("Gives an account these roles and no others.")
            .WithDescription("The person has to sign in again. Only an administrator makes administrators (`accounts.role-beyond`).")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapPost("/{accountId:guid}/link", async (Guid accountId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new IssueActivationLink(accountId), ct)))
            .WithName("IssueActivationLink").WithSummary("Makes a new one-time code for an account.")
            .WithDescription("The former code has no force any more. The present password works until the code is used.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        accounts.MapPost("/{accountId:guid}/disable", async (Guid accountId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new DisableAccount(accountId), ct);
                return TypedResults.NoContent();
            })
            .WithName("DisableAccount").WithSummary("Closes an account.")
            .WithDescription("Open sessions end within a minute, bearer tokens when they are refreshed. Nobody closes their own (`accounts.own-account`).")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapPost("/{accountId:guid}/reset-second-factor", async (Guid accountId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new ResetSecondFactor(accountId), ct);
                return TypedResults.NoContent();
            })
            .WithName("ResetSecondFactor").WithSummary("Takes second factor and passkeys off an account.")
            .WithDescription("For a person who has lost phone and recovery codes. Open sessions end. Nobody resets their own (`accounts.own-account`).")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        accounts.MapPost("/{accountId:guid}/enable", async (Guid accountId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new EnableAccount(accountId), ct);
                return TypedResults.NoContent();
            })
            .WithName("EnableAccount").WithSummary("Opens a disabled account again.")
            .WithDescription("With the password that it had.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static ProblemHttpResult Refuse(int status, string title, string code) =>
        TypedResults.Problem(title: title, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
