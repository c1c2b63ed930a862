using System.Text.Json.Serialization;

namespace DemoExam.Credentials;

/// <summary>A text in the two languages of the document; Russian is the official one.</summary>
public readonly record struct Bilingual(string Ru, string En);

/// <summary>
/// Everything that is printed on a skills passport and signed with it. Equal contents give equal unsigned bytes,
/// so nothing here may come from a clock or a random source at the time of drawing.
/// </summary>
public sealed record PassportContent
{
    /// <summary>Identity of this passport version; also the identity of the PDF (<c>/ID</c>, XMP DocumentID).</summary>
    public required Guid PassportId { get; init; }

    /// <summary>Printed number, for example <c>ПК-39-2026-000123-7</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Version of the passport for this candidate and exam, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Address behind the QR code; carries the public token and no personal data.</summary>
    public required Uri VerificationUrl { get; init; }

    /// <summary>Moment of issue, whole seconds, UTC; printed as a date in the venue's time zone by the caller's <see cref="IssueDate"/>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Calendar date of issue at the venue.</summary>
    public required DateOnly IssueDate { get; init; }

    /// <summary>Last day on which the result counts; null when it counts without end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>
    /// Decimal digits of the offline proof, appended to the QR code's address after <c>#</c>; null for a plain link. The address
    /// works the same with and without it.
    /// </summary>
    [JsonIgnore]
    public string? OfflineProof { get; init; }

    public required PassportHolder Holder { get; init; }
    public required PassportEvent Event { get; init; }
    public required PassportPlace Place { get; init; }
    public required PassportResult Result { get; init; }
    public required PassportIssuer Issuer { get; init; }

    /// <summary>Refuses contents that would print or sign nonsense.</summary>
    /// <exception cref="ArgumentException">A field is missing or contradicts another; the message names it.</exception>
    internal void Check()
    {
        static void Require(bool holds, string message)
        {
            if (!holds) throw new ArgumentException(message);
        }

        Require(!string.IsNullOrWhiteSpace(Number), "Number is empty.");
        Require(Version >= 1, "Version is less than 1.");
        Require(IssuedAt.Ticks % TimeSpan.TicksPerSecond == 0, "IssuedAt has fractions of a second.");
        Require(VerificationUrl.IsAbsoluteUri && VerificationUrl.Fragment.Length == 0, "VerificationUrl must be absolute and without a fragment.");
        Require(OfflineProof is null || OfflineProof.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0, "OfflineProof may hold decimal digits only.");
        Require(!string.IsNullOrWhiteSpace(Holder.FullName), "Holder.FullName is empty.");
        Require(Event.LastDay >= Event.FirstDay, "Event.LastDay is before Event.FirstDay.");
        Require(Result.MaximumHundredths > 0, "Result.MaximumHundredths is not greater than zero.");
        Require(Result.TotalHundredths >= 0 && Result.TotalHundredths <= Result.MaximumHundredths, "Result.TotalHundredths is outside 0 … maximum.");
        foreach (var line in Result.Modules.Concat(Result.Sections))
            Require(line.MaximumHundredths > 0 && line.MarkHundredths >= 0 && line.MarkHundredths <= line.MaximumHundredths, $"The marks of the line {line.Code} are outside 0 … maximum.");
    }
}

/// <summary>The person, named exactly as in the identity document.</summary>
/// <param name="FullName">Surname, name and patronymic if there is one.</param>
/// <param name="LatinName">Name in Latin letters for the English face; null when none was given.</param>
/// <param name="Organisation">Educational organisation or employer of the candidate.</param>
public sealed record PassportHolder(string FullName, string? LatinName, Bilingual Organisation);

/// <summary>The exam that the result comes from.</summary>
/// <param name="Type">For example «Государственная итоговая аттестация» / "State final attestation".</param>
/// <param name="ExamNumber">Number of the exam in the issuer's register.</param>
/// <param name="FirstDay">First day of the exam at the venue.</param>
/// <param name="LastDay">Last day of the exam at the venue; not before <paramref name="FirstDay"/>.</param>
/// <param name="Level">Level in words, for example «Профильный уровень» / "Profile level".</param>
/// <param name="PackageCode">Code of the assessment package, for example <c>КОД 09.02.07-9-2026</c>.</param>
/// <param name="PackageName">Name of the package (skill).</param>
/// <param name="Speciality">Speciality or profession with its code; empty strings when there is none.</param>
/// <param name="DurationMinutes">Working time of the chosen level in minutes.</param>
public sealed record PassportEvent(
    Bilingual Type, string ExamNumber, DateOnly FirstDay, DateOnly LastDay, Bilingual Level,
    string PackageCode, Bilingual PackageName, Bilingual Speciality, int DurationMinutes);

/// <summary>The certified venue and the accreditation that covered the exam.</summary>
/// <param name="Venue">Name of the venue.</param>
/// <param name="Region">Region of the venue's address.</param>
/// <param name="AccreditationNumber">Number of the accreditation certificate.</param>
/// <param name="AccreditedFrom">First day of the accreditation.</param>
/// <param name="AccreditedTo">Last day of the accreditation.</param>
public sealed record PassportPlace(Bilingual Venue, Bilingual Region, string AccreditationNumber, DateOnly AccreditedFrom, DateOnly AccreditedTo);

/// <summary>Points in whole hundredths: 8750 is 87.50. The total equals the sum of the modules and the sum of the sections.</summary>
/// <param name="TotalHundredths">Points reached.</param>
/// <param name="MaximumHundredths">Maximum of the chosen level; greater than zero.</param>
/// <param name="Modules">By module (criterion), in the order of the scheme.</param>
/// <param name="Sections">By standard section, in the order of the scheme.</param>
/// <param name="Band">Level of the result in plain words if the issuer prints one; null otherwise.</param>
public sealed record PassportResult(
    int TotalHundredths, int MaximumHundredths,
    IReadOnlyList<PassportScoreLine> Modules, IReadOnlyList<PassportScoreLine> Sections, Bilingual? Band);

/// <summary>One line of a breakdown.</summary>
/// <param name="Code">Letter of the module or number of the section.</param>
/// <param name="Name">Name of the module or section.</param>
/// <param name="MarkHundredths">Points reached, hundredths.</param>
/// <param name="MaximumHundredths">Maximum, hundredths; greater than zero.</param>
public sealed record PassportScoreLine(string Code, Bilingual Name, int MarkHundredths, int MaximumHundredths);

/// <summary>Who answers for the passport.</summary>
/// <param name="Name">Issuing organisation.</param>
/// <param name="Site">Address of the issuer's service, printed for people who type.</param>
/// <param name="Signatory">Person who signs for the issuer.</param>
/// <param name="SignatoryPosition">Position of the signatory.</param>
/// <param name="ChiefExpert">Chief expert of the exam.</param>
/// <param name="ScoringExperts">Number of scoring experts; at least 1.</param>
public sealed record PassportIssuer(Bilingual Name, Uri Site, string Signatory, Bilingual SignatoryPosition, string ChiefExpert, int ScoringExperts);
