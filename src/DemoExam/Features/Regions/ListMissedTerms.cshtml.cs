using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Regions;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class ListMissedTermsModel(IMediator mediator) : PageModel
{
    public ListMissedTerms Query { get; private set; } = new();

    public MissedTermList List { get; private set; } = new(0, [], null);

    public async Task OnGet([FromQuery] ListMissedTerms query, CancellationToken ct)
    {
        Query = query;
        List = await mediator.Send(query, ct);
    }
}
