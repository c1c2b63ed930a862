using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Employers;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ListEmployerApplicationsModel(IMediator mediator) : PageModel
{
    public ListEmployerApplications Query { get; private set; } = new();

    public Slice<EmployerApplicationRow> Applications { get; private set; } = new([], null);

    public async Task OnGet([FromQuery] ListEmployerApplications query, CancellationToken ct)
    {
        Query = query;
        Applications = await mediator.Send(query, ct);
    }
}
