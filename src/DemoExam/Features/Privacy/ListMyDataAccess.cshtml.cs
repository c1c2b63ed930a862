using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Privacy;

[Authorize(Policy = Policies.SignedIn)]
public sealed class ListMyDataAccessModel(IMediator mediator, CurrentUser user) : PageModel
{
    public IReadOnlyList<MyDataAccess> Rows { get; private set; } = [];

    public bool IsCandidate => user.CandidateId is not null;

    public async Task OnGet(CancellationToken ct) => Rows = await mediator.Send(new ListMyDataAccess(), ct);
}
