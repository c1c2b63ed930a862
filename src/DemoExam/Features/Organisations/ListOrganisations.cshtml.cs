using DemoExam.Domain.Organisations;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Organisations;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListOrganisationsModel(IMediator mediator, Texts texts) : PageModel
{
    public ListOrganisations Query { get; private set; } = new();

    public Slice<OrganisationRow> Organisations { get; private set; } = new([], null);

    public IEnumerable<SelectListItem> Kinds =>
    [
        new(texts["Organisations.Kind.Any"], ""),
        .. Enum.GetValues<OrganisationKind>().Select(kind => new SelectListItem(texts.Of(kind), kind.ToString(), kind == Query.Kind)),
    ];

    public async Task<IActionResult> OnGetExport([FromQuery] ListOrganisations query, string? format, CancellationToken ct) => (await mediator.Send(new ExportOrganisations(query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListOrganisations query, CancellationToken ct)
    {
        Query = query;
        Organisations = await mediator.Send(query, ct);
    }
}
