using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Pdf;

namespace DemoExam.Credentials.Signing;

/// <summary>Gives an RFC 3161 time stamp for a signature.</summary>
public interface ITimestampClient
{
    /// <summary>Room that a token may take, in bytes; 6,000 suits the common authorities.</summary>
    int ReservedBytes { get; }

    /// <summary>A token over the SHA-256 hash of <paramref name="signature"/>, or null when the authority cannot be reached: a passport is issued without it then.</summary>
    Task<byte[]?> Stamp(ReadOnlyMemory<byte> signature, CancellationToken cancellation);
}

/// <summary>Signs passports: PAdES baseline B, certified so that nothing may change afterwards; baseline T with a time-stamp authority.</summary>
public sealed class PdfSigner
{
    private readonly ISigningKey key;
    private readonly ITimestampClient? timestamps;
    private readonly CadesBuilder builder;
    private readonly int reserved;
    private readonly SignerCard card;

    /// <param name="key">Stays the property of the caller.</param>
    /// <param name="timestamps">Null for signatures without a time stamp.</param>
    public PdfSigner(ISigningKey key, ITimestampClient? timestamps = null)
    {
        this.key = key;
        this.timestamps = timestamps;
        builder = new CadesBuilder(key.Certificate, key.Intermediates, key.Algorithm);
        reserved = builder.LargestSize(timestamps?.ReservedBytes ?? 0);
        var certificate = key.Certificate;
        card = new SignerCard(
            certificate.SerialNumber, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            DateOnly.FromDateTime(certificate.NotBefore.ToUniversalTime()), DateOnly.FromDateTime(certificate.NotAfter.ToUniversalTime()));
    }

    /// <summary>The room that a document must leave.</summary>
    /// <param name="signingTime">Time that the signature states.</param>
    public SignatureSlot Slot(DateTimeOffset signingTime) => new(reserved, signingTime, card);

    /// <summary>Signs a document in its slot and returns the file.</summary>
    /// <exception cref="InvalidOperationException">The document has no slot, or the slot is too small.</exception>
    public async ValueTask<byte[]> Sign(PreparedPdf document, CancellationToken cancellation = default)
    {
        if (!document.HasSignatureSlot) throw new InvalidOperationException("The document leaves no room for a signature.");
        var digest = document.Digest();
        var signature = await key.Sign(builder.SignedAttributes(digest), cancellation);
        var token = timestamps is null ? null : await timestamps.Stamp(signature, cancellation);
        // A token that outgrew its room is left out: a passport without a time stamp is better than none.
        if (token is not null && token.Length > timestamps!.ReservedBytes) token = null;
        document.Fill(builder.Build(digest, signature, token));
        return document.ToArray();
    }
}
