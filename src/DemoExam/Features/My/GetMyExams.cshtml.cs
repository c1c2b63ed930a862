using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.My;

[Authorize(Policy = Policies.BeCandidate)]
public sealed class GetMyExamsModel(IMediator mediator) : PageModel
{
    public MyExams Mine { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Mine = await mediator.Send(new GetMyExams(), ct);
}
