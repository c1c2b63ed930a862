using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Setup;

/// <summary>The key that was made at the first start or named by the settings. A private key never travels through a browser.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed class SetUpKeyModel(IMediator mediator) : PageModel
{
    public SetupState State { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);
}
