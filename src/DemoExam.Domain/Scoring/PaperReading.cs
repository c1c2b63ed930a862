using DemoExam.Domain.Packages;
using static DemoExam.Domain.Scoring.ScoringRules;

namespace DemoExam.Domain.Scoring;

/// <summary>
/// What one person read on the paper sheet of a candidate and criterion. A sheet is read by two persons who don't see each
/// other's reading; comparing both with the marks in the system is the reconciliation (сверка). Readings are only added; of one
/// person the latest counts.
/// </summary>
public sealed class PaperReading
{
    private Dictionary<string, int> _marks = [];

    private PaperReading()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="candidateId">The candidate.</param>
    /// <param name="criterionId">The criterion.</param>
    /// <param name="reader">Account that typed.</param>
    /// <param name="readerName">Its name.</param>
    /// <param name="marks">Points by the code of the aspect; every aspect of the criterion.</param>
    /// <param name="aspects">Aspects of the criterion.</param>
    /// <param name="judgement">How judges score.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation"><see cref="PaperIsReadWhole"/> or <see cref="PaperOnScale"/>, naming the aspects.</exception>
    public PaperReading(PaperReadingId id, ExamId examId, CandidateId candidateId, CriterionId criterionId, Guid reader, string readerName,
        IReadOnlyDictionary<string, Marks> marks, IReadOnlyCollection<Aspect> aspects, JudgementRule judgement, DateTimeOffset now)
    {
        var wrong = aspects.Where(a => !marks.TryGetValue(a.Code, out var mark) || mark < Marks.Zero || mark > a.Maximum).Select(a => a.Code).ToList();
        PaperIsReadWhole.Require(wrong.Count == 0 && marks.Count == aspects.Count, ("aspects", wrong), ("count", wrong.Count));
        var off = aspects.Where(a => !a.Scale.Gives(marks[a.Code], a.Maximum, judgement)).Select(a => a.Code).ToList();
        PaperOnScale.Require(off.Count == 0, ("aspects", off), ("count", off.Count));
        Id = id;
        ExamId = examId;
        CandidateId = candidateId;
        CriterionId = criterionId;
        Reader = reader;
        ReaderName = readerName;
        _marks = marks.ToDictionary(m => m.Key, m => m.Value.Hundredths);
        At = now;
    }

    public PaperReadingId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public CriterionId CriterionId { get; private set; }
    public Guid Reader { get; private set; }
    public string ReaderName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>Points by the code of the aspect.</summary>
    public IReadOnlyDictionary<string, Marks> Points => _marks.ToDictionary(m => m.Key, m => new Marks(m.Value));

    /// <summary>The short code that is printed on a paper sheet: eight characters that say whose and which sheet it is.</summary>
    public static string CodeOf(ExamId exam, CandidateId candidate, CriterionId criterion) =>
        Digest.Of("demoexam-paper/1", exam.ToString(), candidate.ToString(), criterion.ToString())[..8].ToUpperInvariant().Insert(4, "-");
}

/// <summary>Where the reconciliation of a sheet stands.</summary>
public enum PaperState
{
    /// <summary>Nobody has read the paper.</summary>
    Unread = 1,

    /// <summary>One person has; another must.</summary>
    ReadOnce = 2,

    /// <summary>The two readings, or the system's marks, are not the same.</summary>
    Differs = 3,

    /// <summary>Both readings and the system say the same.</summary>
    Agrees = 4,
}

/// <summary>An aspect on which paper and system don't say the same.</summary>
public sealed record PaperDifference(string Code, Marks First, Marks Second, Marks? System);

/// <summary>What two readings of one sheet and the marks in the system say together.</summary>
/// <param name="State">Where the sheet stands.</param>
/// <param name="Readers">Who has read it.</param>
/// <param name="Differences">Aspects on which something differs.</param>
/// <param name="Agreed">Points by aspect on which both readings agree, whatever the system says; null without two readings that are the same.</param>
public sealed record PaperComparison(PaperState State, IReadOnlyList<string> Readers, IReadOnlyList<PaperDifference> Differences, IReadOnlyDictionary<string, Marks>? Agreed = null)
{
    /// <summary>Compares the latest reading of the two persons who read last with the marks in the system.</summary>
    public static PaperComparison Of(IEnumerable<PaperReading> readings, IReadOnlyDictionary<string, Marks?> system)
    {
        var latest = readings.GroupBy(r => r.Reader).Select(g => g.MaxBy(r => r.At)!).OrderByDescending(r => r.At).Take(2).Reverse().ToList();
        var readers = latest.ConvertAll(r => r.ReaderName);
        if (latest.Count < 2)
        {
            return new PaperComparison(latest.Count == 0 ? PaperState.Unread : PaperState.ReadOnce, readers, []);
        }

        var (first, second) = (latest[0].Points, latest[1].Points);
        var differences = system.Where(s => first[s.Key] != second[s.Key] || s.Value != first[s.Key]).Select(s => new PaperDifference(s.Key, first[s.Key], second[s.Key], s.Value)).ToList();
        return new PaperComparison(differences.Count == 0 ? PaperState.Agrees : PaperState.Differs, readers, differences, differences.Exists(d => d.First != d.Second) ? null : first);
    }
}

/// <summary>A board member's confirmation that paper and system say the same.</summary>
public sealed class Reconciliation
{
    private Reconciliation()
    {
    }

    public Reconciliation(ReconciliationId id, ExamId examId, Guid account, string name, string position, string marksHash, DateTimeOffset now)
    {
        (Id, ExamId, Account, Name, Position, MarksHash, At) = (id, examId, account, name, position, marksHash, now);
    }

    public ReconciliationId Id { get; private set; }
    public ExamId ExamId { get; private set; }

    /// <summary>Account through which the board member confirmed.</summary>
    public Guid Account { get; private set; }

    public string Name { get; private set; } = "";
    public string Position { get; private set; } = "";

    /// <summary>Fingerprint of the marks that were confirmed; a mark that changes later makes the confirmation void.</summary>
    public string MarksHash { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}
