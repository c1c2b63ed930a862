using DemoExam.Domain.Packages;

namespace DemoExam.Domain.Experts;

/// <summary>Role of an expert in one exam.</summary>
public enum ExamRole
{
    /// <summary>Главный эксперт: heads the exam and never scores.</summary>
    ChiefExpert = 1,

    /// <summary>Линейный эксперт: scores.</summary>
    ScoringExpert = 2,

    /// <summary>Технический эксперт, named by the venue: equipment and safety.</summary>
    TechnicalExpert = 3,
}

/// <summary>Kind of a document that gives an expert a right.</summary>
public enum CredentialType
{
    /// <summary>Свидетельство на право участия в оценке: score.</summary>
    AssessmentRight = 1,

    /// <summary>Свидетельство на право проведения (региональный эксперт): head and score.</summary>
    ConductRight = 2,

    /// <summary>Сертифицированный эксперт: head and score.</summary>
    CertifiedExpert = 3,

    /// <summary>Эксперт-мастер: score.</summary>
    MasterExpert = 4,
}

/// <summary>What a credential is worth on a day, told from its term.</summary>
public enum CredentialState
{
    /// <summary>The term has not begun.</summary>
    NotYet = 1,

    /// <summary>In force for longer than <see cref="ExpertCredential.SoonDays"/>.</summary>
    InForce = 2,

    /// <summary>In force, the last day is at most <see cref="ExpertCredential.SoonDays"/> away.</summary>
    ExpiresSoon = 3,

    Expired = 4,
    Revoked = 5,
}

/// <summary>A dated document by which an expert may take a role for some packages.</summary>
public sealed class ExpertCredential
{
    /// <summary>Training for the next term takes weeks, so the end of the present one is announced this many days before.</summary>
    public const int SoonDays = 60;

    private ExpertCredential()
    {
    }

    internal ExpertCredential(ExpertCredentialId id, CredentialType type, string covers, string number, DateOnly validFrom, DateOnly? validTo, ParticipantId? trainedAs)
    {
        Id = id;
        Type = type;
        Covers = covers;
        Number = number;
        ValidFrom = validFrom;
        ValidTo = validTo;
        TrainedAs = trainedAs;
    }

    public ExpertCredentialId Id { get; private set; }
    public CredentialType Type { get; private set; }

    /// <summary>Code of a speciality (<c>09.02.07</c>) or of one package (<c>КОД 09.02.07-9-2026</c>).</summary>
    public string Covers { get; private set; } = "";

    public string Number { get; private set; } = "";
    public DateOnly ValidFrom { get; private set; }

    /// <summary>Last day, included; null for an open end.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Part in the training of experts that it came of; null for a document from elsewhere.</summary>
    public ParticipantId? TrainedAs { get; private set; }

    public bool IsRevoked { get; private set; }

    /// <summary>True when the document gives the role for the package on the day.</summary>
    public bool Gives(ExamRole role, AssessmentPackage package, DateOnly day) =>
        !IsRevoked && GivesRole(role) && ValidFrom <= day && (ValidTo is null || day <= ValidTo)
        && (Covers == package.Code || (Covers.Length > 0 && Covers == package.SpecialityCode));

    /// <summary>What a document with this term is worth on the day.</summary>
    public static CredentialState StateOf(bool isRevoked, DateOnly validFrom, DateOnly? validTo, DateOnly day) =>
        isRevoked ? CredentialState.Revoked
        : day < validFrom ? CredentialState.NotYet
        : validTo is null || validTo > day.AddDays(SoonDays) ? CredentialState.InForce
        : validTo >= day ? CredentialState.ExpiresSoon
        : CredentialState.Expired;

    internal void Revoke() => IsRevoked = true;

    private bool GivesRole(ExamRole role) => role switch
    {
        ExamRole.ChiefExpert => Type is CredentialType.ConductRight or CredentialType.CertifiedExpert,
        ExamRole.ScoringExpert => true,
        _ => false,
    };
}
