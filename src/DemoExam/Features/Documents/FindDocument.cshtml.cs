using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Documents;

[Authorize(Policy = Policies.HandlePaper)]
public sealed class FindDocumentModel(IMediator mediator) : PageModel
{
    /// <summary>The code from the paper, as it was typed.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The code is well written, but belongs to nothing that the reader may see.</summary>
    public bool Unknown { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        try
        {
            return LocalRedirect($"~/documents/{(await mediator.Send(new GetDocument(Code ?? ""), ct)).Code}");
        }
        catch (NotFound)
        {
            Unknown = true;
            return Page();
        }
    }
}
