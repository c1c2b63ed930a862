using DemoExam.Data;
using DemoExam.Domain.Experts;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>The exams of a list as a table: those that the user sees.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.SeeExams)]
public sealed record ExportExams(ListExams Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportExamsHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<ExportExams, TableFile>
{
    private static readonly int[] Widths = [20, 18, 26, 40, 22, 36, 18, 14, 14, 14, 14, 36];

    public async Task<TableFile> Handle(ExportExams request, CancellationToken ct)
    {
        var rows = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes().VisibleTo(user, db).Matching(request.Filter)
                          join package in db.Packages on exam.PackageId equals package.Id
                          join venue in db.Venues on exam.VenueId equals venue.Id
                          orderby exam.FirstDay descending, exam.Number descending
                          select new
                          {
                              exam.Number,
                              exam.Status,
                              package.Code,
                              package.Name,
                              exam.Level,
                              Venue = venue.Name,
                              venue.City,
                              exam.PreparatoryDay,
                              exam.FirstDay,
                              exam.LastDay,
                              Candidates = exam.Enrolments.Count,
                              Chief = exam.Duties.Where(d => d.Role == ExamRole.ChiefExpert).Select(d => d.ExpertId).FirstOrDefault(),
                          }).ToListAsync(ct);
        var chiefs = rows.Select(r => r.Chief).Distinct().ToList();
        var names = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => chiefs.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToDictionaryAsync(e => e.Id, e => e.Name.Full, ct);
        return TableFile.Of("exams",
            [
                new(
                [
                    texts["Exams.Number"], texts["Exams.State"], texts["Exams.Package"], texts["Exams.Export.Name"], texts["Exams.Level"], texts["Exams.Venue"], texts["Exams.Export.City"],
                    texts["Exams.Export.Preparatory"], texts["Exams.Export.First"], texts["Exams.Export.Last"], texts["Exams.Candidates"], texts["Exams.Chief"],
                ], IsHeading: true),
                .. rows.Select(e => new TableRow(
                [
                    e.Number, texts.Of(e.Status), e.Code, e.Name, texts.Of(e.Level), e.Venue, e.City, TableFile.Day(e.PreparatoryDay), TableFile.Day(e.FirstDay), TableFile.Day(e.LastDay), e.Candidates,
                    names.GetValueOrDefault(e.Chief),
                ])),
            ], Widths, request.Format, texts.Culture);
    }
}
