using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Scoring;

namespace DemoExam.Features.Scoring;

/// <summary>How far the scoring of one exam is: candidates × criteria, as one expert may see it.</summary>
/// <param name="Obstacles">What keeps the results from being locked, in the reader's language; for the chief expert.</param>
public sealed record BoardView(
    ExamId ExamId, string Number, string Package, ExamStatus Status, DateOnly FirstDay, DateOnly LastDay, string TimeZone, bool IsChief,
    IReadOnlyList<BoardCriterion> Criteria, IReadOnlyList<BoardRow> Rows, IReadOnlyList<BoardExpert> Experts, IReadOnlyList<string> Obstacles)
{
    /// <summary>Sheets that are the reader's to fill in or to watch.</summary>
    public int Sheets => Rows.Sum(r => r.Cells.Count(c => c.Counts));

    public int CompleteSheets => Rows.Sum(r => r.Cells.Count(c => c.Counts && c.Progress.IsComplete));

    public bool MayLockResults => IsChief && Status.TakesMarks && Obstacles.Count == 0;
}

/// <summary>A column.</summary>
/// <param name="FullySigned">Sheets that bear every signature, or are locked.</param>
/// <param name="ToSign">Complete sheets that wait for the reader's own signature.</param>
public sealed record BoardCriterion(string Letter, string Name, int Aspects, Marks Maximum, int Locked, int Complete, int FullySigned, int Sheets, int ToSign)
{
    public bool MayLock => Sheets > Locked && FullySigned == Sheets;
}

/// <summary>A row.</summary>
public sealed record BoardRow(CandidateView Candidate, ParticipationOutcome Outcome, IReadOnlyList<BoardCell> Cells)
{
    /// <summary>Points over the shown criteria so far.</summary>
    public Marks Points => Cells.Select(c => c.Progress.Points).Sum();
}

/// <summary>A sheet.</summary>
/// <param name="Letter">The criterion.</param>
/// <param name="Status">Open or locked.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="ClosedBecause">Why it is closed to the reader, in words; null when it is not.</param>
/// <param name="MissingSigners">Names of the experts whose signatures a complete, open sheet lacks.</param>
/// <param name="WaitsForMe">The reader's own signature is among them.</param>
/// <param name="Counts">The candidate takes part, so the sheet must be complete.</param>
public sealed record BoardCell(string Letter, ScoreSheetStatus Status, SheetProgress Progress, string? ClosedBecause, IReadOnlyList<string> MissingSigners, bool WaitsForMe, bool Counts)
{
    public bool IsSigned => Status == ScoreSheetStatus.Locked || (Progress.IsComplete && MissingSigners.Count == 0);
}

/// <summary>Who scores, and when they last entered something.</summary>
public sealed record BoardExpert(string Name, string Criteria, int Entries, DateTimeOffset? LastEntry);

