using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Results;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetResultsModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public ExamResults Results { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Results = await mediator.Send(new GetResults(ExamId), ct);
}
