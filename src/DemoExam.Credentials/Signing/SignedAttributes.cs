using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// The attributes that our own signatures state: content type, hash of the document, hash of the certificate. No time: the PDF holds
/// it. All but the hash of the document is the same for each signature of a key, so it is written once.
/// </summary>
internal sealed class SignedAttributes
{
    private const string ContentType = "1.2.840.113549.1.9.3", MessageDigest = "1.2.840.113549.1.9.4";

    /// <summary>id-aa-signingCertificateV2 (RFC 5035): ties the signature to one certificate.</summary>
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    private readonly byte[] form;
    private readonly int place;

    public SignedAttributes(X509Certificate2 certificate)
    {
        Span<byte> mark = stackalloc byte[SHA256.HashSizeInBytes];
        mark.Fill(0xA5);
        var w = new AsnWriter(AsnEncodingRules.DER);
        using (w.PushSetOf())
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(ContentType);
                using (w.PushSetOf()) w.WriteObjectIdentifier(CadesBuilder.Data);
            }

            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(MessageDigest);
                using (w.PushSetOf()) w.WriteOctetString(mark);
            }

            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(SigningCertificateV2);
                // SigningCertificateV2 → certs → ESSCertIDv2 → hash; SHA-256 is the default and so stays unsaid.
                using (w.PushSetOf())
                using (w.PushSequence())
                using (w.PushSequence())
                using (w.PushSequence())
                    w.WriteOctetString(SHA256.HashData(certificate.RawDataMemory.Span));
            }
        }

        form = w.Encode();
        place = form.AsSpan().IndexOf(mark);
    }

    /// <summary>The attributes of a document with this hash, as a DER SET: the bytes that the key signs.</summary>
    public byte[] Over(ReadOnlySpan<byte> digest)
    {
        var attributes = (byte[])form.Clone();
        digest.CopyTo(attributes.AsSpan(place, SHA256.HashSizeInBytes));
        return attributes;
    }

    /// <summary>The attributes of a message that has been read, as the DER SET that was signed.</summary>
    public static byte[] Of(SignerInfo signer)
    {
        var w = new AsnWriter(AsnEncodingRules.DER);
        using (w.PushSetOf())
            foreach (var attribute in signer.SignedAttributes)
                using (w.PushSequence())
                {
                    w.WriteObjectIdentifier(attribute.Oid.Value!);
                    using (w.PushSetOf())
                        foreach (var value in attribute.Values) w.WriteEncodedValue(value.RawData);
                }

        return w.Encode();
    }

    /// <summary>
    /// Whether the attributes bind content type, this hash and this certificate, each once. Others, such as a time by the signer's own
    /// word, may stand beside them.
    /// </summary>
    public static bool Bind(SignerInfo signer, ReadOnlySpan<byte> digest, X509Certificate2 certificate)
    {
        var (type, hash, bound) = (Only(signer, ContentType), Only(signer, MessageDigest), Only(signer, SigningCertificateV2));
        try
        {
            return type is not null && AsnDecoder.ReadObjectIdentifier(type, AsnEncodingRules.DER, out _) == CadesBuilder.Data
                && hash is not null && AsnDecoder.ReadOctetString(hash, AsnEncodingRules.DER, out _).AsSpan().SequenceEqual(digest)
                && bound is not null && FirstCertificateHash(bound).AsSpan().SequenceEqual(SHA256.HashData(certificate.RawDataMemory.Span));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static byte[]? Only(SignerInfo signer, string type)
    {
        byte[]? found = null;
        foreach (var attribute in signer.SignedAttributes)
            if (attribute.Oid.Value == type)
            {
                if (found is not null || attribute.Values.Count != 1) return null;
                found = attribute.Values[0].RawData;
            }

        return found;
    }

    /// <summary>The SHA-256 hash of the first certificate; empty when another hash is used.</summary>
    private static byte[] FirstCertificateHash(byte[] value)
    {
        var first = new AsnReader(value, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence();
        if (first.PeekTag() == Asn1Tag.Sequence && first.ReadSequence().ReadObjectIdentifier() != CadesBuilder.Sha256) return [];
        return first.ReadOctetString();
    }
}
