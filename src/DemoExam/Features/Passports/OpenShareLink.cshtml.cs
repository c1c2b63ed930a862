using DemoExam.Credentials.Verification;
using DemoExam.Pipeline;
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
public sealed class OpenShareLinkModel(IMediator mediator, IssuerIdentity issuer, PublicAddress address, IOptions<JsonOptions> json) : PageModel
{
    public PassportCheck Check { get; private set; } = null!;

    /// <summary>The same as a signed token; null when there is nothing to show.</summary>
    public SharedSelection? Selection { get; private set; }

    /// <summary>For the script that checks the token.</summary>
    public ProofView? Proof { get; private set; }

    public string Token { get; private set; } = "";

    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        Check = await mediator.Send(new OpenShareLink(token), ct);
        if (Request.WantsJson())
        {
            return new JsonResult(Check, json.Value.SerializerOptions);
        }

        Token = token;
        if (Check.InForce == FactMark.Yes)
        {
            (Selection, Proof) = (await Signed(token, ct), await mediator.Proof(issuer, address, Request, Check.Passport?.Number, whole: false, ct));
        }

        return Page();
    }

    private async Task<SharedSelection?> Signed(string token, CancellationToken ct)
    {
        try
        {
            return await mediator.Send(new GetSelection(token), ct);
        }
        catch (NotFound)
        {
            return null;
        }
    }
}
