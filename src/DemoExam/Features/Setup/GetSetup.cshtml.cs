using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Setup;

[Authorize(Policy = Policies.Administer)]
public sealed class GetSetupModel(IMediator mediator) : PageModel
{
    public SetupState State { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);
}
