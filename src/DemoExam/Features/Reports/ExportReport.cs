using System.Globalization;
using DemoExam.Credentials.Pdf;
using DemoExam.Features.Passports;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Reports;

/// <summary>Form in which a report is given out.</summary>
public enum ReportFormat
{
    Csv = 1,
    Xlsx = 2,
    Pdf = 3,
}

/// <summary>A report as a table or as a document to print.</summary>
/// <param name="Report">As it was asked for just before.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportReport(Report Report, ReportFormat Format) : IQuery<TableFile>
{
    /// <summary>The format that an address names; XLSX when it names none.</summary>
    /// <exception cref="BadHttpRequestException">None of <c>csv</c>, <c>xlsx</c>, <c>pdf</c>.</exception>
    public static ReportFormat FormatOf(string? name) =>
        Enum.TryParse<ReportFormat>(name ?? nameof(ReportFormat.Xlsx), ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : throw new BadHttpRequestException("The format is csv, xlsx or pdf.");
}

internal sealed class ExportReportHandler(ReportPress press) : IRequestHandler<ExportReport, TableFile>
{
    public Task<TableFile> Handle(ExportReport request, CancellationToken ct) => Task.FromResult(press.Print(request.Report, request.Format));
}

/// <summary>Writes reports down, in the language of the reader.</summary>
internal sealed class ReportPress(FormPdf pdf, PublicAddress address, IOptions<IssuerOptions> issuer, TimeProvider time, Texts texts)
{
    private const int WidestColumn = 46;

    public TableFile Print(Report report, ReportFormat format)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{report.Name}-{report.Period.From:yyyyMMdd}-{report.Period.To:yyyyMMdd}");
        return format == ReportFormat.Pdf
            ? new TableFile(name + ".pdf", "application/pdf", Pdf(report))
            : TableFile.Of(name, Rows(report), Widths(report), format == ReportFormat.Csv ? TableFormat.Csv : TableFormat.Xlsx, texts.Culture);
    }

    private static int[] Widths(Report report) =>
        [.. Enumerable.Range(0, report.Tables.Max(t => t.Columns.Count)).Select(i => Math.Min(WidestColumn, report.Tables.Where(t => t.Columns.Count > i).Max(t => t.Columns[i].Width)))];

    private List<TableRow> Rows(Report report)
    {
        List<TableRow> rows = [new([report.Title], IsHeading: true), new([report.Scope]), new([Days(report)]), .. report.Notes.Select(note => new TableRow([note]))];
        foreach (var table in report.Tables)
        {
            rows.Add(new TableRow([]));
            rows.Add(new TableRow([table.Title], IsHeading: true));
            rows.Add(new TableRow([.. table.Columns.Select(c => c.Name)], IsHeading: true));
            rows.AddRange(table.Rows.Select(r => new TableRow(r.Cells, r.IsTotal)));
        }

        return rows;
    }

    private byte[] Pdf(Report report)
    {
        var now = time.GetUtcNow();
        var isRussian = texts.Culture.TwoLetterISOLanguageName == "ru";
        var other = texts.In(PagesSetup.CultureOf(isRussian ? "en" : "ru"));
        List<FormBlock> blocks = [new FormFacts([(texts["Reports.Whose"], report.Scope), (texts["Reports.Period"], Days(report)), .. report.Notes.Select((note, i) => (i == 0 ? texts["Reports.How"] : " ", note))])];
        foreach (var table in report.Tables)
        {
            blocks.Add(new FormText(table.Title));
            blocks.Add(table.Rows.Count == 0 ? new FormText(texts["Reports.Nothing"]) : new FormTable(
                [.. table.Columns.Select(c => new FormColumn(c.Name, c.Width / (c.IsNumber ? 1.3 : 2), c.IsNumber))],
                [.. table.Rows.Select(r => r.Cells.Select(cell => Report.Said(cell, texts.Culture)).ToList())]));
        }

        blocks.Add(new FormSignatures([(texts["Reports.Answerable"], "")], texts["Documents.Signature"], texts["Documents.SignatureName"]));
        return pdf.Render(new FormContent(
            Guid.CreateVersion7(), isRussian ? "ru" : "en", isRussian ? issuer.Value.Name : issuer.Value.NameEn, new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero),
            report.Scope, report.Title, other[$"Reports.{report.Kind}"], blocks, texts["Reports.Footer", report.MadeAt], texts["Documents.Page", "{0}", "{1}"],
            Days(report), texts["Reports.Period"], address.With($"/reports/{report.Name}?{Query(report)}"))).Bytes;
    }

    private string Days(Report report) => Formats.DateRange(report.Period.From, report.Period.To, texts.Culture);

    /// <summary>What leads back to the report.</summary>
    internal static string Query(Report report) => string.Create(CultureInfo.InvariantCulture,
        $"from={report.Period.From:yyyy-MM-dd}&to={report.Period.To:yyyy-MM-dd}{(report.OrganisationId is { } id ? $"&organisationId={id}" : "")}");
}
