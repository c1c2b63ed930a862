using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Audit;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetAuditTrailModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public AuditFile Trail { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Trail = await mediator.Send(new GetAuditTrail(ExamId), ct);
}
