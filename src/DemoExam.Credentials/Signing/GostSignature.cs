using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Rosstandart;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Time = Org.BouncyCastle.Asn1.Cms.Time;

namespace DemoExam.Credentials.Signing;

/// <summary>What a check of a signature by Russian cryptography found.</summary>
public enum GostFinding
{
    /// <summary>The file is as it was signed, by somebody under a trusted root.</summary>
    Good = 1,

    /// <summary>The file or the signature was changed, or they don't belong together.</summary>
    Mismatch = 2,

    /// <summary>It holds, but under no root that is trusted.</summary>
    NotTrusted = 3,

    /// <summary>No signature message of this kind.</summary>
    Unreadable = 4,
}

/// <summary>What a check found.</summary>
/// <param name="Finding">The outcome.</param>
/// <param name="Signer">Subject of the signer's certificate; null when it could not be read.</param>
/// <param name="SignedAt">When, by the signer's own word; null when it says nothing.</param>
public sealed record GostReport(GostFinding Finding, string? Signer = null, DateTimeOffset? SignedAt = null);

/// <summary>
/// A detached signature beside a document by GOST R 34.10-2012 with the hash of GOST R 34.11-2012 (RFC 9215), as qualified signatures
/// of 63-FZ are made. The form is CAdES-BES: the message binds the certificate by signing-certificate-v2 (ETSI EN 319 122-1, 5.2.2).
/// </summary>
public static class GostSignature
{
    /// <summary>Name of the hash that a signer is sent, 256 bits.</summary>
    public const string HashName = "GOST R 34.11-2012-256";

    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    private static readonly DerObjectIdentifier[] Hashes = [RosstandartObjectIdentifiers.id_tc26_gost_3411_12_256, RosstandartObjectIdentifiers.id_tc26_gost_3411_12_512];

    private static readonly DerObjectIdentifier[] Keys = [RosstandartObjectIdentifiers.id_tc26_gost_3410_12_256, RosstandartObjectIdentifiers.id_tc26_gost_3410_12_512];

    /// <summary>The hash of a document, 32 bytes.</summary>
    public static byte[] HashOf(byte[] document) => DigestUtilities.CalculateDigest(RosstandartObjectIdentifiers.id_tc26_gost_3411_12_256, document);

    /// <summary>Whether the message is of this kind, whoever signed it and whatever it signs.</summary>
    public static bool IsOne(byte[] message) => TryRead([], message, out _, out _);

    /// <summary>Checks a signature. Never throws for a bad one.</summary>
    /// <param name="document">The file beside which the signature lies.</param>
    /// <param name="message">The detached message, DER.</param>
    /// <param name="trust">Roots.</param>
    /// <param name="now">The chain must hold at the time of the signature, or now when the signature doesn't say when.</param>
    public static GostReport Check(byte[] document, byte[] message, GostTrust trust, DateTimeOffset now) => Check(document, message, trust, now, out _);

    internal static GostReport Check(byte[] document, byte[] message, GostTrust trust, DateTimeOffset now, out X509Certificate? certificate)
    {
        certificate = null;
        try
        {
            if (!TryRead(document, message, out var data, out var signer)) return new GostReport(GostFinding.Unreadable);
            var all = data.GetCertificates().EnumerateMatches(null).ToList();
            certificate = all.FirstOrDefault(c => signer.SignerID.Match(c));
            if (certificate is null) return new GostReport(GostFinding.Unreadable);
            var name = certificate.SubjectDN.ToString();
            var at = SigningTime(signer);
            // Without the terms of the certificate: those are checked with its chain, for the moment of the signature.
            if (!Binds(signer, certificate) || !signer.Verify(certificate.GetPublicKey())) return new GostReport(GostFinding.Mismatch, name, at);
            return new GostReport(MaySign(certificate) && trust.Covers(certificate, all, at ?? now) ? GostFinding.Good : GostFinding.NotTrusted, name, at);
        }
        catch (Exception failure) when (IsFault(failure))
        {
            return new GostReport(GostFinding.Mismatch);
        }
    }

    private static bool TryRead(byte[] document, byte[] message, [NotNullWhen(true)] out CmsSignedData? data, [NotNullWhen(true)] out SignerInformation? signer)
    {
        (data, signer) = (null, null);
        try
        {
            var encoded = Asn1Object.FromByteArray(message);
            // A message that is one whole and holds no document of its own.
            if (encoded.GetEncoded().Length != message.Length || SignedData.GetInstance(ContentInfo.GetInstance(encoded).Content).EncapContentInfo.Content is not null) return false;
            data = new CmsSignedData(new CmsProcessableByteArray(document), message);
            if (data.GetSignerInfos().GetSigners() is not { Count: 1 } signers) return false;
            signer = signers.First();
            var (hash, key) = (signer.DigestAlgorithmID.Algorithm, signer.SignatureAlgorithm.Algorithm);
            return Hashes.Contains(hash) && (Keys.Contains(key) || SignedWith.Contains(key)) && signer.SignedAttributes is not null;
        }
        catch (Exception failure) when (IsFault(failure))
        {
            return false;
        }
    }

    // Some programs name the key, some the pair of hash and key.
    private static readonly DerObjectIdentifier[] SignedWith =
        [RosstandartObjectIdentifiers.id_tc26_signwithdigest_gost_3410_12_256, RosstandartObjectIdentifiers.id_tc26_signwithdigest_gost_3410_12_512];

    private static bool MaySign(X509Certificate certificate) =>
        certificate.GetBasicConstraints() < 0 && (certificate.GetKeyUsage() is not { Length: > 1 } usage || usage[0] || usage[1]);

    private static bool Binds(SignerInformation signer, X509Certificate certificate)
    {
        if (signer.SignedAttributes[new DerObjectIdentifier(SigningCertificateV2)] is not { } attribute) return false;
        var bound = SigningCertificateV2Of(attribute);
        var hash = DigestUtilities.CalculateDigest(bound.HashAlgorithm.Algorithm, certificate.GetEncoded());
        return hash.AsSpan().SequenceEqual(bound.GetCertHash());
    }

    private static EssCertIDv2 SigningCertificateV2Of(Org.BouncyCastle.Asn1.Cms.Attribute attribute) =>
        Org.BouncyCastle.Asn1.Ess.SigningCertificateV2.GetInstance(attribute.AttrValues[0]).GetCerts()[0];

    private static DateTimeOffset? SigningTime(SignerInformation signer) =>
        signer.SignedAttributes[CmsAttributes.SigningTime] is { } attribute ? new DateTimeOffset(DateTime.SpecifyKind(Time.GetInstance(attribute.AttrValues[0]).ToDateTime(), DateTimeKind.Utc)) : null;

    // The library says of bytes that are no message, or a damaged one, whatever its reader stumbles over: no list of kinds is complete.
    internal static bool IsFault(Exception failure) => failure is not OutOfMemoryException;
}
