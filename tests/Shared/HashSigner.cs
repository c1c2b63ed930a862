using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.TestTools;

/// <summary>
/// The other house that signs hashes: it gets nothing but a hash, and writes CMS messages in its own way, with attributes and an order
/// that are not ours.
/// </summary>
public static class HashSigner
{
    /// <summary>A message over the hash.</summary>
    /// <param name="pem">File with key and certificate.</param>
    /// <param name="digest">SHA-256 hash of a document.</param>
    /// <param name="bindCertificate">False leaves out the attribute that ties the signature to the certificate.</param>
    public static byte[] Sign(string pem, byte[] digest, bool bindCertificate = true)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(pem);
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        var attributes = Attributes(certificate, digest, bindCertificate);
        var signature = ec is not null
            ? ec.SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            : rsa!.SignData(attributes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        attributes[0] = 0xA0;
        var w = new AsnWriter(AsnEncodingRules.DER);
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (w.PushSequence())
            {
                w.WriteInteger(1);
                using (w.PushSetOf()) Algorithm(w, "2.16.840.1.101.3.4.2.1");
                using (w.PushSequence()) w.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0))) w.WriteEncodedValue(certificate.RawData);
                using (w.PushSetOf())
                using (w.PushSequence())
                {
                    w.WriteInteger(1);
                    using (w.PushSequence())
                    {
                        w.WriteEncodedValue(certificate.IssuerName.RawData);
                        w.WriteInteger(certificate.SerialNumberBytes.Span);
                    }

                    Algorithm(w, "2.16.840.1.101.3.4.2.1");
                    w.WriteEncodedValue(attributes);
                    Algorithm(w, ec is not null ? "1.2.840.10045.4.3.2" : "1.2.840.113549.1.1.1");
                    w.WriteOctetString(signature);
                }
            }
        }

        return w.Encode();
    }

    private static byte[] Attributes(X509Certificate2 certificate, byte[] digest, bool bindCertificate)
    {
        var w = new AsnWriter(AsnEncodingRules.DER);
        using (w.PushSetOf())
        {
            Attribute(w, "1.2.840.113549.1.9.5", () => w.WriteUtcTime(DateTimeOffset.UtcNow));
            Attribute(w, "1.2.840.113549.1.9.3", () => w.WriteObjectIdentifier("1.2.840.113549.1.7.1"));
            Attribute(w, "1.2.840.113549.1.9.4", () => w.WriteOctetString(digest));
            if (bindCertificate)
            {
                Attribute(w, "1.2.840.113549.1.9.16.2.47", () =>
                {
                    using (w.PushSequence())
                    using (w.PushSequence())
                    using (w.PushSequence())
                    {
                        // Said although it is the default, as some programs do.
                        Algorithm(w, "2.16.840.1.101.3.4.2.1");
                        w.WriteOctetString(SHA256.HashData(certificate.RawData));
                    }
                });
            }
        }

        return w.Encode();
    }

    private static void Attribute(AsnWriter w, string type, Action value)
    {
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(type);
            using (w.PushSetOf()) value();
        }
    }

    private static void Algorithm(AsnWriter w, string identifier)
    {
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(identifier);
            w.WriteNull();
        }
    }
}
