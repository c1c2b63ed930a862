using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed class GetCriterionGridModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Criterion { get; set; } = "";

    public CriterionGrid Grid { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Grid = await mediator.Send(new GetCriterionGrid(ExamId, Criterion), ct);
}
