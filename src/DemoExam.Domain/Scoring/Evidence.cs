using static DemoExam.Domain.Scoring.ScoringRules;

namespace DemoExam.Domain.Scoring;

/// <summary>
/// What an expert keeps as evidence for one aspect of one candidate: a note, a photo, or both. Evidence is only added. It gives no
/// points, and of a judged aspect other experts see it when they see the score: once the whole panel is in.
/// </summary>
public sealed class Evidence
{
    /// <summary>Letters of a note.</summary>
    public const int LongestNote = 1000;

    /// <summary>Pieces of evidence for one aspect of one candidate, by all experts together.</summary>
    public const int Most = 20;

    private Evidence()
    {
    }

    /// <param name="id">Made where it is entered; sending it again changes nothing.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="expertId">Whose it is.</param>
    /// <param name="note">The note; null for a photo alone.</param>
    /// <param name="photo">The photo; null for a note alone.</param>
    /// <param name="already">Pieces that the aspect has.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation"><see cref="EvidenceSaysSomething"/> or <see cref="EvidenceIsBounded"/>.</exception>
    public Evidence(EvidenceId id, EvidenceSubject subject, ExpertId expertId, string? note, EvidencePhoto? photo, int already, DateTimeOffset now)
    {
        EvidenceSaysSomething.Require(!string.IsNullOrWhiteSpace(note) || photo is not null);
        EvidenceIsBounded.Require(already < Most, ("most", Most));
        (Id, ExamId, CandidateId, AspectId) = (id, subject.ExamId, subject.CandidateId, subject.AspectId);
        ExpertId = expertId;
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        PhotoType = photo?.MediaType;
        PhotoSha256 = photo?.Sha256;
        At = now;
    }

    public EvidenceId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public AspectId AspectId { get; private set; }
    public ExpertId ExpertId { get; private set; }
    public string? Note { get; private set; }

    /// <summary>Media type of the photo; null without one.</summary>
    public string? PhotoType { get; private set; }

    /// <summary>Fingerprint of the photo, lower-case hex; null without one.</summary>
    public string? PhotoSha256 { get; private set; }

    public DateTimeOffset At { get; private set; }
}

/// <summary>What a piece of evidence is about.</summary>
public sealed record EvidenceSubject(ExamId ExamId, CandidateId CandidateId, AspectId AspectId);

/// <summary>The bytes of a photo, apart from the row that lists read.</summary>
public sealed class EvidencePhoto
{
    /// <summary>Bytes of a photo.</summary>
    public const int Largest = 5 * 1024 * 1024;

    private EvidencePhoto()
    {
    }

    /// <param name="evidenceId">Its evidence.</param>
    /// <param name="content">JPEG, PNG or WebP; told by the content, whatever the name says.</param>
    /// <exception cref="RuleViolation"><see cref="PhotoIsSmall"/> or <see cref="PhotoIsPicture"/>.</exception>
    public EvidencePhoto(EvidenceId evidenceId, byte[] content)
    {
        PhotoIsSmall.Require(content.Length <= Largest, ("largest", Largest / 1024 / 1024));
        MediaType = TypeOf(content) ?? throw new RuleViolation(PhotoIsPicture.Refuse());
        EvidenceId = evidenceId;
        Content = content;
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
    }

    public EvidenceId EvidenceId { get; private set; }
    public byte[] Content { get; private set; } = [];

    /// <summary>Told by the content.</summary>
    public string MediaType { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    /// <summary>The media type of a picture by its first bytes; null for anything else.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
