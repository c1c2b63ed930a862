using System.Security.Cryptography;
using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Passports;
using Microsoft.EntityFrameworkCore;

namespace DemoExam;

/// <summary>What the audit found in one exam.</summary>
/// <param name="Records">Its trail.</param>
/// <param name="Trail">What is wrong with the trail.</param>
/// <param name="Contents">What is wrong with sheets, results and passports, one sentence for each.</param>
internal sealed record ExamFindings(IReadOnlyList<AuditRecord> Records, IReadOnlyList<AuditFinding> Trail, IReadOnlyList<string> Contents);

/// <summary>What <c>audit</c> proves of an installation: trails are whole, totals follow from the entries, every result leads to one passport and every passport to its file.</summary>
internal static class InstallationAudit
{
    /// <summary>What is wrong with an exam.</summary>
    public static async Task<ExamFindings> Exam(DemoExamDb db, ExamId id, CancellationToken ct)
    {
        var records = await db.AuditRecords.AsNoTracking().Where(r => r.ExamId == id).OrderBy(r => r.Number).ToListAsync(ct);
        var sheets = await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == id).ToListAsync(ct);
        var results = await db.Results.AsNoTracking().Where(r => r.ExamId == id).ToListAsync(ct);
        var protocols = await db.ResultProtocols.AsNoTracking().Where(p => p.ExamId == id).ToListAsync(ct);
        var exam = await db.Exams.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, ct);
        var scales = await db.GradeScales.AsNoTracking().ToDictionaryAsync(s => s.Id, ct);
        var orders = await db.PassportOrders.AsNoTracking().Where(o => o.ExamId == id).ToListAsync(ct);
        var passports = await db.Passports.AsNoTracking().Where(p => p.ExamId == id).ToListAsync(ct);
        List<string> findings =
        [
            .. Locked(records, sheets, results),
            .. results.SelectMany(r => Totals(r, exam, package, scales, sheets)),
            .. Protocols(protocols, results),
            .. results.GroupBy(r => r.CandidateId).SelectMany(c => OnePassport([.. c], [.. orders.Where(o => o.CandidateId == c.Key)], [.. passports.Where(p => p.CandidateId == c.Key)])),
            .. passports.SelectMany(p => Said(p, results)),
            .. await Files(db, id, passports, ct),
        ];
        return new ExamFindings(records, AuditChain.Check(records), findings);
    }

    /// <summary>What is wrong with what belongs to no single exam: the log, the status lists, rows that point to nothing.</summary>
    public static async Task<IReadOnlyList<string>> Whole(DemoExamDb db, CancellationToken ct)
    {
        // Whatever it ever signed with: what a key signed before it was revoked stays what it was.
        var keys = (await GetIssuerKeysHandler.Read(db, ct)).Select(k => k.Key).ToList();
        return [.. await PublishedAudit.Log(db, keys, ct), .. await PublishedAudit.StatusLists(db, keys, ct), .. await OrphanAudit.Find(db, ct)];
    }

    // The trail holds the fingerprints of what was locked; a record that was changed proves nothing.
    private static IEnumerable<string> Locked(List<AuditRecord> records, List<ScoreSheet> sheets, List<Result> results)
    {
        var contents = records.Where(r => r.Hash == r.ComputeHash()).SelectMany(r => r.Facts).Where(f => f.Key.Contains(':', StringComparison.Ordinal)).GroupBy(f => f.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        return sheets.Where(s => s.Status == ScoreSheetStatus.Locked && contents.GetValueOrDefault($"content:{s.Id}") != s.ContentHash()).Select(s => $"sheet {s.Id}")
            .Concat(results.Where(r => contents.GetValueOrDefault($"result:{r.Id}") != r.ContentHash()).Select(r => $"result {r.Id}, version {r.Version}"))
            .Select(what => $"{what}: NOT WHAT WAS LOCKED");
    }

    private static IEnumerable<string> Totals(Result result, Exam exam, AssessmentPackage package, Dictionary<GradeScaleId, GradeScale> scales, List<ScoreSheet> sheets)
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

    private static IEnumerable<string> Protocols(List<ResultProtocol> protocols, List<Result> results)
    {
        var byId = results.ToDictionary(r => r.Id);
        return protocols.Where(p => p.Results.Any(r => !byId.ContainsKey(r)) || new ResultProtocol(p.Id, p.ExamId, p.Edition, p.Results.Select(r => byId[r]), p.FixedAt).ContentHash != p.ContentHash)
            .Select(p => $"protocol, edition {p.Edition}: NOT WHAT WAS FIXED");
    }

    // A reason why no passport is in force can be seen by the office: it is under way, it failed, it was withdrawn.
    private static IEnumerable<string> OnePassport(List<Result> results, List<PassportOrder> orders, List<SkillsPassport> passports)
    {
        var latest = results.MaxBy(r => r.Version)!;
        var inForce = passports.FindAll(p => p.IsLasting);
        var underWay = orders.Exists(o => o.Status != PassportOrderStatus.Done);
        if (inForce.Count > 1)
        {
            yield return $"result {latest.Id}, version {latest.Version}: {inForce.Count} PASSPORTS IN FORCE ({string.Join(", ", inForce.Select(p => p.Number).Order(StringComparer.Ordinal))})";
        }
        else if (inForce.Count == 0 && !underWay && !passports.Exists(p => p.Status == PassportStatus.Revoked))
        {
            yield return $"result {latest.Id}, version {latest.Version}: NO PASSPORT AND NO REASON";
        }
        else if (inForce is [var one] && !underWay && results.Find(r => r.Id == one.ResultId)?.SaysTheSameAs(latest) != true)
        {
            yield return $"passport {one.Number}: NOT OF THE RESULT THAT HOLDS, VERSION {latest.Version}";
        }

        foreach (var order in orders.Where(o => o.Status == PassportOrderStatus.Done && !passports.Exists(p => p.OrderId == o.Id)))
        {
            yield return $"order {order.Number}: DONE WITHOUT A PASSPORT";
        }

        foreach (var passport in passports.Where(p => p.Status == PassportStatus.Superseded && !passports.Exists(n => n.Id == p.SupersededById)))
        {
            yield return $"passport {passport.Number}: REPLACED BY NOTHING";
        }

        foreach (var passport in passports.Where(p => !orders.Exists(o => o.Id == p.OrderId && o.PassportId == p.Id && o.Status == PassportOrderStatus.Done && o.Number == p.Number)))
        {
            yield return $"passport {passport.Number}: NOT WHAT WAS ORDERED";
        }
    }

    private static IEnumerable<string> Said(SkillsPassport passport, List<Result> results)
    {
        if (results.Find(r => r.Id == passport.ResultId) is not { } result || result.CandidateId != passport.CandidateId)
        {
            yield return $"passport {passport.Number}: OF NO RESULT OF ITS CANDIDATE";
        }
        else if ((passport.Facts.Total, passport.Facts.Maximum) != (result.Total, result.Maximum))
        {
            yield return $"passport {passport.Number}: SAYS {passport.Facts.Total} OF {passport.Facts.Maximum}, ITS RESULT {result.Total} OF {result.Maximum}";
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
            var document = await db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => new { d.Pdf, d.OpenBadge }).SingleOrDefaultAsync(ct);
            if (document is null)
            {
                findings.Add($"passport {passport.Number}: NO DOCUMENT");
            }
            else if (Convert.ToHexStringLower(SHA256.HashData(document.Pdf)) != (passport.StampedSha256 ?? passport.DocumentSha256)
                || LogLeaf.CommitmentTo(passport.Token, document.OpenBadge, LogLeaf.SignedDigest(document.Pdf)) != passport.LogCommitment)
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
