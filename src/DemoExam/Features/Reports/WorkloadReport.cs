using System.Globalization;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Experts;
using DemoExam.Features.Regions;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>What experts did, by role: the basis of their payment.</summary>
internal sealed partial class ReportFacts
{
    public async Task<(IReadOnlyList<string> Notes, IReadOnlyList<ReportTable> Tables)> WorkloadReport(DataAccess access, CancellationToken ct)
    {
        var exams = Within(db.Exams.CountedFor(user), period);
        var held = await exams.Select(e => new { e.Id, e.Number, e.PreparatoryDay, e.FirstDay, e.LastDay }).ToDictionaryAsync(e => e.Id, ct);
        var duties = await exams.SelectMany(e => e.Duties, (e, d) => new { ExamId = e.Id, d.ExpertId, d.Role, d.EndedAt }).Where(d => d.EndedAt == null).ToListAsync(ct);
        var minutes = (await exams.SelectMany(e => e.Groups, (e, g) => new { ExamId = e.Id, g.DurationMinutes, g.StartedAt, g.FinishedAt }).ToListAsync(ct))
            .GroupBy(g => g.ExamId).ToDictionary(g => g.Key, g => g.Sum(x => x is { StartedAt: { } start, FinishedAt: { } end } ? (int)Math.Round((end - start).TotalMinutes) : x.DurationMinutes));
        var scored = (await (from sheet in db.ScoreSheets.IgnoreAutoIncludes()
                             where exams.Any(e => e.Id == sheet.ExamId)
                             from entry in sheet.Entries
                             select new { entry.ExpertId, sheet.ExamId, sheet.CandidateId }).Distinct()
                .GroupBy(x => new { x.ExpertId, x.ExamId }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct))
            .ToDictionary(x => (x.Key.ExpertId, x.Key.ExamId), x => x.Count);
        var ids = duties.Select(d => d.ExpertId).Distinct().ToList();
        var people = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name, e.NameNorm, e.EmployerId }).ToDictionaryAsync(e => e.Id, ct);
        var houses = await NamesOf(people.Values.Select(p => p.EmployerId), ct);
        access.NoteExperts(PersonalDataKind.List, ids);

        var lines = duties.Select(d => (d.ExpertId, d.Role, Exam: held[d.ExamId], Minutes: minutes.GetValueOrDefault(d.ExamId), Scored: scored.GetValueOrDefault((d.ExpertId, d.ExamId))))
            .OrderBy(l => people[l.ExpertId].NameNorm, StringComparer.Ordinal).ThenBy(l => l.ExpertId.Value).ThenBy(l => l.Role).ThenBy(l => l.Exam.FirstDay).ThenBy(l => l.Exam.Number, StringComparer.Ordinal).ToList();
        var sums = lines.GroupBy(l => (l.ExpertId, l.Role)).Select(g => new ReportRow(
        [
            people[g.Key.ExpertId].Name.Full, houses[people[g.Key.ExpertId].EmployerId], texts.Of(g.Key.Role), g.Count(),
            Prepares(g.Key.Role) ? g.Select(l => l.Exam.PreparatoryDay).Distinct().Count() : 0,
            g.SelectMany(l => DaysOf(l.Exam.FirstDay, l.Exam.LastDay)).Distinct().Count(), Hours(g.Sum(l => l.Minutes)), g.Sum(l => l.Scored),
        ], $"/experts/{g.Key.ExpertId}")).ToList();
        return (
            [texts["Reports.Note.Workload"]],
            [
                new ReportTable(texts["Reports.ByExpert"],
                    [Text("Reports.Expert", 30), Text("Reports.Employer", 24), Text("Reports.Role", 18), Number("Reports.Exams"), Number("Reports.PreparatoryDays"), Number("Reports.ExamDays"), Number("Reports.Hours"), Number("Reports.Scored")], sums),
                new ReportTable(texts["Reports.ByExpertAndExam"],
                    [Text("Reports.Expert", 30), Text("Reports.Role", 18), Text("Reports.Exam", 18), Text("Reports.DaysOfExam", 20), Number("Reports.Hours"), Number("Reports.Scored")],
                    [.. lines.Select(l => new ReportRow([people[l.ExpertId].Name.Full, texts.Of(l.Role), l.Exam.Number, Day(l.Exam.FirstDay) + (l.Exam.LastDay == l.Exam.FirstDay ? "" : $"–{Day(l.Exam.LastDay)}"), Hours(l.Minutes), l.Scored], $"/exams/{l.Exam.Id}"))]),
            ]);

        // Scoring experts come on the day; the others make the venue ready.
        static bool Prepares(ExamRole role) => role is ExamRole.ChiefExpert or ExamRole.TechnicalExpert;

        static decimal Hours(int of) => decimal.Round(of / 60m, 1, MidpointRounding.AwayFromZero);

        static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
    }
}
