using System.Globalization;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class GetShortageModel(IMediator mediator) : PageModel
{
    public ShortageForecast Forecast { get; private set; } = null!;

    /// <summary>Lacking experts by package and month.</summary>
    public IReadOnlyList<HeatRow> Heat =>
        [.. Forecast.Rows.GroupBy(r => r.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new HeatRow(g.Key, [.. Forecast.Months.Select(m => g.Where(r => r.Month == m).Select(r => (decimal?)r.Lacking).FirstOrDefault())]))];

    /// <summary>The register of experts on that day.</summary>
    internal static string FreeAddress(ShortageRow row) => string.Create(CultureInfo.InvariantCulture, $"/experts?covers={Uri.EscapeDataString(row.Code)}&on={row.Day:yyyy-MM-dd}");

    public async Task OnGet(CancellationToken ct) => Forecast = await mediator.Send(new GetShortage(), ct);

    public async Task<IActionResult> OnGetExport(string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportShortage(await mediator.Send(new GetShortage(), ct), TableFormats.Of(format)), ct)).Download();
}
