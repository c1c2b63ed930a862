using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.Administer)]
public sealed class ListLayoutsModel(IMediator mediator) : PageModel
{
    public Layouts Layouts { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Layouts = await mediator.Send(new ListLayouts(), ct);
}
