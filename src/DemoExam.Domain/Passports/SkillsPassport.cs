using static DemoExam.Domain.Passports.PassportRules;

namespace DemoExam.Domain.Passports;

/// <summary>State of a passport.</summary>
public enum PassportStatus
{
    /// <summary>Genuine and in force.</summary>
    Issued = 2,

    /// <summary>Заменён: a newer version exists.</summary>
    Superseded = 3,

    /// <summary>Отозван.</summary>
    Revoked = 4,
}

/// <summary>Category of the reason for a revocation: public, unlike the details.</summary>
public enum RevocationCategory
{
    /// <summary>Результат аннулирован.</summary>
    ResultAnnulled = 1,

    /// <summary>Выпущен по ошибке.</summary>
    IssuedInError = 2,

    /// <summary>Личность не подтверждена.</summary>
    IdentityNotConfirmed = 3,

    /// <summary>По просьбе владельца.</summary>
    HolderRequest = 4,
}

/// <summary>Why a version was replaced: public, unlike the details.</summary>
public enum SupersedingCategory
{
    /// <summary>Результат изменён апелляцией.</summary>
    ResultChanged = 1,

    /// <summary>Изменилось имя владельца.</summary>
    NameChanged = 2,

    /// <summary>Исправлена ошибка.</summary>
    Correction = 3,
}

/// <summary>
/// One version of a skills passport (паспорт компетенций). It exists only together with its signed document: both are
/// stored in one transaction.
/// </summary>
public sealed class SkillsPassport
{
    private SkillsPassport()
    {
    }

    /// <param name="order">The order that this passport fulfils; its identity, number and token were fixed there.</param>
    /// <param name="facts">What the document says in public.</param>
    /// <param name="documentSha256">SHA-256 of the signed PDF, lower-case hex.</param>
    /// <param name="certificateSerial">Serial number of the certificate that signed.</param>
    public SkillsPassport(PassportOrder order, PublicFacts facts, string documentSha256, string certificateSerial)
    {
        Id = order.PassportId;
        OrderId = order.Id;
        ExamId = order.ExamId;
        CandidateId = order.CandidateId;
        ResultId = order.ResultId;
        Number = order.Number;
        Token = order.Token;
        PassportVersion = order.PassportVersion;
        IssuedAt = order.IssueMoment;
        Facts = facts;
        DocumentSha256 = documentSha256;
        CertificateSerial = certificateSerial;
        Status = PassportStatus.Issued;
    }

    public PassportId Id { get; private set; }
    public PassportOrderId OrderId { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public ResultId ResultId { get; private set; }

    /// <summary>Printed number.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Public token of the verification address.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Version for this candidate and exam, from 1.</summary>
    public int PassportVersion { get; private set; }

    /// <summary>Printed and signed moment of issue, whole seconds.</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>The public part of what was signed, as it was signed: later changes of registers don't reach it.</summary>
    public PublicFacts Facts { get; private set; } = PublicFacts.None;

    public string DocumentSha256 { get; private set; } = "";
    public string CertificateSerial { get; private set; } = "";
    public PassportStatus Status { get; private set; }
    public DateTimeOffset? StatusChangedAt { get; private set; }
    public RevocationCategory? RevokedFor { get; private set; }
    public SupersedingCategory? SupersededFor { get; private set; }

    /// <summary>The newer version, once there is one.</summary>
    public PassportId? SupersededById { get; private set; }

    /// <summary>Details of a revocation, for the issuer only.</summary>
    public string? InternalReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>Withdraws the passport; the document stays in the archive.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsInForce"/> or <see cref="RevocationHasReason"/>.</exception>
    public void Revoke(RevocationCategory category, string reason, DateTimeOffset now)
    {
        PassportIsInForce.Require(Status == PassportStatus.Issued, ("number", Number), ("status", Status));
        RevocationHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        Status = PassportStatus.Revoked;
        RevokedFor = category;
        InternalReason = reason;
        StatusChangedAt = now;
        Version++;
    }

    /// <summary>A newer version takes this one's place.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsInForce"/>.</exception>
    public void SupersedeBy(PassportId newer, SupersedingCategory category, DateTimeOffset now)
    {
        PassportIsInForce.Require(Status == PassportStatus.Issued, ("number", Number), ("status", Status));
        Status = PassportStatus.Superseded;
        SupersededById = newer;
        SupersededFor = category;
        StatusChangedAt = now;
        Version++;
    }
}

/// <summary>
/// What a stranger may learn about a passport without the holder's consent (152-ФЗ, art. 10.1: nothing else goes to an
/// unlimited circle): enough to compare with the paper in hand, too little to find a person by.
/// </summary>
/// <param name="Holder">Name with initials, «Иванов И. И.».</param>
/// <param name="HolderMasked">The surname without its middle, «И…в И. И.»; shown for a number, since numbers can be tried one after another.</param>
/// <param name="Skill">Name of the skill.</param>
/// <param name="SkillEn">The same in English.</param>
/// <param name="Level">Level in words.</param>
/// <param name="LevelEn">The same in English.</param>
/// <param name="Year">Year of the exam's last day.</param>
/// <param name="Issuer">Issuing organisation.</param>
/// <param name="IssuerEn">The same in English.</param>
/// <param name="Total">Points reached.</param>
/// <param name="Maximum">Maximum of the exam.</param>
public sealed record PublicFacts(
    string Holder, string HolderMasked, string Skill, string SkillEn, string Level, string LevelEn, int Year, string Issuer, string IssuerEn, Marks Total, Marks Maximum)
{
    internal static readonly PublicFacts None = new("", "", "", "", "", "", 0, "", "", Marks.Zero, Marks.Zero);
}

/// <summary>The signed PDF of a passport, apart from the row that lists and checks read.</summary>
public sealed class PassportDocument
{
    private PassportDocument()
    {
    }

    public PassportDocument(PassportId passportId, byte[] pdf)
    {
        PassportId = passportId;
        Pdf = pdf;
    }

    public PassportId PassportId { get; private set; }
    public byte[] Pdf { get; private set; } = [];
}
