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

/// <summary>
/// The certificate (аттестат) by which a venue may hold exams of one package at one level. Its term and the number of
/// workplaces are facts of the certificate, never of the code.
/// </summary>
public sealed class Accreditation
{
    private Accreditation()
    {
    }

    internal Accreditation(AccreditationId id, AccreditationTerms terms)
    {
        Id = id;
        PackageCode = terms.PackageCode;
        Level = terms.Level;
        CertificateNumber = terms.CertificateNumber;
        ValidFrom = terms.ValidFrom;
        ValidTo = terms.ValidTo;
        Workplaces = terms.Workplaces;
        Status = AccreditationStatus.Accredited;
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

    internal void Set(AccreditationStatus status) => Status = status;
}

/// <summary>What a certificate says.</summary>
public sealed record AccreditationTerms(string PackageCode, ExamLevel Level, string CertificateNumber, DateOnly ValidFrom, DateOnly ValidTo, int Workplaces);
