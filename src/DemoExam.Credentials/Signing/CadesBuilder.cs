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
    internal const string Data = "1.2.840.113549.1.7.1", Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>id-aa-timeStampToken (RFC 3161, appendix A).</summary>
    internal const string TimestampToken = "1.2.840.113549.1.9.16.2.14";

    private const string SignedData = "1.2.840.113549.1.7.2", EcdsaWithSha256 = "1.2.840.10045.4.3.2", RsaWithSha256 = "1.2.840.113549.1.1.11";

    /// <summary>The complete message.</summary>
    /// <param name="statement">What was signed, and the signature.</param>
    /// <param name="timestampToken">RFC 3161 token over the signature, or empty.</param>
    public byte[] Build(SignedStatement statement, ReadOnlySpan<byte> timestampToken = default)
    {
        var w = new AsnWriter(AsnEncodingRules.DER, timestampToken.Length + 2048);
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

                using (w.PushSetOf()) WriteSigner(w, statement, timestampToken);
            }
        }

        return w.Encode();
    }

    /// <summary>Largest size of a message.</summary>
    /// <param name="extraAttributes">Bytes of attributes beyond our own.</param>
    /// <param name="timestampBytes">Room for a time-stamp token; 0 for none.</param>
    public int LargestSize(int extraAttributes, int timestampBytes)
    {
        using var rsa = signer.GetRSAPublicKey();
        // A DER pair of two 256-bit numbers takes 70 to 72 bytes.
        var signature = new byte[algorithm == SignatureAlgorithm.EcdsaP256 ? 72 : rsa!.KeySize / 8];
        var plain = Build(new SignedStatement(new SignedAttributes(signer).Over(new byte[SHA256.HashSizeInBytes]), signature)).Length;
        // Longer lengths and the attribute around the token.
        return plain + extraAttributes + (timestampBytes == 0 ? 0 : timestampBytes + 48);
    }

    private void WriteSigner(AsnWriter w, SignedStatement statement, ReadOnlySpan<byte> timestampToken)
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
            // Signed as a SET, kept under the tag [0] (RFC 5652, 5.4).
            var attributes = (byte[])statement.Attributes.Clone();
            attributes[0] = 0xA0;
            w.WriteEncodedValue(attributes);
            WriteAlgorithm(w, algorithm == SignatureAlgorithm.EcdsaP256 ? EcdsaWithSha256 : RsaWithSha256);
            w.WriteOctetString(statement.Signature);
            if (timestampToken.IsEmpty) return;
            using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(TimestampToken);
                using (w.PushSetOf()) w.WriteEncodedValue(timestampToken);
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
