using DemoExam.Domain.Appeals;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using DemoExam.Features.Packages;
using DemoExam.Security;

namespace DemoExam.Features.Shared;

/// <summary>How the states of the domain look, the same on every page.</summary>
public static class States
{
    public static (Kind Kind, string? Icon) Look(Enum state) => state switch
    {
        ExamStatus.Draft => (Kind.Neutral, "edit"),
        ExamStatus.Submitted => (Kind.Info, "clock"),
        ExamStatus.Confirmed => (Kind.Good, "calendar"),
        ExamStatus.Preparation => (Kind.Info, "list"),
        ExamStatus.Ready => (Kind.Good, "check"),
        ExamStatus.Running => (Kind.Info, "play"),
        ExamStatus.Scoring => (Kind.Info, "score"),
        ExamStatus.Reconciling => (Kind.Info, "file"),
        ExamStatus.Locked => (Kind.Neutral, "lock"),
        ExamStatus.ProtocolSigned => (Kind.Neutral, "lock"),
        ExamStatus.ResultsAnnounced => (Kind.Good, "people"),
        ExamStatus.Closed => (Kind.Neutral, "lock"),
        ExamStatus.Cancelled => (Kind.Neutral, "cross"),
        ExamStatus.Postponed => (Kind.Warning, "repeat"),
        ExamStatus.Suspended => (Kind.Warning, "warning"),

        AccreditationStatus.Applied => (Kind.Info, "file"),
        AccreditationStatus.UnderReview => (Kind.Info, "search"),
        AccreditationStatus.Returned => (Kind.Warning, "edit"),
        AccreditationStatus.Accredited => (Kind.Good, null),
        AccreditationStatus.Suspended => (Kind.Warning, null),
        AccreditationStatus.Withdrawn => (Kind.Bad, null),

        EmployerApplicationStatus.Waiting => (Kind.Info, "clock"),
        EmployerApplicationStatus.Admitted => (Kind.Good, null),
        EmployerApplicationStatus.Refused => (Kind.Neutral, "cross"),

        AccountState.Waiting => (Kind.Info, "clock"),
        AccountState.Active => (Kind.Good, null),
        AccountState.Disabled => (Kind.Neutral, "lock"),

        CredentialState.NotYet => (Kind.Info, "clock"),
        CredentialState.InForce => (Kind.Good, null),
        CredentialState.ExpiresSoon => (Kind.Warning, "clock"),
        CredentialState.Expired => (Kind.Bad, "clock"),
        CredentialState.Revoked => (Kind.Bad, null),
        AccreditationState.Pending => (Kind.Info, "search"),
        AccreditationState.NotYet => (Kind.Info, "clock"),
        AccreditationState.InForce => (Kind.Good, null),
        AccreditationState.ExpiresSoon => (Kind.Warning, "clock"),
        AccreditationState.Expired => (Kind.Bad, "clock"),
        AccreditationState.Suspended => (Kind.Warning, null),
        AccreditationState.Withdrawn => (Kind.Bad, null),

        PackageStatus.Draft => (Kind.Neutral, "edit"),
        PackageStatus.Published => (Kind.Good, null),
        PackageStatus.Withdrawn => (Kind.Neutral, null),

        GradeScaleState.NotYet => (Kind.Info, "clock"),
        GradeScaleState.InForce => (Kind.Good, null),
        GradeScaleState.Replaced => (Kind.Neutral, "repeat"),
        GradeScaleState.Ended => (Kind.Neutral, "clock"),

        ParticipationOutcome.Expected => (Kind.Neutral, "clock"),
        ParticipationOutcome.Present => (Kind.Good, null),
        ParticipationOutcome.Absent => (Kind.Warning, null),
        ParticipationOutcome.Removed => (Kind.Bad, null),
        ParticipationOutcome.Annulled => (Kind.Bad, null),
        ParticipationOutcome.Excused => (Kind.Neutral, "file"),
        ParticipationOutcome.Moved => (Kind.Neutral, "repeat"),

        ReadinessState.Open => (Kind.Neutral, "clock"),
        ReadinessState.There => (Kind.Good, null),
        ReadinessState.Missing => (Kind.Bad, "warning"),

        PaperState.Unread => (Kind.Neutral, "file"),
        PaperState.ReadOnce => (Kind.Info, "clock"),
        PaperState.Differs => (Kind.Bad, "warning"),
        PaperState.Agrees => (Kind.Good, "check"),

        AppealStatus.Filed => (Kind.Info, "clock"),
        AppealStatus.Rejected => (Kind.Neutral, "cross"),
        AppealStatus.Satisfied => (Kind.Warning, "clock"),
        AppealStatus.CarriedOut => (Kind.Good, "check"),

        UnlockStatus.Requested => (Kind.Info, "clock"),
        UnlockStatus.Approved => (Kind.Good, "check"),
        UnlockStatus.Rejected => (Kind.Neutral, "cross"),

        ScoreSheetStatus.Open => (Kind.Info, "edit"),
        ScoreSheetStatus.Locked => (Kind.Neutral, "lock"),

        AspectState.Empty => (Kind.Neutral, null),
        AspectState.Waiting or PanelState.Waiting => (Kind.Info, "clock"),
        AspectState.Conflict => (Kind.Bad, "warning"),
        AspectState.NeedsRescore or PanelState.NeedsRescore => (Kind.Warning, "repeat"),
        AspectState.Scored or PanelState.Agreed => (Kind.Good, null),

        PassportOrderStatus.Open => (Kind.Info, "clock"),
        PassportOrderStatus.Leased => (Kind.Info, "edit"),
        PassportOrderStatus.Done => (Kind.Good, null),
        PassportOrderStatus.Failed => (Kind.Bad, null),
        PassportOrderStatus.Cancelled => (Kind.Neutral, "cross"),

        MailStatus.Open => (Kind.Info, "clock"),
        MailStatus.Leased => (Kind.Info, "mail"),
        MailStatus.Sent => (Kind.Good, "check"),
        MailStatus.Failed => (Kind.Bad, null),

        InvitationState.NotInvited => (Kind.Neutral, "mail"),
        InvitationState.Open => (Kind.Info, "clock"),
        InvitationState.Late => (Kind.Warning, "clock"),
        InvitationState.Accepted => (Kind.Good, "check"),
        InvitationState.Declined => (Kind.Bad, "cross"),
        InvitationState.Outdated => (Kind.Warning, "repeat"),

        PassportStatus.Issued => (Kind.Good, "shield"),
        PassportStatus.Superseded => (Kind.Warning, "repeat"),
        PassportStatus.Revoked => (Kind.Bad, null),
        PassportStatus.Suspended => (Kind.Warning, "clock"),

        _ => (Kind.Neutral, null),
    };
}
