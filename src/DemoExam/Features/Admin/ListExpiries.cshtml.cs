using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Admin;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class ListExpiriesModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<Expiry> Rows { get; private set; } = [];


    public async Task OnGet(CancellationToken ct) => Rows = await mediator.Send(new ListExpiries(), ct);
}
