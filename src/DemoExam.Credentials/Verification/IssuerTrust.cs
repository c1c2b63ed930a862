using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Verification;

/// <summary>Whose signatures count as the issuer's. Nothing outside this set is asked, and nothing is downloaded.</summary>
/// <param name="Roots">Root certificates of the issuer.</param>
/// <param name="Signers">
/// The issuer's own signing certificates, past and present. Empty when every certificate under the roots is the issuer's, as under a
/// root of its own; to be given when the root is a public authority, under which others hold certificates too.
/// </param>
/// <param name="TimestampRoots">Roots of the time-stamp authorities whose time is believed; may be empty.</param>
public sealed record IssuerTrust(
    IReadOnlyList<X509Certificate2> Roots, IReadOnlyList<X509Certificate2> Signers, IReadOnlyList<X509Certificate2> TimestampRoots)
{
    /// <summary>Trusts every certificate under the given roots.</summary>
    public IssuerTrust(params X509Certificate2[] roots)
        : this(roots, [], [])
    {
    }

    /// <summary>Reads roots from PEM text, for example <see cref="Signing.NewSigningKey.RootFile"/>.</summary>
    /// <exception cref="CryptographicException">The text holds no certificate.</exception>
    public static IssuerTrust FromPem(string roots)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(roots);
        return all.Count > 0 ? new IssuerTrust([.. all]) : throw new CryptographicException("The text holds no certificate.");
    }

    internal bool Accepts(X509Certificate2 signer) => Signers.Count == 0 || Signers.Any(s => s.RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span));
}
