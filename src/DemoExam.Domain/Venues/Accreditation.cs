using DemoExam.Domain.Packages;

namespace DemoExam.Domain.Venues;

/// <summary>Life of an accreditation.</summary>
public enum AccreditationStatus
{
    /// <summary>Заявка.</summary>
    Applied = 1,

    /// <summary>На экспертизе.</summary>
    UnderReview = 2,

    /// <summary>На доработке.</summary>
    Returned = 3,

    /// <summary>Аккредитован.</summary>
    Accredited = 4,

    /// <summary>Приостановлен.</summary>
    Suspended = 5,

    /// <summary>Отозван.</summary>
    Withdrawn = 6,
}

/// <summary>What a certificate is worth on a day, told from its status and its term.</summary>
public enum AccreditationState
{
    /// <summary>Applied for, under review or returned.</summary>
    Pending = 1,

    /// <summary>Accredited, but the term has not begun.</summary>
    NotYet = 2,

    /// <summary>In force for longer than <see cref="Accreditation.SoonDays"/>.</summary>
    InForce = 3,

    /// <summary>In force, the last day is at most <see cref="Accreditation.SoonDays"/> away.</summary>
    ExpiresSoon = 4,

    Expired = 5,
    Suspended = 6,
    Withdrawn = 7,
}

/// <summary>
/// The certificate (аттестат) by which a venue may hold exams of one package at one level. Its term and the number of
/// workplaces are facts of the certificate, never of the code.
/// </summary>
public sealed class Accreditation
{
    /// <summary>A new certificate takes weeks, so the end of the present one is announced this many days before.</summary>
    public const int SoonDays = 30;

    private Accreditation()
    {
    }

    internal Accreditation(AccreditationId id, AccreditationTerms terms, AccreditationStatus status)
    {
        Id = id;
        PackageCode = terms.PackageCode;
        Level = terms.Level;
        CertificateNumber = terms.CertificateNumber;
        ValidFrom = terms.ValidFrom;
        ValidTo = terms.ValidTo;
        Workplaces = terms.Workplaces;
        Status = status;
    }

    public AccreditationId Id { get; private set; }

    /// <summary>Code of the package, all versions.</summary>
    public string PackageCode { get; private set; } = "";

    public ExamLevel Level { get; private set; }
    public string CertificateNumber { get; private set; } = "";
    public DateOnly ValidFrom { get; private set; }

    /// <summary>Last day, included.</summary>
    public DateOnly ValidTo { get; private set; }

    /// <summary>Accredited workplaces: the most candidates at one time.</summary>
    public int Workplaces { get; private set; }

    public AccreditationStatus Status { get; private set; }

    /// <summary>True when the certificate is in force on every day from the first to the last, both included.</summary>
    public bool Covers(DateOnly first, DateOnly last) =>
        Status == AccreditationStatus.Accredited && ValidFrom <= first && last <= ValidTo;

    /// <summary>What the certificate is worth on a day.</summary>
    public AccreditationState StateOn(DateOnly today) => StateOf(Status, ValidFrom, ValidTo, today);

    /// <summary>The same for the bare facts of a certificate, as lists have them.</summary>
    public static AccreditationState StateOf(AccreditationStatus status, DateOnly validFrom, DateOnly validTo, DateOnly today) => status switch
    {
        AccreditationStatus.Suspended => AccreditationState.Suspended,
        AccreditationStatus.Withdrawn => AccreditationState.Withdrawn,
        AccreditationStatus.Accredited when today < validFrom => AccreditationState.NotYet,
        AccreditationStatus.Accredited when validTo < today => AccreditationState.Expired,
        AccreditationStatus.Accredited when validTo <= today.AddDays(SoonDays) => AccreditationState.ExpiresSoon,
        AccreditationStatus.Accredited => AccreditationState.InForce,
        _ => AccreditationState.Pending,
    };

    /// <summary>The states that may follow: an application is reviewed, sent back or granted; a certificate is suspended and restored; anything may be withdrawn, for good.</summary>
    public IReadOnlyList<AccreditationStatus> Next() => NextOf(Status);

    /// <summary>The same for the bare state, as lists have it.</summary>
    public static IReadOnlyList<AccreditationStatus> NextOf(AccreditationStatus status) => status switch
    {
        AccreditationStatus.Applied or AccreditationStatus.Returned => [AccreditationStatus.UnderReview, AccreditationStatus.Withdrawn],
        AccreditationStatus.UnderReview => [AccreditationStatus.Accredited, AccreditationStatus.Returned, AccreditationStatus.Withdrawn],
        AccreditationStatus.Accredited => [AccreditationStatus.Suspended, AccreditationStatus.Withdrawn],
        AccreditationStatus.Suspended => [AccreditationStatus.Accredited, AccreditationStatus.Withdrawn],
        _ => [],
    };

    internal void Set(AccreditationStatus status) => Status = status;
}

/// <summary>What a certificate says.</summary>
public sealed record AccreditationTerms(string PackageCode, ExamLevel Level, string CertificateNumber, DateOnly ValidFrom, DateOnly ValidTo, int Workplaces);
