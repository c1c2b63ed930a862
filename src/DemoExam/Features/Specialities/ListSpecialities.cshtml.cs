using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Specialities;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListSpecialitiesModel(IMediator mediator) : PageModel
{
    public ListSpecialities Query { get; private set; } = new();

    public Slice<SpecialityRow> Specialities { get; private set; } = new([], null);

    public bool IsFiltered => Query with { After = null, Size = null } != new ListSpecialities();

    public async Task<IActionResult> OnGetExport([FromQuery] ListSpecialities query, string? format, CancellationToken ct) => (await mediator.Send(new ExportSpecialities(query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListSpecialities query, CancellationToken ct)
    {
        Query = query;
        Specialities = await mediator.Send(query, ct);
    }
}
