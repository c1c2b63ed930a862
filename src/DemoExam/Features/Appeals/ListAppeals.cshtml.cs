using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Appeals;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListAppealsModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<AppealRow> Appeals { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Appeals = await mediator.Send(new ListAppeals(), ct);
}
