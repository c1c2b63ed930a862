using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.HandlePaper)]
public sealed class GetPaperSheetsModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    /// <summary>Letter of the criterion; all without it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Only { get; set; }

    public PaperSheets Paper { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Paper = await mediator.Send(new GetPaperSheets(ExamId, Only), ct);
}
