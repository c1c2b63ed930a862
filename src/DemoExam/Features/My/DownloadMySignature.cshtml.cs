using DemoExam.Domain;
using DemoExam.Features.Passports;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.My;

[Authorize(Policy = Policies.BeCandidate)]
[ResponseCache(NoStore = true)]
public sealed class DownloadMySignatureModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(PassportId id, bool qualified, CancellationToken ct)
    {
        var file = await mediator.Send(new DownloadMySignature(id, qualified), ct);
        return File(file.Bytes, PassportFile.SignatureType, file.Name);
    }
}
