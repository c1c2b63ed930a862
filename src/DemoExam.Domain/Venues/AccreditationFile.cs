using System.Security.Cryptography;
using DemoExam.Domain.Scoring;

namespace DemoExam.Domain.Venues;

/// <summary>
/// A file of an accreditation: scan of the certificate, layout plan, photo of the site (domain rules of venues, what is recorded for an
/// accreditation). What it is, is told by its content; the ending of its name follows.
/// </summary>
public sealed class AccreditationFile
{
    /// <summary>Largest file, bytes.</summary>
    public const int Largest = 10 * 1024 * 1024;

    /// <summary>Most files of one accreditation.</summary>
    public const int Most = 20;

    /// <summary>Longest name, characters.</summary>
    public const int LongestName = 120;

    private AccreditationFile()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="accreditation">What it belongs to.</param>
    /// <param name="venueId">Its venue.</param>
    /// <param name="name">Name of the file; folders in front of it are cut off.</param>
    /// <param name="content">PDF, JPEG, PNG or WebP, whatever the name says.</param>
    /// <param name="already">Fingerprints of the files that the accreditation has.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation">Too large, of an unknown kind, one too many, or there already; with all that is wrong.</exception>
    public AccreditationFile(AccreditationFileId id, Accreditation accreditation, VenueId venueId, string name, byte[] content, IReadOnlyCollection<string> already, string by, DateTimeOffset now)
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var type = TypeOf(content);
        var refusals = new Refusals();
        refusals.Require(VenueRules.FileIsSmall, content.Length <= Largest, "Upload", ("largest", Largest / 1024 / 1024));
        refusals.Require(VenueRules.FileIsReadable, type is not null, "Upload");
        refusals.Require(VenueRules.FilesAreFew, already.Count < Most, "Upload", ("most", Most), ("number", accreditation.CertificateNumber));
        refusals.Require(VenueRules.FileIsNew, !already.Contains(Sha256), "Upload", ("number", accreditation.CertificateNumber));
        refusals.ThrowIfAny();
        Id = id;
        AccreditationId = accreditation.Id;
        VenueId = venueId;
        (MediaType, var ending) = type!.Value;
        var stem = Path.GetFileNameWithoutExtension(name.Replace('\\', '/').Split('/')[^1]).Trim();
        Name = $"{(stem.Length > LongestName - ending.Length ? stem[..(LongestName - ending.Length)] : stem)}{ending}";
        Size = content.Length;
        Content = content;
        AddedBy = by;
        AddedAt = now;
    }

    public AccreditationFileId Id { get; private set; }
    public AccreditationId AccreditationId { get; private set; }
    public VenueId VenueId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>Told by the content.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>Bytes.</summary>
    public int Size { get; private set; }

    public byte[] Content { get; private set; } = [];

    /// <summary>Fingerprint, lower-case hex.</summary>
    public string Sha256 { get; private set; } = "";

    public string AddedBy { get; private set; } = "";
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>Media type and ending of a file by its first bytes; null for anything that is neither PDF nor picture.</summary>
    public static (string MediaType, string Ending)? TypeOf(ReadOnlySpan<byte> content) =>
        content is [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] ? ("application/pdf", ".pdf")
        : EvidencePhoto.TypeOf(content) switch
        {
            "image/jpeg" => ("image/jpeg", ".jpg"),
            "image/png" => ("image/png", ".png"),
            "image/webp" => ("image/webp", ".webp"),
            _ => null,
        };
}
