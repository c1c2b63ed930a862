using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Privacy;

[Authorize(Policy = Policies.BeCandidate)]
[ResponseCache(NoStore = true)]
public sealed class ExportMyDataModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var file = await mediator.Send(new ExportMyData(), ct);
        return File(file.Content, PersonFile.ContentType, file.Name);
    }
}
