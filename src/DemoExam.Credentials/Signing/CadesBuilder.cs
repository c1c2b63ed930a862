using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// Builds the one form of CMS message that our passports carry (RFC 5652, ETSI EN 319 122-1 baseline B). The form leaves no choice:
/// equal parts give equal bytes, and so a checker can build it again and compare.
/// </summary>
internal sealed class CadesBuilder(X509Certificate2 signer, IReadOnlyList<X509Certificate2> intermediates, SignatureAlgorithm algorithm)
{
    private const string SignedData = "1.2.840.113549.1.7.2", Data = "1.2.840.113549.1.7.1", Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string ContentType = "1.2.840.113549.1.9.3", MessageDigest = "1.2.840.113549.1.9.4";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2", RsaWithSha256 = "1.2.840.113549.1.1.11";

    /// <summary>id-aa-signingCertificateV2 (RFC 5035): ties the signature to one certificate.</summary>
    internal const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    /// <summary>id-aa-timeStampToken (RFC 3161, appendix A).</summary>
    internal const string TimestampToken = "1.2.840.113549.1.9.16.2.14";

    /// <summary>The bytes that the key signs: content type, hash of the document, hash of the certificate. No time: the PDF holds it.</summary>
    public byte[] SignedAttributes(ReadOnlySpan<byte> digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        WriteAttributes(writer, null, digest);
        return writer.Encode();
    }

    /// <summary>The complete message.</summary>
    /// <param name="signature">Signature over <see cref="SignedAttributes"/>.</param>
    /// <param name="timestampToken">RFC 3161 token over the signature, or empty.</param>
    public byte[] Build(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> timestampToken = default)
    {
        var w = new AsnWriter(AsnEncodingRules.DER);
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(SignedData);
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (w.PushSequence())
            {
                w.WriteInteger(1);
                using (w.PushSetOf()) WriteAlgorithm(w, Sha256);
                using (w.PushSequence()) w.WriteObjectIdentifier(Data);
                using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    w.WriteEncodedValue(signer.RawDataMemory.Span);
                    foreach (var certificate in intermediates) w.WriteEncodedValue(certificate.RawDataMemory.Span);
                }

                using (w.PushSetOf()) WriteSigner(w, digest, signature, timestampToken);
            }
        }

        return w.Encode();
    }

    /// <summary>Largest size of a message with the given room for a time stamp token.</summary>
    public int LargestSize(int timestampBytes)
    {
        using var rsa = signer.GetRSAPublicKey();
        // A DER pair of two 256-bit numbers takes 70 to 72 bytes.
        var signature = new byte[algorithm == SignatureAlgorithm.EcdsaP256 ? 72 : rsa!.KeySize / 8];
        var plain = Build(new byte[SHA256.HashSizeInBytes], signature).Length;
        // Longer lengths and the attribute around the token.
        return timestampBytes == 0 ? plain : plain + timestampBytes + 48;
    }

    private void WriteSigner(AsnWriter w, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> timestampToken)
    {
        using (w.PushSequence())
        {
            w.WriteInteger(1);
            using (w.PushSequence())
            {
                w.WriteEncodedValue(signer.IssuerName.RawData);
                w.WriteInteger(signer.SerialNumberBytes.Span);
            }

            WriteAlgorithm(w, Sha256);
            WriteAttributes(w, new Asn1Tag(TagClass.ContextSpecific, 0), digest);
            WriteAlgorithm(w, algorithm == SignatureAlgorithm.EcdsaP256 ? EcdsaWithSha256 : RsaWithSha256);
            w.WriteOctetString(signature);
            if (timestampToken.IsEmpty) return;
            using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(TimestampToken);
                using (w.PushSetOf()) w.WriteEncodedValue(timestampToken);
            }
        }
    }

    private void WriteAttributes(AsnWriter w, Asn1Tag? tag, ReadOnlySpan<byte> digest)
    {
        using (w.PushSetOf(tag))
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(ContentType);
                using (w.PushSetOf()) w.WriteObjectIdentifier(Data);
            }

            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(MessageDigest);
                using (w.PushSetOf()) w.WriteOctetString(digest);
            }

            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(SigningCertificateV2);
                // SigningCertificateV2 → certs → ESSCertIDv2 → hash; SHA-256 is the default and so stays unsaid.
                using (w.PushSetOf())
                using (w.PushSequence())
                using (w.PushSequence())
                using (w.PushSequence())
                    w.WriteOctetString(SHA256.HashData(signer.RawDataMemory.Span));
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter w, string identifier)
    {
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(identifier);
            // RFC 4055: the RSA identifier carries NULL. RFC 5758: the ECDSA one carries nothing; nor does SHA-256 (RFC 5754).
            if (identifier == RsaWithSha256) w.WriteNull();
        }
    }
}