internal static class Boards
{
    public static BoardView Of(Texts texts, ExamAtWork work, IReadOnlyCollection<ScoreSheet> sheets)
    {
        var judgement = work.Package.Judgement;
        var criteria = work.Criteria.Where(c => work.IsChief || work.Duty.Scores(c.Letter)).ToList();
        var byPlace = sheets.ToDictionary(s => (s.CandidateId, s.CriterionId));
        var rows = work.Seats.Select(seat => new BoardRow(SheetViews.Of(seat), seat.Outcome, [.. criteria.Select(c =>
        {
            var sheet = byPlace.GetValueOrDefault((seat.Candidate.Id, c.Id));
            var progress = sheet?.ProgressOf(c, judgement) ?? new SheetProgress(c.Aspects.Count(), 0, 0, 0, Marks.Zero);
            var unsigned = sheet is { Status: ScoreSheetStatus.Open } && progress.IsComplete ? sheet.MissingSigners(work.SignersOf(seat, c)) : [];
            var conflict = work.IsChief ? null : work.WhyNot(seat, c);
            return new BoardCell(c.Letter, sheet?.Status ?? ScoreSheetStatus.Open,
                progress,
                conflict is null ? null : texts.Rule(conflict.Rule.Code, conflict.Facts, conflict.Rule.Message),
                [.. unsigned.Select(work.NameOf)], unsigned.Contains(work.Me.Id),
                conflict is null && work.Scored.Contains(seat));
        })])).ToList();

        return new BoardView(work.Exam.Id, work.Exam.Number, work.Package.Code, work.Exam.Status, work.Exam.FirstDay, work.Exam.LastDay, work.Exam.TimeZone, work.IsChief,
            [.. criteria.Select((c, i) =>
            {
                var cells = rows.Select(r => r.Cells[i]).Where(cell => cell.Counts).ToList();
                return new BoardCriterion(c.Letter, SheetViews.Name(texts, c), c.Aspects.Count(), c.Maximum,
                    cells.Count(cell => cell.Status == ScoreSheetStatus.Locked), cells.Count(cell => cell.Progress.IsComplete), cells.Count(cell => cell.IsSigned), cells.Count, cells.Count(cell => cell.WaitsForMe));
            })],
            rows,
            work.IsChief ? Experts(work, sheets) : [],
            work.IsChief ? Obstacles(texts, work, rows) : []);
    }

    private static List<BoardExpert> Experts(ExamAtWork work, IReadOnlyCollection<ScoreSheet> sheets)
    {
        var entries = sheets.SelectMany(s => s.Entries).ToLookup(e => e.ExpertId);
        return [.. work.Exam.Duties
            .Where(d => d.Criteria.Length > 0)
            .Select(d => new BoardExpert(work.NameOf(d.ExpertId), d.Criteria, entries[d.ExpertId].Count(), entries[d.ExpertId].Max(e => (DateTimeOffset?)e.ReceivedAt)))
            .OrderBy(e => e.Name, StringComparer.CurrentCulture)];
    }

    private static List<string> Obstacles(Texts texts, ExamAtWork work, List<BoardRow> rows)
    {
        var obstacles = new List<string>();
        if (!work.Exam.Status.TakesMarks)
        {
            return obstacles;
        }

        var unknown = work.Exam.Enrolments.Count(e => e.Outcome == ParticipationOutcome.Expected);
        if (unknown > 0)
        {
            obstacles.Add(texts["Scoring.Board.OutcomesUnknown", unknown]);
        }

        foreach (var letter in work.Criteria.Select(c => c.Letter))
        {
            var cells = rows.Select(r => (r.Candidate, Cell: r.Cells.Single(c => c.Letter == letter))).Where(x => x.Cell.Counts).ToList();
            var disputed = cells.Where(x => x.Cell.Progress.Disputed > 0).ToList();
            var incomplete = cells.Where(x => !x.Cell.Progress.IsComplete && x.Cell.Progress.Disputed == 0).ToList();
            var unsigned = cells.Where(x => x.Cell.MissingSigners.Count > 0).ToList();
            var open = cells.Where(x => x.Cell.Status == ScoreSheetStatus.Open && x.Cell.IsSigned).ToList();
            Add("Scoring.Board.Disputed", disputed);
            Add("Scoring.Board.Incomplete", incomplete);
            if (unsigned.Count > 0)
            {
                obstacles.Add(texts["Scoring.Board.NotSigned", letter, unsigned.Count, string.Join(", ", unsigned.SelectMany(x => x.Cell.MissingSigners).Distinct().Order(StringComparer.CurrentCulture))]);
            }

            Add("Scoring.Board.NotLocked", open);

            void Add(string key, List<(CandidateView Candidate, BoardCell Cell)> found)
            {
                if (found.Count > 0)
                {
                    obstacles.Add(texts[key, letter, found.Count, string.Join(", ", found.Select(x => x.Candidate.Number))]);
                }
            }
        }

        return obstacles;
    }
}
