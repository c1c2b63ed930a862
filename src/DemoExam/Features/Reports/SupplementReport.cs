using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>Results of a college's own people with the numbers of their passports, for the supplement of the diploma.</summary>
internal sealed partial class ReportFacts
{
    public async Task<(IReadOnlyList<string> Notes, IReadOnlyList<ReportTable> Tables)> SupplementReport(OrganisationId? house, DataAccess access, CancellationToken ct)
    {
        var rows = await (from result in Newest(Within(db.Exams.InRegionOf(user), period))
                          join exam in db.Exams on result.ExamId equals exam.Id
                          join person in PeopleOf(house) on result.CandidateId equals person.Id
                          orderby person.NameNorm, exam.FirstDay, exam.Number
                          select new
                          {
                              person.Id,
                              person.Name,
                              person.StudyGroup,
                              exam.PackageId,
                              exam.Level,
                              exam.FirstDay,
                              ExamId = exam.Id,
                              result.Total,
                              result.Maximum,
                              result.Grade,
                              Passport = db.Passports.Where(p => p.ExamId == exam.Id && p.CandidateId == person.Id && p.Status == PassportStatus.Issued).OrderByDescending(p => p.PassportVersion).Select(p => p.Number).FirstOrDefault(),
                          }).ToListAsync(ct);
        var packages = await PackagesOf(rows.Select(r => r.PackageId), ct);
        access.Note(PersonalDataKind.Export, rows.Select(r => r.Id));
        return (
            [texts["Reports.Note.Supplement"]],
            [
                new ReportTable(texts["Reports.People"],
                    [
                        Text("Reports.Person", 30), Text("Reports.Group", 12), Text("Reports.Speciality", 34), Text("Reports.Package", 22), Text("Reports.Level", 16), Text("Reports.Day", 12),
                        Number("Reports.Points", 9), Number("Reports.Maximum", 10), Number("Reports.GradeName", 9), Text("Reports.Passport", 18),
                    ],
                    [.. rows.Select(r => new ReportRow(
                        [r.Name.Full, r.StudyGroup, packages[r.PackageId].Speciality, packages[r.PackageId].Code, texts.Of(r.Level), Shared.Import.TableFile.Day(r.FirstDay), r.Total.Value, r.Maximum.Value, r.Grade, r.Passport],
                        $"/candidates/{r.Id}"))]),
            ]);
    }
}
