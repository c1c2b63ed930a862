using DemoExam.Domain;
using DemoExam.Domain.Documents;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Documents;

[Authorize(Policy = Policies.HandlePaper)]
public sealed class ListDocumentsModel(IMediator mediator) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public DocumentList Documents { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostPrint(DocumentKind kind, bool? blank, string? language, CancellationToken ct)
    {
        var printed = await mediator.Send(new PrintDocument(ExamId, kind, blank ?? false, language ?? "ru"), ct);
        return LocalRedirect($"~/api/v1/documents/{printed.Code}/file");
    }

    public async Task Load(CancellationToken ct) => Documents = await mediator.Send(new ListDocuments(ExamId), ct);
}
