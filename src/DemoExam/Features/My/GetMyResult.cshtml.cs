using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.My;

[Authorize(Policy = Policies.BeCandidate)]
public sealed class GetMyResultModel(IMediator mediator) : PageModel
{
    public MyResult Result { get; private set; } = null!;

    public async Task OnGet(ExamId examId, CancellationToken ct) => Result = await mediator.Send(new GetMyResult(examId), ct);
}
