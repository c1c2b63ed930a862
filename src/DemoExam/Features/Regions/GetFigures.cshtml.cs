using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Regions;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class GetFiguresModel(IMediator mediator) : PageModel
{
    public FiguresView View { get; private set; } = null!;

    public async Task OnGet(int? year, CancellationToken ct) => View = await mediator.Send(new GetFigures(year), ct);

    public async Task<IActionResult> OnGetExport(int? year, string? format, CancellationToken ct) => (await mediator.Send(new ExportFigures(year, TableFormats.Of(format)), ct)).Download();

    /// <summary>Tenths of the maximum as bins in per cent.</summary>
    internal static IReadOnlyList<Bin> Bins(IReadOnlyList<int> shares) => [.. shares.Select((count, i) => new Bin(i * 10, (i + 1) * 10, count))];
}
