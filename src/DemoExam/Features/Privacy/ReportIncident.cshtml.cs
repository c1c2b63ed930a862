using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Privacy;

/// <summary>The file of an incident; the form names the moments by the clock of Moscow.</summary>
[Authorize(Policy = Policies.Administer)]
[ResponseCache(NoStore = true)]
public sealed class ReportIncidentModel(IMediator mediator) : PageModel
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    public async Task<IActionResult> OnGet(DateTime from, DateTime to, string? account, CancellationToken ct)
    {
        if (from == default || to < from)
        {
            return RedirectToPage("/Privacy/ListDataAccess");
        }

        var file = await mediator.Send(new ReportIncident(At(from), At(to), account, TableFormat.Xlsx), ct);
        return File(file.Content, file.ContentType, file.Name);
    }

    private static DateTimeOffset At(DateTime clock) => new DateTimeOffset(DateTime.SpecifyKind(clock, DateTimeKind.Unspecified), Moscow.GetUtcOffset(clock)).ToUniversalTime();
}
