using System.IO.Compression;
using DemoExam.Credentials.Pdf;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// What a later reader needs to judge a signature without asking anybody: certificates, and the authorities' own statements that
/// these were not revoked (PAdES baseline LT, ETSI EN 319 142-1, 5.4). Written into the signed part of the file.
/// </summary>
public sealed class ValidationEvidence
{
    private readonly Lazy<IReadOnlyList<PackedEvidence>> packed;

    /// <param name="certificates">DER, each once.</param>
    /// <param name="revocationLists">CRLs, DER.</param>
    /// <param name="responses">OCSP responses, DER.</param>
    /// <param name="freshUntil">When the first of the statements is due to be replaced.</param>
    public ValidationEvidence(IReadOnlyList<byte[]> certificates, IReadOnlyList<byte[]> revocationLists, IReadOnlyList<byte[]> responses, DateTimeOffset freshUntil)
    {
        Certificates = certificates;
        RevocationLists = revocationLists;
        Responses = responses;
        FreshUntil = freshUntil;
        // The same for all passports until it is renewed, so it is packed once.
        packed = new(() =>
        [
            .. Certificates.Select(c => new PackedEvidence("Certs", Packed.Bytes(c, CompressionLevel.Optimal))),
            .. Responses.Select(r => new PackedEvidence("OCSPs", Packed.Bytes(r, CompressionLevel.Optimal))),
            .. RevocationLists.Select(l => new PackedEvidence("CRLs", Packed.Bytes(l, CompressionLevel.Optimal))),
        ]);
    }

    public IReadOnlyList<byte[]> Certificates { get; }
    public IReadOnlyList<byte[]> RevocationLists { get; }
    public IReadOnlyList<byte[]> Responses { get; }

    /// <summary>When the first of the statements is due to be replaced.</summary>
    public DateTimeOffset FreshUntil { get; }

    internal IReadOnlyList<PackedEvidence> Streams => packed.Value;
}

/// <summary>One stream of the document security store, under the name of its array (ISO 32000-2, 12.8.4.3).</summary>
internal sealed record PackedEvidence(string Kind, byte[] Bytes);
