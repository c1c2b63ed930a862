using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>Chains of certificates that end in given roots. No request leaves the machine.</summary>
internal static class CertificateChains
{
    /// <summary>Purpose time stamping (RFC 3161, 2.3).</summary>
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>An empty chain with its rules; the caller builds and disposes it.</summary>
    /// <param name="roots">Where it must end.</param>
    /// <param name="extra">Certificates that may stand in between.</param>
    /// <param name="at">The moment for which it must hold.</param>
    public static X509Chain New(IEnumerable<X509Certificate2> roots, X509Certificate2Collection extra, DateTimeOffset at)
    {
        var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var root in roots) policy.CustomTrustStore.Add(root);
        foreach (var certificate in extra) policy.ExtraStore.Add(certificate);
        policy.VerificationTime = at.UtcDateTime;
        policy.VerificationTimeIgnored = false;
        policy.DisableCertificateDownloads = true;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        return chain;
    }

    /// <summary>The certificates from a time-stamp authority's own up to one of the roots; null when it does not lead there or may not stamp.</summary>
    public static IReadOnlyList<X509Certificate2>? OfTimestamp(X509Certificate2 authority, IReadOnlyList<X509Certificate2> roots, X509Certificate2Collection extra, DateTimeOffset at)
    {
        if (roots.Count == 0) return null;
        using var chain = New(roots, extra, at);
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(TimeStamping));
        return chain.Build(authority) ? [.. chain.ChainElements.Select(e => e.Certificate)] : null;
    }
}
