using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Passports;

/// <summary>Where the QR code leads: the same address answers people with a page and programs with JSON.</summary>
[AllowAnonymous]
[PublicPage]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class VerifyPassportModel(IMediator mediator, IOptions<JsonOptions> json) : PageModel
{
    public PassportCheck Check { get; private set; } = null!;

    /// <summary>Day for which the standing is asked too.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        Check = await mediator.Send(new VerifyPassport(Token: token, On: On), ct);
        return Request.WantsJson() ? new JsonResult(Check, json.Value.SerializerOptions) : Page();
    }
}
