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

    /// <summary>Приостановлен: under review, may come back into force.</summary>
    Suspended = 5,
}

/// <summary>How much of a passport a stranger with its link sees. The holder decides.</summary>
public enum PassportVisibility
{
    /// <summary>Name with initials, skill, level, year, issuer, total: what needs no consent.</summary>
    Usual = 1,

    /// <summary>Full name, breakdown and machine credential; only with the holder's consent.</summary>
    Open = 2,

    /// <summary>Nothing; the holder has closed the passport.</summary>
    Closed = 3,
}

/// <summary>A change of a passport's standing, kept so that its standing on a past day can be told.</summary>
/// <param name="Status">The standing from then on.</param>
/// <param name="At">When.</param>
/// <param name="By">Who did it, for the issuer only.</param>
/// <param name="Reason">Grounds, for the issuer only.</param>
public sealed record StandingChange(PassportStatus Status, DateTimeOffset At, string By, string? Reason = null);

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
    /// <param name="logCommitment">What the transparency log says of the document.</param>
    public SkillsPassport(PassportOrder order, PublicFacts facts, string documentSha256, string certificateSerial, string logCommitment)
    {
        Id = order.PassportId;
        OrderId = order.Id;
        ExamId = order.ExamId;
        CandidateId = order.CandidateId;
        ResultId = order.ResultId;
        Number = order.Number;
        Token = order.Token;
        PassportVersion = order.PassportVersion;
        StatusList = order.StatusList;
        StatusIndex = order.StatusIndex;
        IssuedAt = order.IssueMoment;
        Facts = facts;
        DocumentSha256 = documentSha256;
        CertificateSerial = certificateSerial;
        LogCommitment = logCommitment;
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

    /// <summary>Number of the status list that tells programs whether the passport is withdrawn.</summary>
    public int StatusList { get; private set; }

    /// <summary>Index in the status list.</summary>
    public int StatusIndex { get; private set; }

    /// <summary>Printed and signed moment of issue, whole seconds.</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>The public part of what was signed, as it was signed: later changes of registers don't reach it.</summary>
    public PublicFacts Facts { get; private set; } = PublicFacts.None;

    /// <summary>SHA-256 of the document as it was issued, lower-case hex.</summary>
    public string DocumentSha256 { get; private set; } = "";

    /// <summary>SHA-256 of the document since a time stamp was added to its signature later; null while it is as it was issued.</summary>
    public string? StampedSha256 { get; private set; }

    public string CertificateSerial { get; private set; } = "";

    /// <summary>When a qualified signature was laid beside the document; null without one.</summary>
    public DateTimeOffset? QualifiedAt { get; private set; }

    /// <summary>The document's commitment in the transparency log: a number that says nothing to whoever lacks the document.</summary>
    public string LogCommitment { get; private set; } = "";

    public PassportStatus Status { get; private set; }
    public DateTimeOffset? StatusChangedAt { get; private set; }
    public RevocationCategory? RevokedFor { get; private set; }
    public SupersedingCategory? SupersededFor { get; private set; }

    /// <summary>The newer version, once there is one.</summary>
    public PassportId? SupersededById { get; private set; }

    /// <summary>Grounds of a suspension or revocation, for the issuer only.</summary>
    public string? InternalReason { get; private set; }

    /// <summary>What the holder lets others see.</summary>
    public PassportVisibility Visibility { get; private set; } = PassportVisibility.Usual;

    /// <summary>All changes of the standing, the oldest first.</summary>
    public IReadOnlyList<StandingChange> History { get; private set; } = [];

    /// <summary>When somebody proposed to revoke the passport; null without a proposal.</summary>
    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>Account of whoever proposed it: another person must confirm.</summary>
    public Guid? ProposedBy { get; private set; }
    public string? ProposedByName { get; private set; }
    public RevocationCategory? ProposedFor { get; private set; }
    public string? ProposedReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>True unless it was withdrawn or replaced for good.</summary>
    public bool IsLasting => Status is PassportStatus.Issued or PassportStatus.Suspended;

    /// <summary>The standing at a past moment; null before the passport was issued.</summary>
    public PassportStatus? StatusAt(DateTimeOffset moment) =>
        moment < IssuedAt ? null : History.LastOrDefault(change => change.At <= moment)?.Status ?? PassportStatus.Issued;

    /// <summary>Whether a document with this hash was handed out as this passport.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public bool IsDocument(string sha256) => sha256 == DocumentSha256 || sha256 == StampedSha256;

    /// <summary>A time stamp was added to the signature of the document. What was signed is the same; former copies stay good.</summary>
    /// <param name="sha256">Hash of the document with the time stamp.</param>
    public void Stamp(string sha256)
    {
        StampedSha256 = sha256;
        Version++;
    }

    /// <summary>A qualified signature was laid beside the document.</summary>
    public void Qualify(DateTimeOffset now)
    {
        QualifiedAt = now;
        Version++;
    }

    /// <summary>One of two persons proposes to withdraw the passport. Nothing changes for others until the second one agrees.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsInForce"/>, <see cref="RevocationHasReason"/> or <see cref="RevocationIsNotProposed"/>.</exception>
    public void ProposeRevocation(RevocationCategory category, string reason, Guid account, string name, DateTimeOffset now)
    {
        PassportIsInForce.Require(IsLasting, ("number", Number), ("status", Status));
        RevocationHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        RevocationIsNotProposed.Require(ProposedAt is null, ("number", Number), ("name", ProposedByName));
        (ProposedAt, ProposedBy, ProposedByName, ProposedFor, ProposedReason) = (now, account, name, category, reason);
        Version++;
    }

    /// <summary>The second person agrees: the passport is withdrawn.</summary>
    /// <exception cref="RuleViolation"><see cref="RevocationIsProposed"/>, <see cref="RevocationNeedsTwo"/> or <see cref="PassportIsInForce"/>.</exception>
    public void ConfirmRevocation(Guid account, string name, DateTimeOffset now)
    {
        RevocationIsProposed.Require(ProposedAt is not null, ("number", Number));
        RevocationNeedsTwo.Require(ProposedBy != account, ("number", Number));
        Revoke(ProposedFor!.Value, ProposedReason!, $"{ProposedByName}, {name}", now);
    }

    /// <summary>The proposal is taken back or refused.</summary>
    /// <exception cref="RuleViolation"><see cref="RevocationIsProposed"/>.</exception>
    public void DropRevocation()
    {
        RevocationIsProposed.Require(ProposedAt is not null, ("number", Number));
        Forget();
        Version++;
    }

    /// <summary>Withdraws the passport; the document stays in the archive.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsInForce"/> or <see cref="RevocationHasReason"/>.</exception>
    public void Revoke(RevocationCategory category, string reason, string by, DateTimeOffset now)
    {
        RevocationHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        Change(PassportStatus.Revoked, by, reason, now);
        RevokedFor = category;
        Forget();
    }

    /// <summary>Takes the passport out of force for the time of an inquiry.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsInForce"/> or <see cref="SuspensionHasReason"/>.</exception>
    public void Suspend(string reason, string by, DateTimeOffset now)
    {
        SuspensionHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        PassportIsInForce.Require(Status == PassportStatus.Issued, ("number", Number), ("status", Status));
        Change(PassportStatus.Suspended, by, reason, now);
    }

    /// <summary>Puts a suspended passport back into force.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsSuspended"/>.</exception>
    public void Resume(string by, DateTimeOffset now)
    {
        PassportIsSuspended.Require(Status == PassportStatus.Suspended, ("number", Number), ("status", Status));
        Change(PassportStatus.Issued, by, null, now);
    }

    /// <summary>A newer version takes this one's place.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportIsInForce"/>.</exception>
    public void SupersedeBy(PassportOrder newer, DateTimeOffset now)
    {
        Change(PassportStatus.Superseded, newer.OrderedBy, newer.Basis, now);
        SupersededById = newer.PassportId;
        SupersededFor = newer.SupersedesFor;
        Forget();
    }

    /// <summary>The holder decides what others see.</summary>
    public void Show(PassportVisibility visibility)
    {
        Visibility = visibility;
        Version++;
    }

    private void Change(PassportStatus status, string by, string? reason, DateTimeOffset now)
    {
        PassportIsInForce.Require(IsLasting, ("number", Number), ("status", Status));
        Status = status;
        StatusChangedAt = now;
        InternalReason = reason;
        History = [.. History, new StandingChange(status, now, by, reason)];
        Version++;
    }

    private void Forget() => (ProposedAt, ProposedBy, ProposedByName, ProposedFor, ProposedReason) = (null, null, null, null, null);
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

    /// <param name="passportId">Its passport.</param>
    /// <param name="pdf">The signed PDF.</param>
    /// <param name="signature">A signature over the PDF that lies beside it.</param>
    /// <param name="awaitsTimestamp">True when its signature shall get a time stamp and has none yet.</param>
    /// <param name="awaitsQualified">True when another house shall lay a qualified signature beside it.</param>
    /// <param name="openBadge">The machine credential as the PDF carries it, header of Open Badges.</param>
    /// <param name="verifiableCredential">The same credential under the header of the W3C.</param>
    public PassportDocument(PassportId passportId, byte[] pdf, byte[] signature, bool awaitsTimestamp, bool awaitsQualified, string openBadge, string verifiableCredential)
    {
        PassportId = passportId;
        Pdf = pdf;
        Signature = signature;
        AwaitsTimestamp = awaitsTimestamp;
        AwaitsQualified = awaitsQualified;
        OpenBadge = openBadge;
        VerifiableCredential = verifiableCredential;
    }

    public PassportId PassportId { get; private set; }
    public byte[] Pdf { get; private set; } = [];

    /// <summary>Detached CMS message over <see cref="Pdf"/>.</summary>
    public byte[] Signature { get; private set; } = [];

    /// <summary>True while the time-stamp authority owes a stamp.</summary>
    public bool AwaitsTimestamp { get; private set; }

    /// <summary>Detached CMS message over <see cref="Pdf"/> by GOST R 34.10-2012; null without one.</summary>
    public byte[]? QualifiedSignature { get; private set; }

    /// <summary>True while a qualified signature is owed. It is asked for once the PDF has its time stamp, since it covers every byte.</summary>
    public bool AwaitsQualified { get; private set; }

    public string OpenBadge { get; private set; } = "";
    public string VerifiableCredential { get; private set; } = "";

    /// <summary>The signature inside has got its time stamp.</summary>
    /// <param name="pdf">The PDF with the time stamp.</param>
    /// <param name="signature">The signature beside it, made anew.</param>
    public void Stamp(byte[] pdf, byte[] signature)
    {
        Pdf = pdf;
        Signature = signature;
        AwaitsTimestamp = false;
    }

    /// <summary>The qualified signature over the PDF as it is now.</summary>
    public void Qualify(byte[] signature)
    {
        QualifiedSignature = signature;
        AwaitsQualified = false;
    }
}
