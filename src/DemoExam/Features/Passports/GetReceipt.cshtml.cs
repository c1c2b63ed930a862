using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DemoExam.Features.Passports;

/// <summary>The signed receipt of a check: PDF for people, the token alone for programs that ask for it.</summary>
[AllowAnonymous]
[PublicPage]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class GetReceiptModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        var receipt = await mediator.Send(new GetReceipt(token), ct);
        return Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(Receipt.TokenMediaType, StringComparison.OrdinalIgnoreCase))
            ? Content(receipt.Jwt, Receipt.TokenMediaType)
            : File(receipt.File.Bytes, PassportFile.MediaType, receipt.File.Name);
    }
}
