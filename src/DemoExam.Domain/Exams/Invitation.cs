using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>An expert's answer.</summary>
public enum InvitationStatus
{
    /// <summary>No answer yet.</summary>
    Open = 1,
    Accepted = 2,
    Declined = 3,

    /// <summary>Not asked any more: replaced, or the exam was called off.</summary>
    Withdrawn = 4,
}

/// <summary>How it stands with an expert of an exam today.</summary>
public enum InvitationState
{
    NotInvited = 1,
    Open = 2,

    /// <summary>The day to answer by is over.</summary>
    Late = 3,
    Accepted = 4,
    Declined = 5,

    /// <summary>Answered or asked for other days than the exam has now.</summary>
    Outdated = 6,
}

/// <summary>
/// One invitation of an expert to an exam. It says for which days and which role it was made: when these change, the answer no
/// longer holds and the expert is asked again, in a new round.
/// </summary>
public sealed class Invitation
{
    /// <summary>Working days that an expert has to answer.</summary>
    public const int WorkingDaysToAnswer = 3;

    private Invitation()
    {
    }

    private Invitation(Exam exam, ExpertDuty duty, int round, DateOnly answerBy, DateTimeOffset now)
    {
        Id = InvitationId.New();
        ExamId = exam.Id;
        ExpertId = duty.ExpertId;
        Role = duty.Role;
        Round = round;
        PreparatoryDay = exam.PreparatoryDay;
        FirstDay = exam.FirstDay;
        LastDay = exam.LastDay;
        InvitedAt = now;
        AnswerBy = answerBy;
        Status = InvitationStatus.Open;
    }

    public InvitationId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public ExpertId ExpertId { get; private set; }
    public ExamRole Role { get; private set; }

    /// <summary>From 1; a later round counts instead of the earlier ones.</summary>
    public int Round { get; private set; }

    public DateOnly PreparatoryDay { get; private set; }
    public DateOnly FirstDay { get; private set; }
    public DateOnly LastDay { get; private set; }
    public DateTimeOffset InvitedAt { get; private set; }

    /// <summary>Last day for the answer, by the clock of the venue.</summary>
    public DateOnly AnswerBy { get; private set; }

    public InvitationStatus Status { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Why the expert declined.</summary>
    public string? Reason { get; private set; }

    public int Version { get; private set; }

    /// <summary>Asks the expert of a duty.</summary>
    /// <param name="exam">The exam, before it starts.</param>
    /// <param name="duty">What the expert is planned for.</param>
    /// <param name="last">The last round, or null.</param>
    /// <param name="calendar">Working days of the region.</param>
    /// <param name="today">At the venue.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="RuleViolation"><see cref="StepIsAllowed"/>, or <see cref="InvitationIsNew"/> when the question was asked already.</exception>
    public static Invitation Of(Exam exam, ExpertDuty duty, Invitation? last, WorkingCalendar calendar, DateOnly today, DateTimeOffset now)
    {
        StepIsAllowed.Require(exam.IsAhead, ("status", exam.Status), ("allowed", Exam.StatesAhead));
        InvitationIsNew.Require(last is null || last.Status == InvitationStatus.Withdrawn || !last.Fits(exam, duty.Role));
        var by = calendar.Shift(today, WorkingDaysToAnswer, exam.RegionCode);
        // An answer after the preparatory day would be of no use to anybody.
        var latest = exam.PreparatoryDay.AddDays(-1);
        return new Invitation(exam, duty, (last?.Round ?? 0) + 1, by <= latest ? by : latest < today ? today : latest, now);
    }

    /// <summary>Two entries of the expert turned out to be one person: the question was to the entry that is kept.</summary>
    /// <param name="round">Round among the questions to that entry.</param>
    public void PassTo(ExpertId expert, int round)
    {
        (ExpertId, Round) = (expert, round);
        Version++;
    }

    /// <summary>True when it was made for the days that the exam has now, and for this role.</summary>
    public bool Fits(Exam exam, ExamRole role) =>
        Role == role && PreparatoryDay == exam.PreparatoryDay && FirstDay == exam.FirstDay && LastDay == exam.LastDay;

    /// <summary>The expert answers; as long as the exam is ahead an answer can be changed, because people fall ill.</summary>
    /// <exception cref="RuleViolation"><see cref="StepIsAllowed"/>, <see cref="InvitationHolds"/>, or <see cref="DecliningHasReason"/>.</exception>
    public void Answer(Exam exam, bool accepts, string? reason, DateTimeOffset now)
    {
        StepIsAllowed.Require(exam.IsAhead, ("status", exam.Status), ("allowed", Exam.StatesAhead));
        InvitationHolds.Require(Status != InvitationStatus.Withdrawn && exam.DutyOf(ExpertId) is { } duty && Fits(exam, duty.Role), ("exam", exam.Number));
        var refusals = new Refusals();
        refusals.Require(DecliningHasReason, accepts || !string.IsNullOrWhiteSpace(reason), "Reason");
        refusals.ThrowIfAny();
        Status = accepts ? InvitationStatus.Accepted : InvitationStatus.Declined;
        Reason = accepts ? null : reason!.Trim();
        AnsweredAt = now;
        Version++;
    }

    /// <summary>The expert is not asked any more.</summary>
    public void Withdraw()
    {
        Status = InvitationStatus.Withdrawn;
        Version++;
    }

    /// <summary>How it stands with an expert's invitation today.</summary>
    /// <param name="last">The last round, or null.</param>
    public static InvitationState StateOf(Invitation? last, Exam exam, ExamRole role, DateOnly today) => last switch
    {
        null or { Status: InvitationStatus.Withdrawn } => InvitationState.NotInvited,
        _ when !last.Fits(exam, role) => InvitationState.Outdated,
        { Status: InvitationStatus.Accepted } => InvitationState.Accepted,
        { Status: InvitationStatus.Declined } => InvitationState.Declined,
        _ => last.AnswerBy < today ? InvitationState.Late : InvitationState.Open,
    };
}
