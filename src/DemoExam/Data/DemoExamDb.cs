using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using DemoExam.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Data;

/// <summary>
/// The one model of all three databases. What differs per database sits in its subclass under <c>Providers</c>.
/// </summary>
public abstract class DemoExamDb(DbContextOptions options) : IdentityDbContext<Account, AccountRole, Guid>(options)
{
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<EmployerApplication> EmployerApplications => Set<EmployerApplication>();
    public DbSet<EmployerNeed> EmployerNeeds => Set<EmployerNeed>();
    public DbSet<Venue> Venues => Set<Venue>();
    public DbSet<Accreditation> Accreditations => Set<Accreditation>();
    public DbSet<AccreditationFile> AccreditationFiles => Set<AccreditationFile>();
    public DbSet<AssessmentPackage> Packages => Set<AssessmentPackage>();
    public DbSet<Speciality> Specialities => Set<Speciality>();
    public DbSet<Criterion> Criteria => Set<Criterion>();
    public DbSet<Aspect> Aspects => Set<Aspect>();
    public DbSet<GradeScale> GradeScales => Set<GradeScale>();
    public DbSet<Expert> Experts => Set<Expert>();
    public DbSet<ExpertCredential> ExpertCredentials => Set<ExpertCredential>();
    public DbSet<Candidate> Candidates => Set<Candidate>();
    public DbSet<Accommodation> Accommodations => Set<Accommodation>();
    public DbSet<Programme> Programmes => Set<Programme>();
    public DbSet<TrainingGroup> TrainingGroups => Set<TrainingGroup>();
    public DbSet<Participant> Participants => Set<Participant>();
    public DbSet<Exam> Exams => Set<Exam>();
    public DbSet<Enrolment> Enrolments => Set<Enrolment>();
    public DbSet<MissedTerm> MissedTerms => Set<MissedTerm>();
    public DbSet<ExpertDuty> ExpertDuties => Set<ExpertDuty>();
    public DbSet<Booking> Bookings => Set<Booking>();
    public DbSet<WorkplaceDraw> WorkplaceDraws => Set<WorkplaceDraw>();
    public DbSet<TaskVariant> TaskVariants => Set<TaskVariant>();
    public DbSet<ScoreSheet> ScoreSheets => Set<ScoreSheet>();
    public DbSet<ScoreEntry> ScoreEntries => Set<ScoreEntry>();
    public DbSet<Evidence> Evidence => Set<Evidence>();
    public DbSet<EvidencePhoto> EvidencePhotos => Set<EvidencePhoto>();
    public DbSet<PaperReading> PaperReadings => Set<PaperReading>();
    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();
    public DbSet<UnlockRequest> UnlockRequests => Set<UnlockRequest>();
    public DbSet<ResultProtocol> ResultProtocols => Set<ResultProtocol>();
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();
    public DbSet<RegisterChange> RegisterChanges => Set<RegisterChange>();
    public DbSet<Appeal> Appeals => Set<Appeal>();
    public DbSet<AppealBoard> AppealBoards => Set<AppealBoard>();
    public DbSet<Result> Results => Set<Result>();
    public DbSet<PassportOrder> PassportOrders => Set<PassportOrder>();
    public DbSet<SkillsPassport> Passports => Set<SkillsPassport>();
    public DbSet<CheckCount> CheckCounts => Set<CheckCount>();
    public DbSet<PassportDocument> PassportDocuments => Set<PassportDocument>();
    public DbSet<ReissueCampaign> ReissueCampaigns => Set<ReissueCampaign>();
    public DbSet<CorrectionRequest> CorrectionRequests => Set<CorrectionRequest>();
    public DbSet<LogEntry> LogEntries => Set<LogEntry>();
    public DbSet<LogNode> LogNodes => Set<LogNode>();
    public DbSet<LogCheckpoint> LogCheckpoints => Set<LogCheckpoint>();
    public DbSet<ShareLink> ShareLinks => Set<ShareLink>();
    public DbSet<PassportConsent> PassportConsents => Set<PassportConsent>();
    public DbSet<PublishedStatusList> StatusLists => Set<PublishedStatusList>();
    public DbSet<IssuerCertificate> IssuerCertificates => Set<IssuerCertificate>();
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<MailMessage> MailMessages => Set<MailMessage>();
    public DbSet<MailServerSettings> MailServerSettings => Set<MailServerSettings>();
    public DbSet<ExamDocument> ExamDocuments => Set<ExamDocument>();
    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();
    public DbSet<SessionKey> SessionKeys => Set<SessionKey>();
    public DbSet<AccountSession> Sessions => Set<AccountSession>();
    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();
    public DbSet<SignInPolicy> SignInPolicies => Set<SignInPolicy>();
    public DbSet<PersonalDataAccess> PersonalDataAccesses => Set<PersonalDataAccess>();
    public DbSet<Erasure> Erasures => Set<Erasure>();
    public DbSet<RememberedAnswer> RememberedAnswers => Set<RememberedAnswer>();

    /// <summary>Passkeys need the third schema; it must be there from the first migration.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <summary>Name of the index or columns that were violated; null when the failure is another one.</summary>
    public abstract string? UniqueViolation(DbUpdateException failure);

    /// <summary>
    /// Leases up to <c>{2}</c> due orders to the owner <c>{0}</c> until <c>{1}</c>, as of <c>{3}</c>, and returns their rows. What waits for a moment
    /// after <c>{4}</c> waits for a clock that has been set back, and is due. The only statement that differs
    /// between the databases, because each has its own way to skip rows that another worker holds.
    /// </summary>
    public abstract string ClaimOrdersSql { get; }

    /// <summary>Size of the database in bytes, in a column named <c>Value</c>.</summary>
    public abstract string SizeSql { get; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Conventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(DemoExamDb).Assembly);
        Conventions.OwnIds(builder);
    }
}

/// <summary>The answer to a request with an idempotency key, kept so that a repeat gets the same answer.</summary>
public sealed class RememberedAnswer
{
    /// <summary>Hash of account, route and key.</summary>
    public required string Key { get; init; }

    /// <summary>Hash of the request's body; the same key with another body is an error.</summary>
    public required string BodyHash { get; init; }

    public int StatusCode { get; set; }
    public string? ContentType { get; set; }
    public string? Location { get; set; }
    public byte[] Body { get; set; } = [];
    public DateTimeOffset At { get; init; }
}
