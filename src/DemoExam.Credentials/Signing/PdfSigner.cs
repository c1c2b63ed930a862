using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Pdf;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// Signs passports: PAdES baseline B, certified so that nothing may change afterwards. Room for a time stamp can be left;
/// <see cref="PdfTimestamps"/> fills it, at once or later.
/// </summary>
public sealed class PdfSigner
{
    private readonly IMessageSigner signer;
    private readonly CadesBuilder builder;
    private readonly int reserved;
    private readonly SignerCard card;

    /// <param name="key">Stays the property of the caller.</param>
    /// <param name="timestampRoom">Bytes to keep free for a time-stamp token; 0 for none.</param>
    public PdfSigner(ISigningKey key, int timestampRoom = 0)
        : this(new KeyMessageSigner(key), timestampRoom)
    {
    }

    /// <param name="signer">Stays the property of the caller.</param>
    /// <param name="timestampRoom">Bytes to keep free for a time-stamp token; 0 for none.</param>
    public PdfSigner(IMessageSigner signer, int timestampRoom = 0)
    {
        this.signer = signer;
        builder = new CadesBuilder(signer.Certificate, signer.Intermediates, signer.Algorithm);
        reserved = builder.LargestSize(signer.ExtraRoom, timestampRoom);
        var certificate = signer.Certificate;
        card = new SignerCard(
            certificate.SerialNumber, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            DateOnly.FromDateTime(certificate.NotBefore.ToUniversalTime()), DateOnly.FromDateTime(certificate.NotAfter.ToUniversalTime()));
    }

    /// <summary>Certificate of the signer.</summary>
    public X509Certificate2 Certificate => signer.Certificate;

    /// <summary>The room that a document must leave.</summary>
    /// <param name="signingTime">Time that the signature states.</param>
    /// <param name="evidence">Certificates and proofs of non-revocation to carry along, for baseline LT; null for none.</param>
    public SignatureSlot Slot(DateTimeOffset signingTime, ValidationEvidence? evidence = null) => new(reserved, signingTime, card, evidence);

    /// <summary>Signs a document in its slot and returns the file.</summary>
    /// <exception cref="InvalidOperationException">The document has no slot, or the slot is too small.</exception>
    /// <exception cref="SigningKeyFault">The signer gave no signature that holds.</exception>
    public async ValueTask<byte[]> Sign(PreparedPdf document, CancellationToken cancellation = default)
    {
        if (!document.HasSignatureSlot) throw new InvalidOperationException("The document leaves no room for a signature.");
        document.Fill(builder.Build(await signer.Sign(document.Digest(), cancellation)));
        return document.ToArray();
    }

    /// <summary>A signature over any file, to lie beside it: a detached CMS message (<c>.sig</c>).</summary>
    /// <exception cref="SigningKeyFault">The signer gave no signature that holds.</exception>
    public async ValueTask<byte[]> SignBeside(ReadOnlyMemory<byte> file, CancellationToken cancellation = default) =>
        builder.Build(await signer.Sign(SHA256.HashData(file.Span), cancellation));
}
