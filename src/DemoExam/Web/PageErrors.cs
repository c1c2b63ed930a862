using DemoExam.Domain;
using DemoExam.Pipeline;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Web;

/// <summary>A page that shows data besides its form. <see cref="Load"/> is run by <c>OnGet</c> and again when a post was refused.</summary>
internal interface ILoadsData
{
    Task Load(CancellationToken ct);
}

/// <summary>
/// Shows the same page again with what was typed and the errors beside the fields, whenever a request refuses what a
/// page sent. Field errors go to <c>Input.Field</c>, others to the summary.
/// </summary>
internal sealed class PageErrors(Texts texts) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!context.ModelState.IsValid && HttpMethods.IsPost(context.HttpContext.Request.Method) && context.HandlerInstance is PageModel invalid)
        {
            context.Result = await Again(invalid, context.HttpContext);
            return;
        }

        var executed = await next();
        if (executed.Exception is null || executed.ExceptionHandled || context.HandlerInstance is not PageModel page)
        {
            return;
        }

        var result = Refusal(executed.Exception);

        if (result is null && AddErrors(page, executed.Exception))
        {
            result = await Again(page, context.HttpContext);
        }

        if (result is not null)
        {
            executed.Result = result;
            executed.ExceptionHandled = true;
        }
    }

    private bool AddErrors(PageModel page, Exception exception)
    {
        switch (exception)
        {
            case ValidationException invalid:
                foreach (var error in invalid.Errors)
                {
                    page.ModelState.AddModelError(Key(page, error.PropertyName), error.ErrorMessage);
                }

                return true;
            case RuleViolation violation:
                foreach (var refusal in violation.Refusals)
                {
                    page.ModelState.AddModelError(refusal.Field is null ? "" : Key(page, refusal.Field), texts.Rule(refusal.Rule.Code, refusal.Facts, refusal.Rule.Message));
                }

                return true;
            case ChangedMeanwhile:
                page.ModelState.AddModelError("", texts["Shared.ChangedMeanwhile"]);
                return true;
            default:
                return false;
        }
    }

    private static string Key(PageModel page, string property) =>
        page.GetType().GetProperty("Input") is null ? property : $"Input.{property}";

    private static IActionResult? Refusal(Exception failure) => failure switch
    {
        NotFound => new NotFoundResult(),
        Forbidden { IsAnonymous: true } => new ChallengeResult(),
        Forbidden => new ForbidResult(),
        // An address that no page of ours has made, such as another format of a download.
        BadHttpRequestException bad => new StatusCodeResult(bad.StatusCode),
        _ => null,
    };

    private static async Task<IActionResult> Again(PageModel page, HttpContext http)
    {
        if (page is ILoadsData loads)
        {
            // The scope still holds what the refused request changed; loading must not see it.
            http.RequestServices.GetRequiredService<Data.DemoExamDb>().ChangeTracker.Clear();
            try
            {
                await loads.Load(http.RequestAborted);
            }
            catch (Exception failure) when (Refusal(failure) is { } refusal)
            {
                // The form was sent for something that isn't this user's to see: say that, not what is wrong with the form.
                return refusal;
            }
        }

        var result = page.Page();
        result.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return result;
    }
}
