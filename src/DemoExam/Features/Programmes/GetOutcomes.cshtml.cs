using DemoExam.Domain.Programmes;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class GetOutcomesModel(IMediator mediator, Texts texts) : PageModel
{
    public OutcomeFigures Figures { get; private set; } = null!;

    public IReadOnlyList<int> Years { get; private set; } = [];

    public IReadOnlyList<ChartPoint> Chart =>
    [
        new(texts.Of(OutcomeKind.Employed), Figures.All.Employed), new(texts.Of(OutcomeKind.SelfEmployed), Figures.All.SelfEmployed),
        new(texts.Of(OutcomeKind.Studying), Figures.All.Studying), new(texts.Of(OutcomeKind.NotEmployed), Figures.All.NotEmployed),
        new(texts["Programmes.Unknown"], Figures.All.Trained - Figures.All.Known),
    ];

    public async Task OnGet(int? year, CancellationToken ct)
    {
        Figures = await mediator.Send(new GetOutcomes(year), ct);
        Years = (await mediator.Send(new ListProgrammes(Figures.Year), ct)).Years;
    }

    public async Task<IActionResult> OnGetExport(int? year, string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportOutcomes(await mediator.Send(new GetOutcomes(year), ct), TableFormats.Of(format)), ct)).Download();
}
