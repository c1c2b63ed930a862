using DemoExam.Features.Packages;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListVenuesModel(IMediator mediator, Texts texts) : PageModel
{
    public ListVenues Query { get; private set; } = new();

    public Slice<VenueRow> Venues { get; private set; } = new([], null);

    public IReadOnlyList<SelectListItem> Packages { get; private set; } = [];

    public IEnumerable<SelectListItem> Kinds => Choices("Venues.Kinds.Any", Query.Kind);

    public IEnumerable<SelectListItem> Levels => Choices("Venues.Level.Any", Query.Level);

    public IEnumerable<SelectListItem> States => Choices("Venues.State.Any", Query.State);

    public bool IsFiltered => Query with { After = null, Size = null } != new ListVenues();

    public async Task<IActionResult> OnGetExport([FromQuery] ListVenues query, string? format, CancellationToken ct) => (await mediator.Send(new ExportVenues(query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListVenues query, CancellationToken ct)
    {
        Query = query;
        Venues = await mediator.Send(query, ct);
        Packages =
        [
            new(texts["Venues.Package.Any"], ""),
            .. (await mediator.Send(new ListPackages(OnlyNewest: true, Size: SliceSize.Most), ct)).Items
                .Select(p => new SelectListItem($"{p.Code} · {texts.Name(p.Name, p.NameEn)}", p.Code, p.Code == query.Package)),
        ];
    }

    private IEnumerable<SelectListItem> Choices<T>(string any, T? chosen) where T : struct, Enum =>
        Enum.GetValues<T>().Select(member => new SelectListItem(texts.Of(member), member.ToString(), member.Equals(chosen)))
            .Prepend(new SelectListItem(texts[any], ""));
}
