using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain.Exams;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Regions;

/// <summary>The figures of a year beside the year before as a table: group of figures, what, this year, the year before.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportFigures(int? Year, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportFiguresHandler(DemoExamDb db, ReadBeside beside, CurrentUser user, TimeProvider time, Texts texts) : IRequestHandler<ExportFigures, TableFile>
{
    private static readonly int[] Widths = [30, 30, 14, 14];

    public async Task<TableFile> Handle(ExportFigures request, CancellationToken ct)
    {
        var year = request.Year ?? time.GetUtcNow().Year;
        var (now, before) = await db.FiguresOfTwoYears(beside, other => other.Exams.AsNoTracking().CountedFor(user), year, ct);
        var months = Enumerable.Range(0, 12).ToList();
        var grades = now.Grades.Concat(before.Grades).Select(g => g.Grade).Distinct().OrderDescending(StringComparer.Ordinal);
        List<TableRow> rows =
        [
            new([texts["Region.Group"], texts["Region.What"], year, year - 1], IsHeading: true),
            .. months.Select(i => Row("Region.Exams", Formats.MonthName(i + 1), now.Months[i].Exams, before.Months[i].Exams)),
            .. months.Select(i => Row("Region.Candidates", Formats.MonthName(i + 1), now.Months[i].Candidates, before.Months[i].Candidates)),
            .. grades.Select(grade => Row("Region.Grades", grade, CountOf(now, grade), CountOf(before, grade))),
            .. now.Shares.Select((count, i) => Row("Region.Shares", string.Create(CultureInfo.InvariantCulture, $"{i * 10}–{(i + 1) * 10} %"), count, before.Shares[i])),
            Row("Region.Passports", "", now.Passports, before.Passports),
            Row("Region.Checks", "", now.Checks, before.Checks),
            .. Enum.GetValues<Milestone>().Where(what => Missed(now, what) + Missed(before, what) > 0).Select(what => Row("Region.Missed", texts.Of(what), Missed(now, what), Missed(before, what))),
        ];
        return TableFile.Of(string.Create(CultureInfo.InvariantCulture, $"figures-{year}"), rows, Widths, request.Format, texts.Culture);
    }

    private TableRow Row(string group, string what, int now, int before) => new([texts[group], what, now, before]);

    private static int Missed(YearFigures figures, Milestone what) => figures.Missed.FirstOrDefault(m => m.What == what)?.Count ?? 0;

    private static int CountOf(YearFigures figures, string grade) => figures.Grades.FirstOrDefault(g => g.Grade == grade)?.Count ?? 0;
}

internal static class FiguresBoundary
{
    /// <summary>Exams of the region for its operator and administrators, of the own organisation for its organisers.</summary>
    public static IQueryable<Exam> CountedFor(this IQueryable<Exam> exams, CurrentUser user) =>
        user.IsOfTheRegion() ? exams.InRegionOf(user) : exams.InRegionOf(user).Where(e => e.OrganiserId == user.OrganisationId);

    public static bool IsOfTheRegion(this CurrentUser user) => user.Is(Roles.Administrator) || user.Is(Roles.RegionalOperator);
}
