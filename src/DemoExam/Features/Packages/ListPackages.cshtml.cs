using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Packages;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListPackagesModel(IMediator mediator) : PageModel
{
    public ListPackages Query { get; private set; } = new();

    public Slice<PackageRow> Packages { get; private set; } = new([], null);

    public bool IsFiltered => Query with { After = null, Size = null } != new ListPackages();

    public async Task<IActionResult> OnGetExport([FromQuery] ListPackages query, string? format, CancellationToken ct) => (await mediator.Send(new ExportPackages(query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListPackages query, CancellationToken ct)
    {
        Query = query;
        Packages = await mediator.Send(query, ct);
    }
}
