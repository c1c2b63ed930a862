using DemoExam.Domain.Exams;
using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Candidates;

/// <summary>How a part in a state final attestation ended, for the question whether the candidate may sit again.</summary>
public enum AttemptEnd
{
    /// <summary>A result above the lowest grade.</summary>
    Passed = 1,

    /// <summary>The lowest grade of the scale.</summary>
    Failed = 2,

    /// <summary>Did not come, without a valid reason.</summary>
    Absent = 3,

    /// <summary>Removed: counts as not passed without a valid reason.</summary>
    Removed = 4,

    /// <summary>A valid reason, or a breach of the procedure: sits an extra sitting, no attempt is used.</summary>
    Excused = 5,
}

/// <summary>An attempt (попытка) at the state final attestation in one speciality.</summary>
/// <param name="ExamId">The exam.</param>
/// <param name="Exam">Its number.</param>
/// <param name="Day">Last day of the exam; terms count from it.</param>
/// <param name="End">How it ended.</param>
public sealed record Attempt(ExamId ExamId, string Exam, DateOnly Day, AttemptEnd End)
{
    /// <summary>True for a fail or an absence without a valid reason: the next one is a retake.</summary>
    public bool Counts => End is AttemptEnd.Failed or AttemptEnd.Absent or AttemptEnd.Removed;
}

/// <summary>The regional operator lets a candidate sit again before the time or beyond the number, by a document.</summary>
/// <param name="Subject">Speciality, see <see cref="Packages.AssessmentPackage.Subject"/>.</param>
/// <param name="Day">When it was given; it holds for the attempt that follows.</param>
/// <param name="Reason">Why.</param>
/// <param name="Document">Decision or order.</param>
/// <param name="By">Who gave it.</param>
public sealed record PermittedRetake(string Subject, DateOnly Day, string Reason, string Document, string By);

/// <summary>All attempts of one person in one speciality.</summary>
/// <param name="All">In any order.</param>
/// <param name="Permissions">What the operator has permitted in this speciality.</param>
public sealed record AttemptHistory(IReadOnlyList<Attempt> All, IReadOnlyList<PermittedRetake> Permissions)
{
    /// <summary>Months between a fail and the retake (Order 800; domain reference, time line).</summary>
    public const int RetakeAfterMonths = 6;

    /// <summary>Retakes after the first attempt (Order 800; domain reference, time line).</summary>
    public const int MostRetakes = 2;

    /// <summary>Months within which an extra sitting takes place (Order 800; domain reference, time line).</summary>
    public const int ExtraSittingMonths = 4;

    public static readonly AttemptHistory None = new([], []);

    /// <summary>The last attempt that was used before a day; null when none was.</summary>
    public Attempt? LastBefore(DateOnly day) => UsedBefore(day).LastOrDefault();

    /// <summary>Attempts that were used before a day.</summary>
    public int CountBefore(DateOnly day) => UsedBefore(day).Count();

    /// <summary>The permission that lets the candidate sit on a day although the rules don't.</summary>
    public PermittedRetake? PermissionFor(DateOnly day) => LastBefore(day) is { } last ? Permissions.LastOrDefault(p => p.Day >= last.Day && p.Day <= day) : null;

    /// <summary>First day of the next retake by the rules; null when no attempt was used or none is left.</summary>
    public DateOnly? NextFrom(DateOnly today) => CountBefore(today.AddDays(1)) is > 0 and <= MostRetakes ? LastBefore(today.AddDays(1))!.Day.AddMonths(RetakeAfterMonths) : null;

    /// <summary>Last day of the extra sitting that the candidate still has to come; null when none is.</summary>
    public DateOnly? ExtraSittingBy => All.OrderBy(a => a.Day).LastOrDefault() is { End: AttemptEnd.Excused } excused ? excused.Day.AddMonths(ExtraSittingMonths) : null;

    /// <summary>A retake has its time after the last fail, and there are only so many, unless the operator has permitted this one.</summary>
    /// <param name="candidate">Who sits.</param>
    /// <param name="exam">The exam that is planned; what is known of it is no earlier attempt.</param>
    /// <param name="day">Its first day.</param>
    /// <param name="refusals">Where to write.</param>
    internal void Require(Candidate candidate, ExamId exam, DateOnly day, Refusals refusals)
    {
        var earlier = this with { All = [.. All.Where(a => a.ExamId != exam)] };
        if (earlier.LastBefore(day) is not { } last || earlier.PermissionFor(day) is not null)
        {
            return;
        }

        var used = earlier.CountBefore(day);
        var earliest = last.Day.AddMonths(RetakeAfterMonths);
        if (refusals.Require(AttemptIsLeft, used <= MostRetakes, nameof(ExamPlan.Groups),
            ("candidate", candidate.Name.Full), ("candidateId", candidate.Id), ("attempts", used), ("retakes", MostRetakes), ("exam", last.Exam), ("day", last.Day)))
        {
            refusals.Require(RetakeHasItsTime, day >= earliest, nameof(ExamPlan.Groups),
                ("candidate", candidate.Name.Full), ("candidateId", candidate.Id), ("months", RetakeAfterMonths), ("exam", last.Exam), ("day", last.Day), ("earliest", earliest));
        }
    }

    private IEnumerable<Attempt> UsedBefore(DateOnly day) => All.Where(a => a.Counts && a.Day < day).OrderBy(a => a.Day);
}
