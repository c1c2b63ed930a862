using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace DemoExam;

/// <summary>What <c>audit</c> proves beyond the trails: totals follow from the entries, and every result leads to one passport and every passport to its file.</summary>
internal static class InstallationAudit
{
    /// <summary>What is wrong with the results and passports of an exam, one sentence for each.</summary>
    public static async Task<IReadOnlyList<string>> Exam(DemoExamDb db, ExamId id, IReadOnlyList<ScoreSheet> sheets, IReadOnlyList<Result> results, CancellationToken ct)
    {
        var exam = await db.Exams.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, ct);
        var scales = await db.GradeScales.AsNoTracking().ToDictionaryAsync(s => s.Id, ct);
        var orders = await db.PassportOrders.AsNoTracking().Where(o => o.ExamId == id).ToListAsync(ct);
        var passports = await db.Passports.AsNoTracking().Where(p => p.ExamId == id).ToListAsync(ct);
        var findings = results.SelectMany(r => Totals(r, exam, package, scales, sheets)).ToList();
        findings.AddRange(results.Select(r => r.CandidateId).Distinct().SelectMany(c => OnePassport(c, [.. orders.Where(o => o.CandidateId == c)], [.. passports.Where(p => p.CandidateId == c)])));
        findings.AddRange(await Files(db, id, passports, ct));
        return findings;
    }

    /// <summary>What is wrong with what belongs to no single exam: places of the log, rows that point to nothing.</summary>
    public static async Task<IReadOnlyList<string>> Whole(DemoExamDb db, CancellationToken ct)
    {
        List<string> findings = [];
        var places = await db.LogEntries.Where(e => e.Place != null).OrderBy(e => e.Place).Select(e => e.Place!.Value).ToListAsync(ct);
        if (places.Count > 0 && places[^1] != places.Count - 1)
        {
            findings.Add($"log: {places[^1] + 1 - places.Count} lines are missing");
        }

        if (db.Database.IsSqlite())
        {
            // Servers keep foreign keys always; SQLite only for connections that ask for it.
            await db.Database.OpenConnectionAsync(ct);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA foreign_key_check";
            await using var reader = await command.ExecuteReaderAsync(ct);
            var orphans = new Dictionary<string, int>();
            while (await reader.ReadAsync(ct))
            {
                var what = $"{reader.GetString(0)}: rows point to {reader.GetString(2)} that is not there";
                orphans[what] = orphans.GetValueOrDefault(what) + 1;
            }

            findings.AddRange(orphans.Select(o => $"{o.Key} ({o.Value})"));
        }

        return findings;
    }

    private static IEnumerable<string> Totals(Result result, Exam exam, AssessmentPackage package, Dictionary<GradeScaleId, GradeScale> scales, IReadOnlyList<ScoreSheet> sheets)
    {
        var total = Marks.Zero;
        foreach (var criterion in package.CriteriaOf(exam.Scope))
        {
            var sheet = sheets.SingleOrDefault(s => s.CandidateId == result.CandidateId && s.CriterionId == criterion.Id);
            var marks = criterion.Aspects.Select(a => sheet?.StandingAt(result.FixedAt, a, package.Judgement).Mark).ToList();
            if (marks.Contains(null))
            {
                yield return $"result {result.Id}, version {result.Version}: CRITERION {criterion.Letter} HAS ASPECTS WITHOUT A MARK";
                yield break;
            }

            var module = marks.Select(m => m!.Value).Sum();
            total += module;
            if (result.Modules.SingleOrDefault(m => m.Code == criterion.Letter)?.Mark != module)
            {
                yield return $"result {result.Id}, version {result.Version}: CRITERION {criterion.Letter} RECOMPUTES TO {module}";
            }
        }

        if (result.Total != total)
        {
            yield return $"result {result.Id}, version {result.Version}: SAYS {result.Total}, RECOMPUTES TO {total}";
        }
        else if (scales[result.GradeScaleId].GradeFor(total, result.Maximum) is var grade && grade != result.Grade)
        {
            yield return $"result {result.Id}, version {result.Version}: GRADE {result.Grade}, RECOMPUTES TO {grade}";
        }
    }

    // A reason why no passport is in force can be seen by the office: it is under way, it failed, it was withdrawn.
    private static IEnumerable<string> OnePassport(CandidateId candidate, List<PassportOrder> orders, List<SkillsPassport> passports)
    {
        var inForce = passports.Count(p => p.IsLasting);
        var explained = orders.Exists(o => o.Status != PassportOrderStatus.Done) || passports.Exists(p => p.Status == PassportStatus.Revoked);
        if (inForce > 1)
        {
            yield return $"candidate {candidate}: {inForce} PASSPORTS IN FORCE";
        }
        else if (inForce == 0 && !explained)
        {
            yield return $"candidate {candidate}: NO PASSPORT AND NO REASON";
        }

        foreach (var order in orders.Where(o => o.Status == PassportOrderStatus.Done && !passports.Exists(p => p.OrderId == o.Id)))
        {
            yield return $"order {order.Number}: DONE WITHOUT A PASSPORT";
        }

        foreach (var passport in passports.Where(p => p.Status == PassportStatus.Superseded && !passports.Exists(n => n.Id == p.SupersededById)))
        {
            yield return $"passport {passport.Number}: REPLACED BY NOTHING";
        }
    }

    private static async Task<IReadOnlyList<string>> Files(DemoExamDb db, ExamId exam, List<SkillsPassport> passports, CancellationToken ct)
    {
        List<string> findings = [];
        var ids = passports.ConvertAll(p => p.Id);
        var lines = (await db.LogEntries.AsNoTracking().Where(e => ids.Contains(e.PassportId)).Select(e => new { e.PassportId, e.Kind }).ToListAsync(ct)).ToLookup(e => e.PassportId, e => e.Kind);
        foreach (var passport in passports)
        {
            // One file at a time: thousands of them don't fit into memory.
            var pdf = await db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.Pdf).SingleOrDefaultAsync(ct);
            if (pdf is null)
            {
                findings.Add($"passport {passport.Number}: NO DOCUMENT");
            }
            else if (Convert.ToHexStringLower(SHA256.HashData(pdf)) != (passport.StampedSha256 ?? passport.DocumentSha256))
            {
                findings.Add($"passport {passport.Number}: NOT THE DOCUMENT THAT WAS ISSUED");
            }

            if (!lines[passport.Id].Contains(LogEntryKind.Issue))
            {
                findings.Add($"passport {passport.Number}: NOT IN THE LOG");
            }

            if (passport.Status == PassportStatus.Revoked && !lines[passport.Id].Contains(LogEntryKind.Revoke))
            {
                findings.Add($"passport {passport.Number}: ITS REVOCATION IS NOT IN THE LOG");
            }
        }

        var evidence = await db.Evidence.AsNoTracking().Where(e => e.ExamId == exam && e.PhotoType != null && !db.EvidencePhotos.Any(p => p.EvidenceId == e.Id)).Select(e => e.Id).ToListAsync(ct);
        findings.AddRange(evidence.Select(e => $"evidence {e}: NO PHOTO"));
        return findings;
    }
}
