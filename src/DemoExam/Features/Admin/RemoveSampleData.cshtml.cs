using DemoExam.Features.Shared;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Admin;

[Authorize(Policy = Policies.Administer)]
public sealed class RemoveSampleDataModel(IMediator mediator, Texts texts) : PageModel
{
    [BindProperty]
    public RemoveSampleData Input { get; set; } = new("");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var removed = await mediator.Send(Input, ct);
        TempData.Notify(Kind.Good, texts["Sample.Done", removed.Rows]);
        TempData.Notify(Kind.Warning, texts[removed.KeyPutAside is null ? "Sample.Done.KeyStays" : "Sample.Done.Restart"]);
        return Redirect("~/setup");
    }
}
