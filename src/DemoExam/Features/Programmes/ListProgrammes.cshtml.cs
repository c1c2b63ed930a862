using System.Globalization;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class ListProgrammesModel(IMediator mediator, Texts texts) : PageModel
{
    public ListProgrammes Query { get; private set; } = new();

    public ProgrammeList List { get; private set; } = new(0, [], []);

    public IEnumerable<SelectListItem> Kinds =>
    [
        new(texts["Programmes.Kind.Any"], ""),
        .. Enum.GetValues<ProgrammeKind>().Select(kind => new SelectListItem(texts.Of(kind), kind.ToString(), kind == Query.Kind)),
    ];

    public IEnumerable<SelectListItem> Years => List.Years.Select(year => year.ToString(CultureInfo.InvariantCulture)).Select(year => new SelectListItem(year, year, year == List.Year.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Share of employed, with what was asked for behind it.</summary>
    public static string Employed(OutcomeCount fact, int? target, Texts texts) =>
        fact.EmployedPercent is not { } percent ? "—" : target is { } asked ? texts["Programmes.Percent.OfTarget", percent, asked] : texts["Programmes.Percent", percent];

    public async Task<IActionResult> OnGetExport([FromQuery] ListProgrammes query, string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportProgrammes(await mediator.Send(query, ct), TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListProgrammes query, CancellationToken ct)
    {
        Query = query;
        List = await mediator.Send(query, ct);
    }
}
