using DemoExam.Domain;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Conduct;

[Authorize(Policy = Policies.SeeExams)]
public sealed class GetClockModel(IMediator mediator) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    /// <summary>Only this group.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Group { get; set; }

    public ClockView Clock { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task Load(CancellationToken ct) => Clock = await mediator.Send(new GetClock(ExamId, Group), ct);
}
