using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// A signer at another house, reached over HTTP: it gets the SHA-256 hash of a document as
/// <c>{"hashAlgorithm":"SHA-256","hash":"…base64…"}</c> and answers a detached CMS message (DER, <c>application/pkcs7-signature</c>).
/// Nothing of the document leaves the machine, and no answer is taken before it has been checked.
/// </summary>
public sealed class ExternalSigner : IMessageSigner
{
    private readonly HttpClient http;
    private readonly Uri address;

    /// <param name="http">Stays the property of the caller; carries what the other house wants to see in the header.</param>
    /// <param name="address">Where the hash is posted to.</param>
    /// <param name="certificateFile">PEM: the signer's certificate and those between it and the root.</param>
    /// <exception cref="SigningKeyFault">The certificate cannot be read or must not sign passports.</exception>
    public ExternalSigner(HttpClient http, Uri address, string certificateFile)
    {
        this.http = http;
        this.address = address;
        var all = SigningCertificate.ReadPem(certificateFile);
        Certificate = SigningCertificate.Leaf(all);
        Intermediates = SigningCertificate.Above(Certificate, all);
        Algorithm = SigningCertificate.Require(Certificate);
    }

    /// <inheritdoc/>
    public X509Certificate2 Certificate { get; }

    /// <inheritdoc/>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    // A time by the signer's own word, a policy, a signer's place: all of it fits.
    public int ExtraRoom => 1000;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async ValueTask<SignedStatement> Sign(ReadOnlyMemory<byte> digest, CancellationToken cancellation) =>
        Check(await Answers.Signature(http, address, "SHA-256", digest, "external signer", Timeout, cancellation), digest.Span);

    private SignedStatement Check(byte[] answer, ReadOnlySpan<byte> digest)
    {
        try
        {
            var message = SignatureMessage.Read(answer, []);
            if (message.Encoded.Length != answer.Length) throw Bad("bytes follow its message");
            if (!message.Signer.RawDataMemory.Span.SequenceEqual(Certificate.RawDataMemory.Span)) throw Bad($"it is signed by {message.Signer.Subject}, not by the certificate of the settings");
            if (message.Info.DigestAlgorithm.Value != CadesBuilder.Sha256) throw Bad("it uses another hash than SHA-256");
            if (!SignedAttributes.Bind(message.Info, digest, Certificate)) throw Bad("it does not bind the hash that was sent and the certificate (signing-certificate-v2)");
            var statement = new SignedStatement(SignedAttributes.Of(message.Info), message.Info.GetSignature());
            if (!SigningCertificate.Verify(Certificate, statement.Attributes, statement.Signature)) throw Bad("its signature does not hold");
            var own = new SignedAttributes(Certificate).Over(digest).Length;
            return statement.Attributes.Length <= own + ExtraRoom ? statement : throw Bad("its attributes are too long");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new SigningKeyFault($"The answer of the external signer at {address.Host} is no signature message: {e.Message}", e);
        }
    }

    private SigningKeyFault Bad(string why) => new($"The signature of the external signer at {address.Host} is refused: {why}.");
}
