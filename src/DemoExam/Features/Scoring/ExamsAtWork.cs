using System.Collections.Concurrent;
using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The exams that are being scored, kept in memory between marks: loading one took four tenths of the time of a mark. Before each use the database is asked whether
/// anything that marks depend on has changed since, at this node or another; so nobody scores by what was true a moment ago.
/// </summary>
internal sealed class ExamsAtWork(BareConnections connections, MarkingSchemes schemes)
{
    /// <summary>
    /// What changes with the exam, its experts, its candidates or the tree of organisations. Every change of theirs raises a version, and none is ever lowered, so equal
    /// sums mean that nothing has changed. Seen by the test of the plans.
    /// </summary>
    internal const string StateOf = """
        SELECT "e"."Version",
               (SELECT SUM("x"."Version") FROM "ExpertDuties" AS "d" JOIN "Experts" AS "x" ON "x"."Id" = "d"."ExpertId" WHERE "d"."ExamId" = "e"."Id"),
               (SELECT SUM("c"."Version") FROM "Enrolments" AS "n" JOIN "Candidates" AS "c" ON "c"."Id" = "n"."CandidateId" WHERE "n"."ExamId" = "e"."Id"),
               (SELECT SUM("o"."Version" + 1) FROM "Organisations" AS "o")
        FROM "Exams" AS "e" WHERE "e"."Id" = @asked
        """;

    // More than are scored at the same time in the largest region; who goes is loaded again when needed.
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<ExamId, (string State, KnownExam Exam)> _kept = new();

    /// <summary>Opens the exam for an expert who has a duty in it; to everybody else there is no such exam.</summary>
    public async Task<ExamAtWork> Open(DemoExamDb db, CurrentUser user, ExamId id, CancellationToken ct)
    {
        var me = user.RequireExpert();
        return await As(me, await Known(db, id, await State(id, ct), ct), db, ct);
    }

    /// <summary>What the exam depends on, as it is now. Asked before <see cref="Known"/>, so that what changes meanwhile is seen by the next who asks.</summary>
    public async Task<string> State(ExamId id, CancellationToken ct) => NotFound.Unless(
        await connections.First(StateOf, id.Value, row => string.Join('/', Enumerable.Range(0, row.FieldCount).Select(i => Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))), ct), "exam", id);

    /// <summary>The exam as it was in this state, or later.</summary>
    public async Task<KnownExam> Known(DemoExamDb db, ExamId id, string state, CancellationToken ct)
    {
        if (!_kept.TryGetValue(id, out var kept) || kept.State != state)
        {
            kept = (state, await KnownExam.Load(db, id, ct));
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            _kept[id] = kept;
        }

        return kept.Exam;
    }

    /// <summary>The sheet on which a mark belongs, by what is in memory: a sheet keeps its id as long as it lives. Null when it is not known here.</summary>
    public ScoreSheetId? SheetOf(ExamId id, CandidateId candidate, AspectId aspect) =>
        _kept.TryGetValue(id, out var kept) && kept.Exam is { Exam: var exam, Sheets: var sheets }
        && schemes.Known(exam.PackageId)?.CriteriaOf(exam.Scope).FirstOrDefault(c => c.Aspects.Any(a => a.Id == aspect)) is { } criterion
        && sheets.TryGetValue((candidate, criterion.Id), out var sheet) ? sheet : null;

    /// <summary>The exam for an expert who has a duty in it; to everybody else there is no such exam.</summary>
    public async Task<ExamAtWork> As(ExpertId me, KnownExam exam, DemoExamDb db, CancellationToken ct)
    {
        NotFound.Unless(exam.Exam.Duties.FirstOrDefault(d => d.ExpertId == me), "exam", exam.Exam.Id);
        return new ExamAtWork(exam, await schemes.Of(exam.Exam.PackageId, db, ct), me);
    }
}

/// <summary>An exam with the people in it, as its database had it at one moment. Shared by all who ask, so nothing in it may be changed.</summary>
internal sealed class KnownExam
{
    private KnownExam(
        Exam exam, Dictionary<CandidateId, Candidate> candidates, Dictionary<ExpertId, Expert> experts, OrganisationTree organisations,
        Dictionary<(CandidateId, CriterionId), ScoreSheetId> sheets)
    {
        Sheets = sheets;
        Exam = exam;
        Experts = experts;
        Organisations = organisations;
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        Seats = [.. exam.Enrolments
            .OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace)
            .Select((e, i) => new Seat(i + 1, candidates[e.CandidateId], groups[e.GroupId], e.Workplace, e.Outcome))];
    }

    public Exam Exam { get; }

    /// <summary>Those with a duty in the exam.</summary>
    public IReadOnlyDictionary<ExpertId, Expert> Experts { get; }

    public OrganisationTree Organisations { get; }

    /// <summary>Everybody enrolled, numbered through by group and workplace.</summary>
    public IReadOnlyList<Seat> Seats { get; }

    /// <summary>The sheets that there were; they are made when the exam starts, and each keeps its id.</summary>
    public IReadOnlyDictionary<(CandidateId Candidate, CriterionId Criterion), ScoreSheetId> Sheets { get; }

    public static async Task<KnownExam> Load(DemoExamDb db, ExamId id, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var candidates = await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var experts = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var parents = await db.Organisations.AsNoTracking().Where(o => o.ParentId != null).ToDictionaryAsync(o => o.Id, o => o.ParentId, ct);
        var sheets = await db.ScoreSheets.Where(s => s.ExamId == id).Select(s => new { s.Id, s.CandidateId, s.CriterionId }).ToDictionaryAsync(s => (s.CandidateId, s.CriterionId), s => s.Id, ct);
        return new KnownExam(exam, candidates, experts, new OrganisationTree(parents), sheets);
    }
}
