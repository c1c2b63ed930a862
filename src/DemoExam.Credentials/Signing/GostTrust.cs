using Org.BouncyCastle.X509;

namespace DemoExam.Credentials.Signing;

/// <summary>Under which roots a signature by Russian cryptography (GOST R 34.10-2012) counts.</summary>
public sealed class GostTrust
{
    // A root, an issuing authority and one between them are usual.
    private const int LongestChain = 6;

    private readonly IReadOnlyList<X509Certificate> roots;

    private GostTrust(IReadOnlyList<X509Certificate> roots) => this.roots = roots;

    /// <summary>Reads the roots.</summary>
    /// <param name="pem">Certificates in PEM form.</param>
    /// <exception cref="SigningKeyFault">It holds no certificate.</exception>
    public static GostTrust FromPem(string pem) => new(ReadPem(pem));

    internal static IReadOnlyList<X509Certificate> ReadPem(string pem)
    {
        try
        {
            var all = new X509CertificateParser().ReadCertificates(System.Text.Encoding.ASCII.GetBytes(pem));
            return all.Count > 0 ? [.. all] : throw new SigningKeyFault("No certificate in PEM form.");
        }
        catch (Exception failure) when (failure is not SigningKeyFault && GostSignature.IsFault(failure))
        {
            throw new SigningKeyFault($"The certificates cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Whether a chain of certificates that hold at the moment leads from this one to a root.</summary>
    internal bool Covers(X509Certificate certificate, IReadOnlyCollection<X509Certificate> between, DateTimeOffset at)
    {
        for (var (next, length) = (certificate, 1); length < LongestChain; length++)
        {
            if (!next.IsValid(at.UtcDateTime)) return false;
            var own = next;
            if (roots.Any(root => root.IsValid(at.UtcDateTime) && (root.Equals(own) || IsIssuedBy(own, root)))) return true;
            // Basic constraints: −1 is no authority (RFC 5280, 4.2.1.9).
            if (between.FirstOrDefault(c => !c.Equals(own) && c.GetBasicConstraints() >= 0 && IsIssuedBy(own, c)) is not { } above) return false;
            next = above;
        }

        return false;
    }

    private static bool IsIssuedBy(X509Certificate certificate, X509Certificate issuer)
    {
        if (!certificate.IssuerDN.Equivalent(issuer.SubjectDN)) return false;
        try
        {
            certificate.Verify(issuer.GetPublicKey());
            return true;
        }
        catch (Exception failure) when (GostSignature.IsFault(failure))
        {
            return false;
        }
    }
}
