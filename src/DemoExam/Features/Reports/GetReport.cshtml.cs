using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Reports;

[Authorize(Policy = Policies.ReadCandidates)]
[ResponseCache(NoStore = true)]
public sealed class GetReportModel(IMediator mediator) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true, Name = "kind")]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public OrganisationId? OrganisationId { get; set; }

    public Report Report { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Organisations =>
    [
        .. Report.Kind == ReportKind.Gaps ? new[] { new SelectListItem("—", "") } : [],
        .. Report.Organisations.Select(o => new SelectListItem(o.Name, o.Id.ToString(), o.Id == Report.OrganisationId)),
    ];

    public async Task OnGet(CancellationToken ct)
    {
        Report = await mediator.Send(new GetReport(Report.KindOf(Kind), From, To, OrganisationId), ct);
        (From, To, OrganisationId) = (Report.Period.From, Report.Period.To, Report.OrganisationId);
    }

    public async Task<IActionResult> OnGetExport(string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportReport(await mediator.Send(new GetReport(Report.KindOf(Kind), From, To, OrganisationId), ct), ExportReport.FormatOf(format)), ct)).Download();

    /// <summary>The report of the present year, under the form with what was wrong.</summary>
    public async Task Load(CancellationToken ct) => Report = await mediator.Send(new GetReport(Report.KindOf(Kind)), ct);

    /// <summary>The bars of a table; all that it has when they are few enough to read.</summary>
    internal static IReadOnlyList<ChartPoint> Points(ReportTable table) => table.Chart is { } column && table.Rows.Count <= MostBars
        ? [.. table.Rows.Where(r => r.Cells[column] is not null).Select(r => new ChartPoint(r.Cells[0]?.ToString() ?? "", Convert.ToDecimal(r.Cells[column], System.Globalization.CultureInfo.InvariantCulture), r.IsFlagged ? Features.Shared.Kind.Warning : Features.Shared.Kind.Neutral))]
        : [];

    private const int MostBars = 40;
}
