using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>Reads what people have made of the state final attestation so far.</summary>
internal static class AttemptLoading
{
    /// <summary>Attempts of candidates, with those of entries that were merged into theirs. Candidates without any are left out.</summary>
    /// <param name="db">The database.</param>
    /// <param name="candidates">Entries that count.</param>
    /// <param name="subject">Only in this speciality; null for all.</param>
    /// <param name="ct">To stop.</param>
    public static async Task<IReadOnlyList<CandidateAttempts>> LoadAttempts(this DemoExamDb db, IReadOnlyCollection<CandidateId> candidates, string? subject, CancellationToken ct)
    {
        var entries = await db.Candidates.AsNoTracking().Where(c => candidates.Contains(c.Id) || (c.MergedInto != null && candidates.Contains(c.MergedInto.Value))).ToListAsync(ct);
        var personOf = entries.ToDictionary(c => c.Id, c => c.MergedInto is { } kept && candidates.Contains(kept) ? kept : c.Id);
        var ids = personOf.Keys.ToList();
        var rows = await (
            from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes()
            where exam.Type == ExamType.StateAttestation
            join package in db.Packages on exam.PackageId equals package.Id
            where subject == null || package.SpecialityCode == subject || (package.SpecialityCode == "" && package.Code == subject)
            from enrolment in exam.Enrolments
            where ids.Contains(enrolment.CandidateId) && enrolment.Outcome != ParticipationOutcome.Expected && enrolment.Outcome != ParticipationOutcome.Moved
            select new
            {
                enrolment.CandidateId, exam.Id, exam.Number, exam.LastDay, exam.Status, enrolment.Outcome, package.SpecialityCode, package.SpecialityName, package.SpecialityNameEn, package.Code,
                Result = db.Results.Where(r => r.ExamId == exam.Id && r.CandidateId == enrolment.CandidateId).OrderByDescending(r => r.Version).Select(r => new { r.Grade, r.GradeScaleId }).FirstOrDefault(),
            }).ToListAsync(ct);
        var scaleIds = rows.Where(r => r.Result is not null).Select(r => r.Result!.GradeScaleId).Distinct().ToList();
        var lowest = await db.GradeScales.AsNoTracking().Where(s => scaleIds.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Bounds[0].Grade, ct);
        var permissions = entries.SelectMany(e => e.Retakes.Select(p => (Person: personOf[e.Id], Permission: p))).ToLookup(x => (x.Person, x.Permission.Subject), x => x.Permission);

        return
        [
            .. from row in rows
               let end = row.Outcome switch
               {
                   ParticipationOutcome.Absent => AttemptEnd.Absent,
                   ParticipationOutcome.Removed => AttemptEnd.Removed,
                   ParticipationOutcome.Excused or ParticipationOutcome.Annulled => AttemptEnd.Excused,
                   // Nobody has failed before the results are fixed.
                   _ => !row.Status.HasResults || row.Result is null ? (AttemptEnd?)null : row.Result.Grade == lowest[row.Result.GradeScaleId] ? AttemptEnd.Failed : AttemptEnd.Passed,
               }
               where end is not null
               orderby row.LastDay
               group (Row: row, Attempt: new Attempt(row.Id, row.Number, row.LastDay, end.Value)) by
                   (Person: personOf[row.CandidateId], Subject: row.SpecialityCode.Length > 0 ? row.SpecialityCode : row.Code) into attempts
               select new CandidateAttempts(attempts.Key.Person, attempts.Key.Subject, attempts.Last().Row.SpecialityName, attempts.Last().Row.SpecialityNameEn,
                   new AttemptHistory([.. attempts.Select(a => a.Attempt)], [.. permissions[attempts.Key].OrderBy(p => p.Day)])),
        ];
    }
}

/// <summary>A candidate's attempts in one speciality.</summary>
/// <param name="Candidate">The entry that counts.</param>
/// <param name="Subject">Code of the speciality, or of the package when it has none.</param>
public sealed record CandidateAttempts(CandidateId Candidate, string Subject, string Speciality, string SpecialityEn, AttemptHistory History);
