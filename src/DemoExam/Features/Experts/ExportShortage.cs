using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Experts;

/// <summary>The forecast of lacking experts as a table.</summary>
/// <param name="Forecast">As it was asked for just before.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportShortage(ShortageForecast Forecast, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportShortageHandler(Texts texts) : IRequestHandler<ExportShortage, TableFile>
{
    private static readonly string[] Columns = ["Month", "Code", "Package", "Exams", "Day", "Chiefs", "Scoring", "FreeChiefs", "Free", "Ending", "Lacking"];
    private static readonly int[] Widths = [16, 24, 36, 10, 14, 12, 12, 14, 14, 14, 12];

    public Task<TableFile> Handle(ExportShortage request, CancellationToken ct) => Task.FromResult(TableFile.Of(
        "expert-shortage",
        [
            new TableRow([.. Columns.Select(c => texts[$"Experts.Shortage.{c}"])], IsHeading: true),
            .. request.Forecast.Rows.Select(r => new TableRow(
                [Formats.Month(r.Month, texts.Culture), r.Code, texts.Name(r.Name, r.NameEn), r.Exams, TableFile.Day(r.Day), r.Chiefs, r.Scoring, r.FreeChiefs, r.Free, r.Ending, r.Lacking])),
        ],
        Widths, request.Format, texts.Culture));
}
