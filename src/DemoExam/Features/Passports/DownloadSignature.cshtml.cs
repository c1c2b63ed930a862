using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.ManagePassports)]
[ResponseCache(NoStore = true)]
public sealed class DownloadSignatureModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(PassportId id, bool qualified, CancellationToken ct)
    {
        var file = await mediator.Send(new DownloadSignature(id, qualified), ct);
        return File(file.Bytes, PassportFile.SignatureType, file.Name);
    }
}
