using DemoExam.Domain.Exams;
using DemoExam.Features.Shared;

namespace DemoExam.Features.My;

/// <summary>How a candidate is told where an exam stands.</summary>
internal static class MyView
{
    public static string StateOf(MyExam exam) => exam switch
    {
        { Status: ExamStatus.Cancelled } => "My.State.Cancelled",
        { Outcome: ParticipationOutcome.Moved } or { Status: ExamStatus.Postponed } => "My.State.Moved",
        { Outcome: ParticipationOutcome.Excused } => "My.State.Excused",
        { Outcome: ParticipationOutcome.Absent } => "My.State.Absent",
        { Outcome: ParticipationOutcome.Removed } => "My.State.Removed",
        { Outcome: ParticipationOutcome.Annulled } => "My.State.Annulled",
        { Result: not null } => "My.State.Result",
        { Status: ExamStatus.Suspended } => "My.State.Suspended",
        { Status: ExamStatus.Running } => "My.State.Running",
        { Status: ExamStatus.Scoring or ExamStatus.Reconciling or ExamStatus.Locked or ExamStatus.ProtocolSigned or ExamStatus.ResultsAnnounced or ExamStatus.Closed } => "My.State.Scoring",
        _ => "My.State.Planned",
    };

    public static Kind KindOf(MyExam exam) => exam switch
    {
        { Status: ExamStatus.Cancelled } or { Outcome: ParticipationOutcome.Absent or ParticipationOutcome.Removed or ParticipationOutcome.Annulled } => Kind.Bad,
        { Result: not null } => Kind.Good,
        _ => Kind.Info,
    };
}
