using Org.BouncyCastle.X509;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// A house that signs documents by Russian cryptography, reached over HTTP: it gets the hash of a finished document as
/// <c>{"hashAlgorithm":"GOST R 34.11-2012-256","hash":"…base64…"}</c> and answers a detached CMS message (DER,
/// <c>application/pkcs7-signature</c>) that lies beside the document. Nothing of the document leaves the machine, and no answer is taken
/// before it has been checked.
/// </summary>
public sealed class QualifiedSigner
{
    private readonly HttpClient http;
    private readonly Uri address;
    private readonly GostTrust trust;
    private readonly X509Certificate certificate;

    /// <param name="http">Stays the property of the caller; carries what the other house wants to see in the header.</param>
    /// <param name="address">Where the hash is posted to.</param>
    /// <param name="certificatePem">The signer's certificate, first if there are several. Under a public root anybody may sign; only this one signs for us.</param>
    /// <param name="trust">The root above it.</param>
    /// <exception cref="SigningKeyFault">There is no certificate.</exception>
    public QualifiedSigner(HttpClient http, Uri address, string certificatePem, GostTrust trust)
    {
        this.http = http;
        this.address = address;
        this.trust = trust;
        certificate = GostTrust.ReadPem(certificatePem)[0];
    }

    /// <summary>Who signs.</summary>
    public string Subject => certificate.SubjectDN.ToString();

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The signature beside a document.</summary>
    /// <exception cref="SigningKeyFault">The house gave none, or one that does not hold.</exception>
    public async Task<byte[]> Sign(byte[] document, DateTimeOffset now, CancellationToken cancellation)
    {
        var answer = await Answers.Signature(http, address, GostSignature.HashName, GostSignature.HashOf(document), "house of qualified signatures", Timeout, cancellation);
        var report = GostSignature.Check(document, answer, trust, now, out var signer);
        return report.Finding switch
        {
            GostFinding.Good when certificate.Equals(signer) => answer,
            GostFinding.Good => throw Bad($"it is signed by {report.Signer}, not by the certificate of the settings"),
            GostFinding.NotTrusted => throw Bad($"the certificate of {report.Signer} is not in force, must not sign, or does not lead to the root of the settings"),
            GostFinding.Mismatch => throw Bad("it does not hold for the document that was sent, or does not bind its certificate (signing-certificate-v2)"),
            _ => throw Bad("it is no detached signature message by GOST R 34.10-2012"),
        };
    }

    private SigningKeyFault Bad(string why) => new($"The qualified signature of {address.Host} is refused: {why}.");
}
