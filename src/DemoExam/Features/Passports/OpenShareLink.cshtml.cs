using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Passports;

/// <summary>The page behind a link that a holder gave to a reader; JSON for programs, as everywhere in the check.</summary>
[AllowAnonymous]
[PublicPage]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class OpenShareLinkModel(IMediator mediator, IOptions<JsonOptions> json) : PageModel
{
    public PassportCheck Check { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        Check = await mediator.Send(new OpenShareLink(token), ct);
        return Request.WantsJson() ? new JsonResult(Check, json.Value.SerializerOptions) : Page();
    }
}
