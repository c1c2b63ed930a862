using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Web;

/// <summary>
/// The one place that turns failures into ProblemDetails with a stable <c>code</c>. Pages have
/// <see cref="PageErrors"/>; this handler answers below <c>/api</c> and <see cref="ForProgramsAttribute">programs beside pages</see>.
/// </summary>
internal sealed class ApiErrors(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        // The path of the request is already that of the error page.
        var failed = http.Features.Get<IExceptionHandlerPathFeature>();
        if (!new PathString(failed?.Path).StartsWithSegments("/api") && failed?.Endpoint?.Metadata.GetMetadata<ForProgramsAttribute>() is null)
        {
            return false;
        }

        var problem = Describe(exception);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "5";
        }

        http.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        ValidationException invalid => new ValidationProblemDetails(invalid.Errors.GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray()))
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The input is not valid.",
            Extensions = { ["code"] = "input.invalid" },
        },
        RuleViolation violation => new ProblemDetails
        {
            Status = StatusCodes.Status409Conflict,
            Title = violation.Rule.Message,
            Extensions =
            {
                ["code"] = violation.Rule.Code,
                ["refusals"] = violation.Refusals.Select(r => new { code = r.Rule.Code, message = r.Rule.Message, field = r.Field, facts = r.Facts }).ToList(),
            },
        },
        NotFound missing => Simple(StatusCodes.Status404NotFound, $"No such {missing.What}.", "not-found"),
        Forbidden { IsAnonymous: true } => Simple(StatusCodes.Status401Unauthorized, "Sign in first.", "sign-in-needed"),
        Forbidden => Simple(StatusCodes.Status403Forbidden, "This account may not do this.", "forbidden"),
        ChangedMeanwhile => Simple(StatusCodes.Status409Conflict, "Somebody else changed this meanwhile. Load it again and repeat.", "changed-meanwhile"),
        _ when Outages.Of(exception) is { } outage => outage == Outage.NoRoom
            ? Simple(StatusCodes.Status507InsufficientStorage, "The disk of the database is full; nothing was stored. Tell the administrator.", "storage-full")
            : Simple(StatusCodes.Status503ServiceUnavailable, "The database does not answer. Send the same request again in a moment.", "database-unavailable"),
        BadHttpRequestException bad => Simple(bad.StatusCode, bad.InnerException is System.Text.Json.JsonException json ? $"The body can't be read at {json.Path}." : bad.Message, "request.unreadable"),
        _ => Simple(StatusCodes.Status500InternalServerError, "Something went wrong on our side.", "server-error"),
    };

    private static ProblemDetails Simple(int status, string title, string code) => new() { Status = status, Title = title, Extensions = { ["code"] = code } };
}
