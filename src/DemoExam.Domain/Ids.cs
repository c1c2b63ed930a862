namespace DemoExam.Domain;

/// <summary>A typed identity over a version-7 GUID, so that an exam's id can't be taken for a candidate's.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    /// <summary>The bare value, as it is stored.</summary>
    Guid Value { get; }

    /// <summary>Wraps a stored value.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>What all typed ids share.</summary>
public static class Id
{
    /// <summary>A new identity, made by the application so that nothing waits for the database.</summary>
    public static TId New<TId>() where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7());

    /// <summary>Reads the text form; false for anything that is not a GUID.</summary>
    public static bool TryParse<TId>(string? text, out TId id) where TId : struct, IId<TId>
    {
        var read = Guid.TryParse(text, out var value);
        id = TId.From(value);
        return read;
    }
}

/// <summary>Identity of an organisation.</summary>
public readonly record struct OrganisationId(Guid Value) : IId<OrganisationId>
{
    public static OrganisationId From(Guid value) => new(value);
    public static OrganisationId New() => Id.New<OrganisationId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out OrganisationId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a task variant.</summary>
public readonly record struct TaskVariantId(Guid Value) : IId<TaskVariantId>
{
    public static TaskVariantId From(Guid value) => new(value);
    public static TaskVariantId New() => Id.New<TaskVariantId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out TaskVariantId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a file of an accreditation.</summary>
public readonly record struct AccreditationFileId(Guid Value) : IId<AccreditationFileId>
{
    public static AccreditationFileId From(Guid value) => new(value);
    public static AccreditationFileId New() => Id.New<AccreditationFileId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out AccreditationFileId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a speciality, profession or skill of the catalogue.</summary>
public readonly record struct SpecialityId(Guid Value) : IId<SpecialityId>
{
    public static SpecialityId From(Guid value) => new(value);
    public static SpecialityId New() => Id.New<SpecialityId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out SpecialityId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a venue (ЦПДЭ).</summary>
public readonly record struct VenueId(Guid Value) : IId<VenueId>
{
    public static VenueId From(Guid value) => new(value);
    public static VenueId New() => Id.New<VenueId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out VenueId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an accreditation of a venue.</summary>
public readonly record struct AccreditationId(Guid Value) : IId<AccreditationId>
{
    public static AccreditationId From(Guid value) => new(value);
    public static AccreditationId New() => Id.New<AccreditationId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out AccreditationId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of one version of an assessment package (КОД).</summary>
public readonly record struct PackageId(Guid Value) : IId<PackageId>
{
    public static PackageId From(Guid value) => new(value);
    public static PackageId New() => Id.New<PackageId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out PackageId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a criterion of a marking scheme.</summary>
public readonly record struct CriterionId(Guid Value) : IId<CriterionId>
{
    public static CriterionId From(Guid value) => new(value);
    public static CriterionId New() => Id.New<CriterionId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out CriterionId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a sub-criterion of a marking scheme.</summary>
public readonly record struct SubCriterionId(Guid Value) : IId<SubCriterionId>
{
    public static SubCriterionId From(Guid value) => new(value);
    public static SubCriterionId New() => Id.New<SubCriterionId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out SubCriterionId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an aspect of a marking scheme.</summary>
public readonly record struct AspectId(Guid Value) : IId<AspectId>
{
    public static AspectId From(Guid value) => new(value);
    public static AspectId New() => Id.New<AspectId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out AspectId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a grade scale.</summary>
public readonly record struct GradeScaleId(Guid Value) : IId<GradeScaleId>
{
    public static GradeScaleId From(Guid value) => new(value);
    public static GradeScaleId New() => Id.New<GradeScaleId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out GradeScaleId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an expert.</summary>
public readonly record struct ExpertId(Guid Value) : IId<ExpertId>
{
    public static ExpertId From(Guid value) => new(value);
    public static ExpertId New() => Id.New<ExpertId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ExpertId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a credential of an expert.</summary>
public readonly record struct ExpertCredentialId(Guid Value) : IId<ExpertCredentialId>
{
    public static ExpertCredentialId From(Guid value) => new(value);
    public static ExpertCredentialId New() => Id.New<ExpertCredentialId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ExpertCredentialId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a candidate.</summary>
public readonly record struct CandidateId(Guid Value) : IId<CandidateId>
{
    public static CandidateId From(Guid value) => new(value);
    public static CandidateId New() => Id.New<CandidateId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out CandidateId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an exam.</summary>
public readonly record struct ExamId(Guid Value) : IId<ExamId>
{
    public static ExamId From(Guid value) => new(value);
    public static ExamId New() => Id.New<ExamId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ExamId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an exam group (shift).</summary>
public readonly record struct ExamGroupId(Guid Value) : IId<ExamGroupId>
{
    public static ExamGroupId From(Guid value) => new(value);
    public static ExamGroupId New() => Id.New<ExamGroupId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ExamGroupId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an expert's duty in an exam.</summary>
public readonly record struct ExpertDutyId(Guid Value) : IId<ExpertDutyId>
{
    public static ExpertDutyId From(Guid value) => new(value);
    public static ExpertDutyId New() => Id.New<ExpertDutyId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ExpertDutyId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a candidate's place in an exam.</summary>
public readonly record struct EnrolmentId(Guid Value) : IId<EnrolmentId>
{
    public static EnrolmentId From(Guid value) => new(value);
    public static EnrolmentId New() => Id.New<EnrolmentId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out EnrolmentId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a score sheet: one candidate, one criterion.</summary>
public readonly record struct ScoreSheetId(Guid Value) : IId<ScoreSheetId>
{
    public static ScoreSheetId From(Guid value) => new(value);
    public static ScoreSheetId New() => Id.New<ScoreSheetId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ScoreSheetId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a score entry, made on the device that enters it, so that sending it again changes nothing.</summary>
public readonly record struct ScoreEntryId(Guid Value) : IId<ScoreEntryId>
{
    public static ScoreEntryId From(Guid value) => new(value);
    public static ScoreEntryId New() => Id.New<ScoreEntryId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ScoreEntryId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of one version of a result.</summary>
public readonly record struct ResultId(Guid Value) : IId<ResultId>
{
    public static ResultId From(Guid value) => new(value);
    public static ResultId New() => Id.New<ResultId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ResultId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of one version of a skills passport.</summary>
public readonly record struct PassportId(Guid Value) : IId<PassportId>
{
    public static PassportId From(Guid value) => new(value);
    public static PassportId New() => Id.New<PassportId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out PassportId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an order to issue a passport.</summary>
public readonly record struct PassportOrderId(Guid Value) : IId<PassportOrderId>
{
    public static PassportOrderId From(Guid value) => new(value);
    public static PassportOrderId New() => Id.New<PassportOrderId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out PassportOrderId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a record in the trail of an exam.</summary>
public readonly record struct AuditRecordId(Guid Value) : IId<AuditRecordId>
{
    public static AuditRecordId From(Guid value) => new(value);
    public static AuditRecordId New() => Id.New<AuditRecordId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out AuditRecordId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a link that shares a passport.</summary>
public readonly record struct ShareLinkId(Guid Value) : IId<ShareLinkId>
{
    public static ShareLinkId From(Guid value) => new(value);
    public static ShareLinkId New() => Id.New<ShareLinkId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ShareLinkId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a campaign that replaces many passports.</summary>
public readonly record struct ReissueCampaignId(Guid Value) : IId<ReissueCampaignId>
{
    public static ReissueCampaignId From(Guid value) => new(value);
    public static ReissueCampaignId New() => Id.New<ReissueCampaignId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ReissueCampaignId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a holder's request to correct a passport.</summary>
public readonly record struct CorrectionRequestId(Guid Value) : IId<CorrectionRequestId>
{
    public static CorrectionRequestId From(Guid value) => new(value);
    public static CorrectionRequestId New() => Id.New<CorrectionRequestId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out CorrectionRequestId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a line of the transparency log.</summary>
public readonly record struct LogEntryId(Guid Value) : IId<LogEntryId>
{
    public static LogEntryId From(Guid value) => new(value);
    public static LogEntryId New() => Id.New<LogEntryId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out LogEntryId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a consent to show a passport.</summary>
public readonly record struct PassportConsentId(Guid Value) : IId<PassportConsentId>
{
    public static PassportConsentId From(Guid value) => new(value);
    public static PassportConsentId New() => Id.New<PassportConsentId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out PassportConsentId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a draw of workplaces.</summary>
public readonly record struct WorkplaceDrawId(Guid Value) : IId<WorkplaceDrawId>
{
    public static WorkplaceDrawId From(Guid value) => new(value);
    public static WorkplaceDrawId New() => Id.New<WorkplaceDrawId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out WorkplaceDrawId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a reading of a paper sheet.</summary>
public readonly record struct PaperReadingId(Guid Value) : IId<PaperReadingId>
{
    public static PaperReadingId From(Guid value) => new(value);
    public static PaperReadingId New() => Id.New<PaperReadingId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out PaperReadingId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a confirmation that paper and system agree.</summary>
public readonly record struct ReconciliationId(Guid Value) : IId<ReconciliationId>
{
    public static ReconciliationId From(Guid value) => new(value);
    public static ReconciliationId New() => Id.New<ReconciliationId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ReconciliationId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a request to unlock scores.</summary>
public readonly record struct UnlockRequestId(Guid Value) : IId<UnlockRequestId>
{
    public static UnlockRequestId From(Guid value) => new(value);
    public static UnlockRequestId New() => Id.New<UnlockRequestId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out UnlockRequestId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an edition of the protocol of results.</summary>
public readonly record struct ResultProtocolId(Guid Value) : IId<ResultProtocolId>
{
    public static ResultProtocolId From(Guid value) => new(value);
    public static ResultProtocolId New() => Id.New<ResultProtocolId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ResultProtocolId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an appeal.</summary>
public readonly record struct AppealId(Guid Value) : IId<AppealId>
{
    public static AppealId From(Guid value) => new(value);
    public static AppealId New() => Id.New<AppealId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out AppealId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an appeals board.</summary>
public readonly record struct AppealBoardId(Guid Value) : IId<AppealBoardId>
{
    public static AppealBoardId From(Guid value) => new(value);
    public static AppealBoardId New() => Id.New<AppealBoardId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out AppealBoardId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a piece of evidence, made where it is entered.</summary>
public readonly record struct EvidenceId(Guid Value) : IId<EvidenceId>
{
    public static EvidenceId From(Guid value) => new(value);
    public static EvidenceId New() => Id.New<EvidenceId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out EvidenceId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a message of the outbox.</summary>
public readonly record struct MailMessageId(Guid Value) : IId<MailMessageId>
{
    public static MailMessageId From(Guid value) => new(value);
    public static MailMessageId New() => Id.New<MailMessageId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out MailMessageId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an invitation of an expert.</summary>
public readonly record struct InvitationId(Guid Value) : IId<InvitationId>
{
    public static InvitationId From(Guid value) => new(value);
    public static InvitationId New() => Id.New<InvitationId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out InvitationId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a printed document of an exam.</summary>
public readonly record struct ExamDocumentId(Guid Value) : IId<ExamDocumentId>
{
    public static ExamDocumentId From(Guid value) => new(value);
    public static ExamDocumentId New() => Id.New<ExamDocumentId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ExamDocumentId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an entry in the history of a register.</summary>
public readonly record struct RegisterChangeId(Guid Value) : IId<RegisterChangeId>
{
    public static RegisterChangeId From(Guid value) => new(value);
    public static RegisterChangeId New() => Id.New<RegisterChangeId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out RegisterChangeId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a programme.</summary>
public readonly record struct ProgrammeId(Guid Value) : IId<ProgrammeId>
{
    public static ProgrammeId From(Guid value) => new(value);
    public static ProgrammeId New() => Id.New<ProgrammeId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ProgrammeId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a group of a programme.</summary>
public readonly record struct TrainingGroupId(Guid Value) : IId<TrainingGroupId>
{
    public static TrainingGroupId From(Guid value) => new(value);
    public static TrainingGroupId New() => Id.New<TrainingGroupId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out TrainingGroupId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a participation in a programme.</summary>
public readonly record struct ParticipantId(Guid Value) : IId<ParticipantId>
{
    public static ParticipantId From(Guid value) => new(value);
    public static ParticipantId New() => Id.New<ParticipantId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out ParticipantId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a recorded employment outcome.</summary>
public readonly record struct EmploymentOutcomeId(Guid Value) : IId<EmploymentOutcomeId>
{
    public static EmploymentOutcomeId From(Guid value) => new(value);
    public static EmploymentOutcomeId New() => Id.New<EmploymentOutcomeId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out EmploymentOutcomeId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of an application of an employer.</summary>
public readonly record struct EmployerApplicationId(Guid Value) : IId<EmployerApplicationId>
{
    public static EmployerApplicationId From(Guid value) => new(value);
    public static EmployerApplicationId New() => Id.New<EmployerApplicationId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out EmployerApplicationId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}

/// <summary>Identity of a need that an employer has posted.</summary>
public readonly record struct EmployerNeedId(Guid Value) : IId<EmployerNeedId>
{
    public static EmployerNeedId From(Guid value) => new(value);
    public static EmployerNeedId New() => Id.New<EmployerNeedId>();
    public static bool TryParse(string? text, IFormatProvider? provider, out EmployerNeedId id) => Id.TryParse(text, out id);
    public override string ToString() => Value.ToString();
}
