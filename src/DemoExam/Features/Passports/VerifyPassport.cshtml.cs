using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DemoExam.Features.Passports;

/// <summary>Where the QR code leads, for people; programs get JSON at the same address from <see cref="PassportEndpoints"/>.</summary>
[AllowAnonymous]
[PublicPage]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class VerifyPassportModel(IMediator mediator, IssuerIdentity issuer, PublicAddress address, KnownLog log) : PageModel
{
    public PassportCheck Check { get; private set; } = null!;

    /// <summary>The token of the address.</summary>
    public string Token { get; private set; } = "";

    /// <summary>For the script that checks the digits behind the address.</summary>
    public ProofView Proof { get; private set; } = null!;

    /// <summary>Where the issuing stands in the public log; null when it does not stand there yet.</summary>
    public LogPlace? Log { get; private set; }

    /// <summary>Day for which the standing is asked too.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        if (Request.WantsCredential())
        {
            return await Credential(token, ct);
        }

        Check = await mediator.Send(new VerifyPassport(Token: token, On: On), ct);
        Token = token;
        Proof = await mediator.Proof(issuer, address, Request, Check.Passport?.Number, whole: false, ct);
        Log = Check.Passport is null ? null : await mediator.PlaceInLog(log, token, Proof.Keys, ct);
        return Page();
    }

    // Wallets ask the same address for the credential itself; both of its headers are there.
    private async Task<IActionResult> Credential(string token, CancellationToken ct)
    {
        try
        {
            var credential = await mediator.Send(new GetOpenCredential(token, Request.CredentialForm()), ct);
            return Content(credential.Token, credential.MediaType);
        }
        catch (NotFound)
        {
            // The same for a passport that is not shown in full and for one that does not exist.
            return new ObjectResult(new ProblemDetails { Status = StatusCodes.Status403Forbidden, Title = "The holder does not show this credential.", Extensions = { ["code"] = "passports.credential-not-shown" } })
            {
                StatusCode = StatusCodes.Status403Forbidden, ContentTypes = { "application/problem+json" },
            };
        }
    }
}
