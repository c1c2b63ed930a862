using System.Globalization;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>What came of the trainings of a year as a table; the same figures as <see cref="GetOutcomes"/>.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportOutcomes(OutcomeFigures Figures, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportOutcomesHandler(Texts texts) : IRequestHandler<ExportOutcomes, TableFile>
{
    private static readonly int[] Widths = [24, 60, 12, 12, 14, 12, 14, 14];

    public Task<TableFile> Handle(ExportOutcomes request, CancellationToken ct)
    {
        var figures = request.Figures;
        List<TableRow> rows =
        [
            new([texts["Programmes.Group"], texts["Programmes.What"], texts["Programmes.Trained"], texts.Of(Domain.Programmes.OutcomeKind.Employed), texts.Of(Domain.Programmes.OutcomeKind.SelfEmployed),
                texts.Of(Domain.Programmes.OutcomeKind.Studying), texts.Of(Domain.Programmes.OutcomeKind.NotEmployed), texts["Programmes.EmployedPercent"]], IsHeading: true),
            Row("Programmes.All", "", figures.All),
            .. Rows("Programmes.ByProgramme", figures.Programmes), .. Rows("Programmes.ByOrganisation", figures.Organisations),
            .. Rows("Programmes.ByPackage", figures.Packages), .. Rows("Programmes.ByVenue", figures.Venues),
        ];
        return Task.FromResult(TableFile.Of(string.Create(CultureInfo.InvariantCulture, $"outcomes-{figures.Year}"), rows, Widths, request.Format, texts.Culture));
    }

    private IEnumerable<TableRow> Rows(string group, IReadOnlyList<OutcomeRow> rows) => rows.Select(r => Row(group, texts.Name(r.Name, r.NameEn), r.Count));

    private TableRow Row(string group, string what, OutcomeCount c) => new([texts[group], what, c.Trained, c.Employed, c.SelfEmployed, c.Studying, c.NotEmployed, c.EmployedPercent]);
}
