using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.ManagePassports)]
public sealed class ListPassportsModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public PassportStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public ExamId? ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<PassportRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGet(CancellationToken ct) => (Rows, Next) = await mediator.Send(new ListPassports(Search, ExamId, Status, After), ct);
}
