using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>A CMS message with one signer, taken apart.</summary>
internal sealed class SignatureMessage
{
    private SignatureMessage(byte[] encoded, SignedCms cms, SignerInfo info, X509Certificate2 signer)
    {
        Encoded = encoded;
        Cms = cms;
        Info = info;
        Signer = signer;
        foreach (var attribute in info.UnsignedAttributes)
            if (attribute.Oid.Value == CadesBuilder.TimestampToken && attribute.Values.Count == 1) Token = attribute.Values[0].RawData;
    }

    /// <summary>The message without what may follow it.</summary>
    public byte[] Encoded { get; }
    public SignedCms Cms { get; }
    public SignerInfo Info { get; }
    public X509Certificate2 Signer { get; }

    /// <summary>The time-stamp token; empty without one.</summary>
    public byte[] Token { get; } = [];

    /// <summary>Decodes a message.</summary>
    /// <param name="bytes">The message, and whatever follows it.</param>
    /// <param name="content">What it signs; only needed where its signature is to be checked by <see cref="Info"/>.</param>
    /// <exception cref="CryptographicException">It is no message with one signer and that signer's certificate.</exception>
    public static SignatureMessage Read(byte[] bytes, byte[] content)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(bytes, AsnEncodingRules.BER, out _, out _, out var length);
            var encoded = length == bytes.Length ? bytes : bytes[..length];
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            cms.Decode(encoded);
            return cms.SignerInfos.Count == 1 && cms.SignerInfos[0] is { Certificate: { } signer } info
                ? new SignatureMessage(encoded, cms, info, signer)
                : throw new CryptographicException("The message does not hold one signer and its certificate.");
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The message cannot be read.", e);
        }
    }

    /// <summary>The same signature in our own form, with this token.</summary>
    /// <exception cref="SigningKeyFault">The certificate is of a kind that signs no passports.</exception>
    public byte[] Rebuild(ReadOnlySpan<byte> token)
    {
        var others = Cms.Certificates.Where(c => !c.RawDataMemory.Span.SequenceEqual(Signer.RawDataMemory.Span)).ToArray();
        return new CadesBuilder(Signer, others, SigningCertificate.Require(Signer)).Build(new SignedStatement(SignedAttributes.Of(Info), Info.GetSignature()), token);
    }

    /// <summary>
    /// Whether the message has our own form: its wrapper is not signed, so bits in it could change unseen. Built again from its parts,
    /// it must come out the same, and its attributes must bind document and certificate.
    /// </summary>
    public bool HasOurForm(ReadOnlySpan<byte> digest)
    {
        try
        {
            return SignedAttributes.Bind(Info, digest, Signer) && Rebuild(Token).AsSpan().SequenceEqual(Encoded);
        }
        catch (Exception e) when (e is SigningKeyFault or CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
