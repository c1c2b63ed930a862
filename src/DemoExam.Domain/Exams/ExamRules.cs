namespace DemoExam.Domain.Exams;

/// <summary>The rule book of planning and running exams.</summary>
public static class ExamRules
{
    /// <summary>Longest exam, days.</summary>
    public const int LongestExam = 10;

    /// <summary>Shortest time between two shifts at the same workplaces, minutes: places are set up anew and candidates do not meet.</summary>
    public const int ResetMinutes = 30;

    public static readonly Rule DaysAreForward = new("exams.days-reversed", "The days of the exam must run forward: preparatory day, first day, last day.");
    public static readonly Rule ExamIsInFuture = new("exams.in-past", "An exam can't be scheduled in the past.");
    public static readonly Rule ExamIsNotTooLong = new("exams.too-long", "An exam lasts at most ten days.");
    public static readonly Rule GroupsExist = new("exams.no-groups", "An exam has at least one exam group with a start time.");
    public static readonly Rule GroupStartsOnExamDay = new("exams.group-outside-days", "An exam group must start on one of the days of the exam.");
    public static readonly Rule GroupsDoNotOverlap = new("exams.groups-overlap", "Exam groups at the same workplaces must not overlap and need time between them to set the places up anew.");
    public static readonly Rule GroupEndsOnExamDay = new("exams.group-ends-late", "An exam group must end by the last day of the exam.");
    public static readonly Rule CandidatesExist = new("exams.no-candidates", "An exam has at least one candidate.");
    public static readonly Rule CandidateOnce = new("exams.candidate-twice", "A candidate is entered twice.");
    public static readonly Rule WorkplaceIsFree = new("exams.no-free-workplace", "There are more candidates in the exam group than free accredited workplaces.");
    public static readonly Rule ChiefExpertIsNamed = new("exams.no-chief-expert", "An exam needs a chief expert.");
    public static readonly Rule EnoughExperts = new("exams.too-few-experts", "There are fewer scoring experts than the package requires.");
    public static readonly Rule ExpertOnce = new("exams.expert-twice", "A person has only one role in an exam.");
    public static readonly Rule ExpertIsIndependent = new("exams.expert-conflict", "An expert has a conflict of interest with a candidate of this exam.");
    public static readonly Rule CriterionHasPanel = new("exams.criterion-without-experts", "Each criterion needs at least three scoring experts.");
    public static readonly Rule CriteriaAreInScope = new("exams.unknown-criterion", "An expert can only score criteria that this exam has.");
    public static readonly Rule CandidateHasPanel = new("exams.candidate-without-panel", "Too few independent experts are left to score a candidate.");
    public static readonly Rule NothingIsBookedTwice = new("exams.double-booking", "The expert, candidate or workplace is already booked for this time.");
    public static readonly Rule StepIsAllowed = new("exams.wrong-status", "The exam is not in a state that allows this step.");
    public static readonly Rule ConductedByItsChief = new("exams.not-chief-expert", "Only the chief expert of this exam may do this.");
    public static readonly Rule ExamDayHasCome = new("exams.too-early", "The exam can't start before its first day.");
    public static readonly Rule ResultIsNotAnnulled = new("exams.annulled", "The appeals board has annulled this candidate's part in the exam.");
    public static readonly Rule OutcomesAreKnown = new("exams.outcomes-unknown", "Say for each candidate whether they took part before locking the results.");
    public static readonly Rule ReplacementHasReason = new("exams.replacement-reason", "Say why the expert is replaced.");
    public static readonly Rule CandidateTakesPart = new("exams.candidate-not-present", "The candidate does not take part in this exam.");
    public static readonly Rule DrawIsCommitted = new("exams.draw-not-committed", "Workplaces can be drawn once the exam has been confirmed and the fingerprint of the draw was published.");
    public static readonly Rule DrawIsOnPreparatoryDay = new("exams.draw-too-early", "Workplaces are drawn on the preparatory day or later, before the exam starts.");
    public static readonly Rule DrawIsOnce = new("exams.drawn-already", "Workplaces are drawn once. A draw can only be annulled with a reason and made anew.");
    public static readonly Rule DrawIsMade = new("exams.not-drawn", "There is no draw to annul.");
    public static readonly Rule ExpertIsInExam = new("exams.expert-not-in-exam", "This expert does not take part in the exam.");
    public static readonly Rule InvitationIsNew = new("exams.invited-already", "This expert has been asked for these days already.");
    public static readonly Rule InvitationHolds = new("exams.invitation-void", "This invitation does not hold any more: the exam has other days now, or somebody else was asked.");
    public static readonly Rule DecliningHasReason = new("exams.declining-reason", "Say why you decline.");
    public static readonly Rule NobodyHasDeclined = new("exams.expert-declined", "A planned expert has declined. Put another one in the place before the exam is confirmed.");
}
