using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed class ListMySheetsModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<BoardView> Boards { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Boards = await mediator.Send(new ListMySheets(), ct);
}
