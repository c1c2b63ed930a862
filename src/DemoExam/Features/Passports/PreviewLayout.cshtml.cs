using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

/// <summary>The preview opens in the browser's own viewer.</summary>
[Authorize(Policy = Policies.Administer)]
[ResponseCache(NoStore = true)]
public sealed class PreviewLayoutModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(string name, LayoutSample sample, CancellationToken ct)
    {
        var file = await mediator.Send(new PreviewLayout(name, sample), ct);
        return File(file.Bytes, PassportFile.MediaType);
    }
}
