using DemoExam.Domain.Organisations;

namespace DemoExam.Domain.Exams;

/// <summary>What has to happen around an exam, in order.</summary>
public enum Milestone
{
    /// <summary>The regional operator has confirmed the plan: 20 calendar days before the exam (Order 800, section on the plan).</summary>
    PlanConfirmed = 1,

    /// <summary>Everybody knows the plan: 5 working days before the exam (Order 800). Nobody reports it here, so it is never late.</summary>
    PlanKnown = 2,

    /// <summary>Preparatory day: workplaces are drawn by lot.</summary>
    WorkplacesDrawn = 3,

    /// <summary>Candidates have done their work.</summary>
    WorkDone = 4,

    /// <summary>Scores are locked, on the last day of the exam.</summary>
    ResultsFixed = 5,

    /// <summary>Chief expert, scoring experts and a board member have signed, on the same day.</summary>
    ProtocolSigned = 6,

    /// <summary>Candidates know their results, on the same day.</summary>
    ResultsAnnounced = 7,

    /// <summary>Appeals against results may be filed until the end of the next working day.</summary>
    AppealsClosed = 8,

    /// <summary>The chief expert has signed the readiness act, on the preparatory day.</summary>
    ReadinessSigned = 9,
}

/// <summary>How a milestone stands today.</summary>
public enum MilestoneState
{
    Ahead = 1,

    /// <summary>Today is its last day.</summary>
    Due = 2,
    Late = 3,
    Done = 4,
}

/// <summary>One milestone of one exam.</summary>
/// <param name="By">Last day, by the clock of the venue; null while it follows from something that has not happened.</param>
/// <param name="DoneAt">When it was done; null when it was not, or when only the day counts.</param>
public sealed record MilestoneLine(Milestone What, DateOnly? By, MilestoneState State, DateTimeOffset? DoneAt);

/// <summary>What is known of an exam's way so far.</summary>
/// <param name="ConfirmedAt">When the regional operator confirmed the plan.</param>
/// <param name="DrawnAt">When the draw that counts was made.</param>
/// <param name="SignedAt">When the last signature under the protocol that counts was given.</param>
/// <param name="AnnouncedAt">When results were announced for the first time.</param>
public sealed record ExamProgress(DateTimeOffset? ConfirmedAt, DateTimeOffset? DrawnAt, DateTimeOffset? SignedAt, DateTimeOffset? AnnouncedAt);

/// <summary>
/// What is due around an exam, by when, and what is late. Days are those of the venue's clock and of its region's production
/// calendar. Terms: Order 800 of the Ministry of Education (08.11.2021).
/// </summary>
public static class ExamTimeLine
{
    /// <summary>Calendar days between the confirmed plan and the exam.</summary>
    public const int DaysForPlan = 20;

    /// <summary>Working days between the day on which everybody knows the plan and the exam.</summary>
    public const int WorkingDaysToKnow = 5;

    /// <summary>The milestones in order; none for an exam that is called off.</summary>
    /// <param name="now">The moment for which it is asked.</param>
    public static IReadOnlyList<MilestoneLine> Of(Exam exam, ExamProgress progress, WorkingCalendar calendar, DateTimeOffset now)
    {
        if (exam.Status.IsOff)
        {
            return [];
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone);
        var today = DayOf(now);
        var worked = exam.Status is ExamStatus.Scoring or ExamStatus.Reconciling || exam.Status.HasResults;
        DateOnly? lastForAppeals = progress.AnnouncedAt is { } announced ? calendar.Shift(DayOf(announced), 1, exam.RegionCode) : null;
        return
        [
            Line(Milestone.PlanConfirmed, exam.FirstDay.AddDays(-DaysForPlan), exam.Status is not (ExamStatus.Draft or ExamStatus.Submitted), progress.ConfirmedAt),
            Passing(Milestone.PlanKnown, calendar.Shift(exam.FirstDay, -WorkingDaysToKnow, exam.RegionCode)),
            Line(Milestone.WorkplacesDrawn, exam.PreparatoryDay, progress.DrawnAt is not null || worked || exam.Status == ExamStatus.Running, progress.DrawnAt),
            Line(Milestone.ReadinessSigned, exam.PreparatoryDay, exam.ReadyAt is not null || worked || exam.Status == ExamStatus.Running, exam.ReadyAt),
            Line(Milestone.WorkDone, exam.LastDay, worked, null),
            Line(Milestone.ResultsFixed, exam.LastDay, exam.LockedAt is not null, exam.LockedAt),
            Line(Milestone.ProtocolSigned, exam.LastDay, progress.SignedAt is not null, progress.SignedAt),
            Line(Milestone.ResultsAnnounced, exam.LastDay, progress.AnnouncedAt is not null, progress.AnnouncedAt),
            lastForAppeals is { } last ? Passing(Milestone.AppealsClosed, last) : new MilestoneLine(Milestone.AppealsClosed, null, MilestoneState.Ahead, null),
        ];

        MilestoneLine Line(Milestone what, DateOnly by, bool done, DateTimeOffset? at) =>
            new(what, by, done ? MilestoneState.Done : by < today ? MilestoneState.Late : by == today ? MilestoneState.Due : MilestoneState.Ahead, at);

        // The day itself is the event.
        MilestoneLine Passing(Milestone what, DateOnly by) =>
            new(what, by, by < today ? MilestoneState.Done : by == today ? MilestoneState.Due : MilestoneState.Ahead, null);

        DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
    }
}
