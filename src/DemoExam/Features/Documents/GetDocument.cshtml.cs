using DemoExam.Domain.Documents;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Documents;

[Authorize(Policy = Policies.HandlePaper)]
public sealed class GetDocumentModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    public DocumentView Document { get; private set; } = null!;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // An address with a typing error is none; whoever types a code does it on the page for that.
        if (!DocumentCode.TryParse(Code, out _))
        {
            return NotFound();
        }

        Document = await mediator.Send(new GetDocument(Code), ct);
        return Page();
    }
}
