using System.Globalization;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Domain.Results;

/// <summary>
/// One version of a candidate's result. A version never changes; a decision on appeal adds the next one and keeps
/// this. Every total is the sum of rounded aspect marks, so modules, sections and the whole always agree.
/// </summary>
public sealed class Result
{
    private List<ResultLine> _modules = [];
    private List<ResultLine> _sections = [];

    private Result()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="candidateId">The candidate.</param>
    /// <param name="version">From 1.</param>
    /// <param name="package">Package of the exam.</param>
    /// <param name="scope">What of it the exam covered.</param>
    /// <param name="sheets">The candidate's locked sheets, one for each criterion in scope.</param>
    /// <param name="scale">Grade scale in force on the day of the exam.</param>
    /// <param name="now">Moment of fixing.</param>
    /// <param name="basis">The unlocking that led to this version; null for the first.</param>
    /// <exception cref="RuleViolation"><see cref="ScoringRules.EveryAspectIsScored"/> when a sheet or mark is missing.</exception>
    public Result(ResultId id, ExamId examId, CandidateId candidateId, int version, AssessmentPackage package, ExamScope scope,
        IReadOnlyCollection<ScoreSheet> sheets, GradeScale scale, DateTimeOffset now, UnlockRequestId? basis = null)
    {
        Id = id;
        ExamId = examId;
        CandidateId = candidateId;
        Version = version;
        FixedAt = now;
        BasisId = basis;

        var bySection = new SortedDictionary<int, (Marks Mark, Marks Maximum)>();
        foreach (var criterion in package.CriteriaOf(scope))
        {
            var sheet = sheets.SingleOrDefault(s => s.CriterionId == criterion.Id && s.CandidateId == candidateId);
            var module = Marks.Zero;
            foreach (var aspect in criterion.Aspects)
            {
                var mark = sheet?.StandingOf(aspect, package.Judgement).Mark;
                ScoringRules.EveryAspectIsScored.Require(mark is not null, ("aspect", aspect.Code));
                module += mark!.Value;
                var sum = bySection.GetValueOrDefault(aspect.SectionNumber);
                bySection[aspect.SectionNumber] = (sum.Mark + mark.Value, sum.Maximum + aspect.Maximum);
            }

            _modules.Add(new ResultLine(criterion.Letter, module, criterion.Maximum));
        }

        _sections.AddRange(bySection.Select(s => new ResultLine(Text(s.Key), s.Value.Mark, s.Value.Maximum)));
        Total = _modules.Select(m => m.Mark).Sum();
        Maximum = _modules.Select(m => m.Maximum).Sum();
        GradeScaleId = scale.Id;
        Grade = scale.GradeFor(Total, Maximum);
    }

    /// <summary>Fingerprint of everything that the result says.</summary>
    public string ContentHash() => Digest.Of(
    [
        "demoexam-result/1", Id.ToString(), ExamId.ToString(), CandidateId.ToString(), Text(Version), Text(Total.Hundredths), Text(Maximum.Hundredths), Grade, GradeScaleId.ToString(), BasisId?.ToString(),
        .. _modules.Concat(_sections).SelectMany(line => new[] { line.Code, Text(line.Mark.Hundredths), Text(line.Maximum.Hundredths) }),
    ]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public ResultId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }

    /// <summary>From 1.</summary>
    public int Version { get; private set; }

    public Marks Total { get; private set; }

    /// <summary>Maximum of the exam's scope; greater than zero.</summary>
    public Marks Maximum { get; private set; }

    public string Grade { get; private set; } = "";
    public GradeScaleId GradeScaleId { get; private set; }
    public DateTimeOffset FixedAt { get; private set; }

    /// <summary>The unlocking that led to this version; null for the first.</summary>
    public UnlockRequestId? BasisId { get; private set; }

    /// <summary>True when both say the same about the candidate's work, whatever their versions.</summary>
    public bool SaysTheSameAs(Result other) => Grade == other.Grade && Maximum == other.Maximum && _modules.SequenceEqual(other._modules) && _sections.SequenceEqual(other._sections);

    /// <summary>By criterion; the code is its letter.</summary>
    public IReadOnlyList<ResultLine> Modules => _modules;

    /// <summary>By standard section; the code is its number.</summary>
    public IReadOnlyList<ResultLine> Sections => _sections;
}

/// <summary>One line of a breakdown.</summary>
public sealed record ResultLine(string Code, Marks Mark, Marks Maximum);
