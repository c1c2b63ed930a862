using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>Paper against system (сверка): each sheet with its two readings and what differs. Differences are shown only once both have read.</summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record GetReconciliation(ExamId ExamId, string? Code = null) : IQuery<ReconciliationView>, IAudited;

/// <summary>Paper against system.</summary>
/// <param name="Found">The sheet of the code that was asked for.</param>
/// <param name="Confirmed">The last confirmation; null before.</param>
/// <param name="ConfirmationHolds">No mark has changed since.</param>
/// <param name="IssuedAt">Since when paper sheets are out; null when they are not.</param>
/// <param name="MayIssue">The reader may say now that they were handed out.</param>
/// <param name="ToCarryOver">Sheets that two persons have read alike and that have no entries, for the chief expert; otherwise none.</param>
/// <param name="MayConfirm">The reader may enter the board member's confirmation now.</param>
public sealed record ReconciliationView(ExamId ExamId, string Number, ExamStatus Status, string TimeZone, IReadOnlyList<string> Criteria, IReadOnlyList<ReconciliationRow> Rows, PaperKey? Found,
    ReconciliationConfirmed? Confirmed, bool ConfirmationHolds, bool MayConfirm, DateTimeOffset? IssuedAt, bool MayIssue, int ToCarryOver)
{
    public int Agree => Rows.Sum(r => r.Sheets.Count(s => s.State == PaperState.Agrees));
    public int Sheets => Rows.Sum(r => r.Sheets.Count);
}

/// <summary>A candidate.</summary>
public sealed record ReconciliationRow(int Number, CandidateId CandidateId, string Name, IReadOnlyList<ReconciliationSheet> Sheets);

/// <summary>A sheet.</summary>
public sealed record ReconciliationSheet(string Criterion, string Code, PaperState State, IReadOnlyList<string> Readers, IReadOnlyList<PaperDifference> Differences);

/// <summary>Who confirmed.</summary>
public sealed record ReconciliationConfirmed(string Name, string Position, DateTimeOffset At);

internal sealed class GetReconciliationHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user) : IRequestHandler<GetReconciliation, ReconciliationView>
{
    public async Task<ReconciliationView> Handle(GetReconciliation request, CancellationToken cancellationToken)
    {
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        var paper = await Reconciling.Load(db, desk, cancellationToken);
        var confirmed = await db.Reconciliations.AsNoTracking().Where(r => r.ExamId == desk.Exam.Id).OrderByDescending(r => r.At).FirstOrDefaultAsync(cancellationToken);
        var wanted = request.Code?.Trim().Replace("-", "", StringComparison.Ordinal);
        var found = wanted is null ? null : (
            from place in desk.Places
            from criterion in desk.Criteria
            where string.Equals(desk.CodeOf(place, criterion).Replace("-", "", StringComparison.Ordinal), wanted, StringComparison.OrdinalIgnoreCase)
            select new PaperKey(criterion.Letter, place.CandidateId, place.Number)).FirstOrDefault();
        return new ReconciliationView(desk.Exam.Id, desk.Exam.Number, desk.Exam.Status, desk.Exam.TimeZone, [.. desk.Criteria.Select(c => c.Letter)],
            [.. desk.Places.Where(p => p.Counts).Select(p => new ReconciliationRow(p.Number, p.CandidateId, p.Name, [.. desk.Criteria.Select(c =>
            {
                var comparison = paper.Compare(p.CandidateId, c);
                return new ReconciliationSheet(c.Letter, desk.CodeOf(p, c), comparison.State, comparison.Readers, comparison.Differences);
            })]))],
            found, confirmed is null ? null : new ReconciliationConfirmed(confirmed.Name, confirmed.Position, confirmed.At), confirmed?.MarksHash == paper.MarksHash,
            (user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator)) && paper.AllAgree && confirmed?.MarksHash != paper.MarksHash,
            desk.Exam.PaperIssuedAt, desk.Exam.PaperIssuedAt is null && (desk.Exam.Status.TakesMarks || desk.Exam.Status is ExamStatus.Confirmed or ExamStatus.Preparation or ExamStatus.Ready),
            user.ExpertId == desk.Exam.Chief.ExpertId ? desk.Places.Where(p => p.Counts).Sum(p => desk.Criteria.Count(c => paper.WaitsForPaper(p.CandidateId, c))) : 0);
    }
}

/// <summary>Readings and marks of an exam, to be compared.</summary>
internal sealed class Reconciling
{
    private readonly PaperDesk _desk;
    private readonly ILookup<(CandidateId, CriterionId), PaperReading> _readings;
    private readonly Dictionary<(CandidateId, CriterionId), ScoreSheet> _sheets;

    private Reconciling(PaperDesk desk, ILookup<(CandidateId, CriterionId), PaperReading> readings, Dictionary<(CandidateId, CriterionId), ScoreSheet> sheets)
    {
        (_desk, _readings, _sheets) = (desk, readings, sheets);
    }

    public static async Task<Reconciling> Load(DemoExamDb db, PaperDesk desk, CancellationToken ct) => new(desk,
        (await db.PaperReadings.AsNoTracking().Where(r => r.ExamId == desk.Exam.Id).ToListAsync(ct)).ToLookup(r => (r.CandidateId, r.CriterionId)),
        await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == desk.Exam.Id).ToDictionaryAsync(s => (s.CandidateId, s.CriterionId), ct));

    public PaperComparison Compare(CandidateId candidate, Criterion criterion) => PaperComparison.Of(_readings[(candidate, criterion.Id)], MarksOf(candidate, criterion));

    /// <summary>True when paper says something for aspects that have no mark.</summary>
    public bool WaitsForPaper(CandidateId candidate, Criterion criterion) => _sheets.TryGetValue((candidate, criterion.Id), out var sheet) && sheet.Status == ScoreSheetStatus.Open
        && Compare(candidate, criterion).Agreed is not null && criterion.Aspects.Any(a => sheet.Entries.All(e => e.AspectId != a.Id));

    public bool AllAgree => _sheets.Count > 0 && _desk.Places.Where(p => p.Counts).All(p => _desk.Criteria.All(c => Compare(p.CandidateId, c).State == PaperState.Agrees));

    /// <summary>Fingerprint of every mark of the system.</summary>
    public string MarksHash => HashOf(_desk.Exam, _desk.Package, _sheets.Values);

    /// <summary>Fingerprint of every mark of those who take part, in the order of their places.</summary>
    public static string HashOf(Exam exam, AssessmentPackage package, IEnumerable<ScoreSheet> sheets)
    {
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        var own = sheets.ToDictionary(s => (s.CandidateId, s.CriterionId));
        return Digest.Of(exam.Enrolments.Where(e => e.Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected).OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace)
            .SelectMany(e => package.CriteriaOf(exam.Scope).SelectMany(c => MarksOf(own.GetValueOrDefault((e.CandidateId, c.Id)), c, package.Judgement)
                .SelectMany(m => new[] { e.CandidateId.ToString(), m.Key, m.Value?.ToString() }))));
    }

    private Dictionary<string, Marks?> MarksOf(CandidateId candidate, Criterion criterion) => MarksOf(_sheets.GetValueOrDefault((candidate, criterion.Id)), criterion, _desk.Package.Judgement);

    private static Dictionary<string, Marks?> MarksOf(ScoreSheet? sheet, Criterion criterion, JudgementRule judgement) =>
        criterion.Aspects.ToDictionary(a => a.Code, a => sheet?.StandingOf(a, judgement).Mark);
}
