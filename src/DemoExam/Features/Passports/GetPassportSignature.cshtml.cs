using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DemoExam.Features.Passports;

[AllowAnonymous]
[PublicPage]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class GetPassportSignatureModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(string token, bool qualified, CancellationToken ct)
    {
        var file = await mediator.Send(new GetPassportSignature(token, qualified), ct);
        return File(file.Bytes, PassportFile.SignatureType, file.Name);
    }
}
