namespace DemoExam.Domain.Exams;

/// <summary>The rule book of planning and running exams.</summary>
public static class ExamRules
{
    /// <summary>Longest exam, days.</summary>
    public const int LongestExam = 10;

    /// <summary>Shortest time between two shifts at the same workplaces, minutes: places are set up anew and candidates do not meet.</summary>
    public const int ResetMinutes = 30;

    /// <summary>Time zones of Russia, hours from UTC.</summary>
    public static readonly IReadOnlyList<int> Zones = [.. Enumerable.Range(2, 11)];

    public static readonly Rule DaysAreForward = new("exams.days-reversed", "The days of the exam must run forward: preparatory day, first day, last day.");
    public static readonly Rule ExamIsInFuture = new("exams.in-past", "An exam can't be scheduled in the past.");
    public static readonly Rule ExamIsNotTooLong = new("exams.too-long", "An exam lasts at most ten days.");
    public static readonly Rule GroupsExist = new("exams.no-groups", "An exam has at least one exam group with a start time.");
    public static readonly Rule GroupStartsOnExamDay = new("exams.group-outside-days", "An exam group must start on one of the days of the exam.");
    public static readonly Rule GroupsDoNotOverlap = new("exams.groups-overlap", "Exam groups at the same workplaces must not overlap and need time between them to set the places up anew.");
    public static readonly Rule GroupEndsOnExamDay = new("exams.group-ends-late", "An exam group must end by the last day of the exam.");
    public static readonly Rule CandidatesExist = new("exams.no-candidates", "An exam has at least one candidate.");
    public static readonly Rule CandidateOnce = new("exams.candidate-twice", "A candidate is entered twice.");
    public static readonly Rule CandidateIsNew = new("exams.candidate-enrolled", "The candidate is enrolled in this exam already.");
    public static readonly Rule SeatIsFree = new("exams.no-seat-left", "The groups of the exam have no accredited workplaces left for everybody who is added.");
    public static readonly Rule SomebodyIsAdded = new("exams.nobody-added", "Say which candidates are added.");
    public static readonly Rule PlacesAreOpen = new("exams.places-drawn", "Workplaces are drawn already. Annul the draw first, or move the candidate.");
    public static readonly Rule SomebodyStays = new("exams.last-candidate", "The last candidate can't be taken out; call the exam off instead.");
    public static readonly Rule RetakeHasItsTime = new("exams.retake-too-early", "A retake of the state final attestation is possible six months after the last attempt.");
    public static readonly Rule AttemptIsLeft = new("exams.no-attempts-left", "The state final attestation can be retaken twice.");
    public static readonly Rule WorkplaceIsFree = new("exams.no-free-workplace", "There are more candidates in the exam group than free accredited workplaces.");
    public static readonly Rule ChiefExpertIsNamed = new("exams.no-chief-expert", "An exam needs a chief expert.");
    public static readonly Rule EnoughExperts = new("exams.too-few-experts", "There are fewer scoring experts than the package requires.");
    public static readonly Rule ExpertOnce = new("exams.expert-twice", "A person has only one role in an exam.");
    public static readonly Rule ExpertIsIndependent = new("exams.expert-conflict", "An expert has a conflict of interest with a candidate of this exam.");
    public static readonly Rule CriterionHasPanel = new("exams.criterion-without-experts", "Each criterion needs at least three scoring experts.");
    public static readonly Rule CriteriaAreInScope = new("exams.unknown-criterion", "An expert can only score criteria that this exam has.");
    public static readonly Rule CandidateHasPanel = new("exams.candidate-without-panel", "Too few independent experts are left to score a candidate.");
    public static readonly Rule NothingIsBookedTwice = new("exams.double-booking", "The expert, candidate or workplace is already booked for this time.");
    public static readonly Rule JourneyHasItsDay = new("exams.journey", "Between exams in different time zones an expert or a candidate needs a day for the journey.");
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
    public static readonly Rule AppealTermIsOver = new("exams.appeals-possible", "An exam is closed after the last day for appeals.");
    public static readonly Rule AppealsAreDone = new("exams.appeals-open", "An exam is closed when every appeal is decided and carried out.");
    public static readonly Rule MovedCandidatesAreNamed = new("exams.nobody-moves", "Say which candidates move.");
    public static readonly Rule CandidateMayMove = new("exams.may-not-move", "Only candidates who wait, work or were excused can be moved.");
    public static readonly Rule PreparatoryDayHasCome = new("exams.preparation-too-early", "Preparation begins on the preparatory day.");
    public static readonly Rule ReadinessItemExists = new("exams.unknown-item", "The checklist of this exam has no such line.");
    public static readonly Rule MissingIsExplained = new("exams.missing-unexplained", "Say what is missing.");
    public static readonly Rule ChecklistIsLaidDown = new("exams.no-checklist", "Preparation has not begun: there is no checklist yet.");
    public static readonly Rule ItemIsChecked = new("exams.item-unchecked", "A line of the checklist is not checked.");
    public static readonly Rule ItemIsThere = new("exams.item-missing", "A line of the checklist is missing.");
    public static readonly Rule PlacesAreDrawn = new("exams.places-not-drawn", "Workplaces are not drawn.");
    public static readonly Rule SomebodyIsBriefed = new("exams.nobody-briefed", "Say who was briefed.");
    public static readonly Rule ExpertTakesPart = new("exams.no-such-duty", "The expert has no such duty in this exam.");
    public static readonly Rule ConductedByItsExperts = new("exams.not-conductor", "Only the chief and the technical expert of this exam may do this.");
    public static readonly Rule OutcomeIsOpen = new("exams.outcome-settled", "How the candidate's part went is settled already.");
    public static readonly Rule GroupStillWorks = new("exams.group-finished", "The group has finished its work.");
    public static readonly Rule GroupExists = new("exams.no-such-group", "The exam has no such group that waits for its start.");
    public static readonly Rule GroupIsNotStarted = new("exams.group-started", "The group has started already.");
    public static readonly Rule SomebodyIsAdmitted = new("exams.nobody-admitted", "Nobody of the group has been admitted.");
    public static readonly Rule ExpertsAreBriefed = new("exams.experts-not-briefed", "Experts without a safety briefing can't work.");
    public static readonly Rule BriefedBeforeWork = new("exams.not-briefed", "Candidates without a safety briefing can't start.");
    public static readonly Rule CandidateIsAdmitted = new("exams.not-admitted", "The candidate must be recognised by a document first.");
    public static readonly Rule OutcomeHasGrounds = new("exams.outcome-without-grounds", "This outcome needs a reason and a document.");
    public static readonly Rule CandidateIsWorking = new("exams.not-working", "The candidate is not working now.");
    public static readonly Rule ExtraTimeIsInRange = new("exams.extra-time", "Extra time is from zero to eight hours.");
    public static readonly Rule ClockRuns = new("exams.clock-stands", "The clock stands already.");
    public static readonly Rule ClockStands = new("exams.clock-runs", "The clock runs: there is nothing to go on from.");
    public static readonly Rule ReservePlaceIsFree = new("exams.no-reserve-place", "The place is taken, or the certificate doesn't have it.");
    public static readonly Rule TaskIsReleased = new("exams.task-locked", "The task variant is locked until its moment.");
    public static readonly Rule TaskIsForChief = new("exams.task-not-yours", "Before the start only the chief expert of the exam opens a task variant.");
    public static readonly Rule TaskTakesMark = new("exams.task-mark", "The file of a task must take a mark of who opened it: a PDF that is neither encrypted nor damaged, a ZIP or a DOCX.");
    public static readonly Rule TaskReleaseIsInTime = new("exams.task-release", "A task variant is released not before the preparatory day, and before the exam starts.");
}
