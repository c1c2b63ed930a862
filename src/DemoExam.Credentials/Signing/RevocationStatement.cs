using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>What an authority says about one certificate.</summary>
/// <param name="Revoked">When it was withdrawn; null when it was not.</param>
/// <param name="From">When the statement was made.</param>
/// <param name="Until">When a newer one is due.</param>
internal readonly record struct RevocationStatement(DateTimeOffset? Revoked, DateTimeOffset From, DateTimeOffset Until)
{
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9", BasicResponse = "1.3.6.1.5.5.7.48.1.1";

    // The standard asks for a next update; a statement without one is good for a day.
    private static readonly TimeSpan UsualTerm = TimeSpan.FromDays(1);

    /// <summary>Reads a CRL (RFC 5280, 5).</summary>
    /// <exception cref="CryptographicException">It is damaged, or not signed by the issuer.</exception>
    public static RevocationStatement OfList(byte[] list, X509Certificate2 certificate, X509Certificate2 issuer) => Guarded(() =>
    {
        var outer = new AsnReader(list, AsnEncodingRules.DER).ReadSequence();
        var signed = outer.PeekEncodedValue();
        var body = outer.ReadSequence();
        CheckSignature(issuer, signed, outer);
        if (body.PeekTag() == Asn1Tag.Integer) body.ReadInteger();
        body.ReadSequence();
        if (!body.ReadEncodedValue().Span.SequenceEqual(issuer.SubjectName.RawData)) throw new CryptographicException("The revocation list is that of another issuer.");
        var from = Time(body);
        var until = IsTime(body) ? Time(body) : from + UsualTerm;
        DateTimeOffset? revoked = null;
        if (body.HasData && body.PeekTag() == Asn1Tag.Sequence)
        {
            var entries = body.ReadSequence();
            while (entries.HasData)
            {
                var entry = entries.ReadSequence();
                var serial = entry.ReadIntegerBytes();
                var since = Time(entry);
                if (Same(serial.Span, certificate)) revoked = since;
            }
        }

        return new RevocationStatement(revoked, from, until);
    });

    /// <summary>Reads an OCSP response (RFC 6960, 4.2).</summary>
    /// <exception cref="CryptographicException">It is damaged, is about another certificate, or not signed by whom the issuer lets sign.</exception>
    public static RevocationStatement OfResponse(byte[] response, X509Certificate2 certificate, X509Certificate2 issuer) => Guarded(() =>
    {
        var outer = new AsnReader(response, AsnEncodingRules.DER).ReadSequence();
        if (outer.ReadEnumeratedBytes().Span is not [0]) throw new CryptographicException("The responder refused the question.");
        var wrapper = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        if (wrapper.ReadObjectIdentifier() != BasicResponse) throw new CryptographicException("The response is of another kind.");
        var basic = new AsnReader(wrapper.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
        var signed = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        CheckSignature(issuer, signed, basic);
        var context = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (data.PeekTag().HasSameClassAndValue(context)) data.ReadEncodedValue();
        // The responder's name or key; its certificate has been found already.
        data.ReadEncodedValue();
        data.ReadGeneralizedTime();
        var answers = data.ReadSequence();
        while (answers.HasData)
        {
            var answer = answers.ReadSequence();
            if (!IsAbout(answer.ReadSequence(), certificate, issuer)) continue;
            var status = answer.PeekTag();
            DateTimeOffset? revoked = status.TagValue switch
            {
                0 => null,
                1 => answer.ReadSequence(status).ReadGeneralizedTime(),
                _ => throw new CryptographicException("The responder does not know the certificate."),
            };
            if (status.TagValue == 0) answer.ReadEncodedValue();
            var from = answer.ReadGeneralizedTime();
            var until = answer.HasData && answer.PeekTag().HasSameClassAndValue(context)
                ? answer.ReadSequence(answer.PeekTag()).ReadGeneralizedTime() : from + UsualTerm;
            return new RevocationStatement(revoked, from, until);
        }

        throw new CryptographicException("The response is about another certificate.");
    });

    /// <summary>The question about one certificate (RFC 6960, 4.1).</summary>
    public static byte[] Question(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var w = new AsnWriter(AsnEncodingRules.DER);
        using (w.PushSequence())
        using (w.PushSequence())
        using (w.PushSequence())
        using (w.PushSequence())
        using (w.PushSequence())
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(Sha1);
                w.WriteNull();
            }

            w.WriteOctetString(NameHash(certificate.IssuerName.RawData));
            w.WriteOctetString(NameHash(KeyBits(issuer)));
            w.WriteInteger(certificate.SerialNumberBytes.Span);
        }

        return w.Encode();
    }

    private const string Sha1 = "1.3.14.3.2.26";

#pragma warning disable CA5350 // Only names the certificate in question, as all responders expect (RFC 5019, 2.1.1); nothing is trusted because of it.
    private static byte[] NameHash(ReadOnlySpan<byte> bytes) => SHA1.HashData(bytes);
#pragma warning restore CA5350

    private static byte[] KeyBits(X509Certificate2 certificate) => certificate.PublicKey.EncodedKeyValue.RawData;

    private static bool IsAbout(AsnReader id, X509Certificate2 certificate, X509Certificate2 issuer)
    {
        if (id.ReadSequence().ReadObjectIdentifier() != Sha1) return false;
        var (name, key, serial) = (id.ReadOctetString(), id.ReadOctetString(), id.ReadIntegerBytes());
        return name.AsSpan().SequenceEqual(NameHash(certificate.IssuerName.RawData)) && key.AsSpan().SequenceEqual(NameHash(KeyBits(issuer))) && Same(serial.Span, certificate);
    }

    /// <summary>Checks the signature that follows; an OCSP response may bring the certificate of a deputy whom the issuer has named.</summary>
    private static void CheckSignature(X509Certificate2 issuer, ReadOnlyMemory<byte> signed, AsnReader rest)
    {
        var algorithm = rest.ReadSequence().ReadObjectIdentifier();
        var signature = rest.ReadBitString(out _);
        if (Fits(issuer, algorithm, signed.Span, signature)) return;
        if (rest.HasData)
        {
            var certificates = rest.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            while (certificates.HasData)
            {
                using var deputy = X509CertificateLoader.LoadCertificate(certificates.ReadEncodedValue().Span);
                if (Fits(deputy, algorithm, signed.Span, signature) && IsDeputy(deputy, issuer)) return;
            }
        }

        throw new CryptographicException("The statement about revocation is not signed by the issuer of the certificate.");
    }

    private static bool IsDeputy(X509Certificate2 deputy, X509Certificate2 issuer)
    {
        if (!SigningCertificate.IsIssuer(issuer, deputy)
            || !deputy.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == OcspSigning))) return false;
        var outer = new AsnReader(deputy.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
        var signed = outer.ReadEncodedValue();
        return Fits(issuer, outer.ReadSequence().ReadObjectIdentifier(), signed.Span, outer.ReadBitString(out _));
    }

    private static bool Fits(X509Certificate2 by, string algorithm, ReadOnlySpan<byte> signed, byte[] signature)
    {
        HashAlgorithmName? hash = algorithm switch
        {
            "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (hash is not { } name) return false;
        using var ec = by.GetECDsaPublicKey();
        if (ec is not null) return ec.VerifyData(signed, signature, name, DSASignatureFormat.Rfc3279DerSequence);
        using var rsa = by.GetRSAPublicKey();
        return rsa is not null && rsa.VerifyData(signed, signature, name, RSASignaturePadding.Pkcs1);
    }

    private static bool Same(ReadOnlySpan<byte> serial, X509Certificate2 certificate) =>
        serial.TrimStart((byte)0).SequenceEqual(certificate.SerialNumberBytes.Span.TrimStart((byte)0));

    private static bool IsTime(AsnReader reader) =>
        reader.HasData && (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    private static DateTimeOffset Time(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static RevocationStatement Guarded(Func<RevocationStatement> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is AsnContentException or InvalidOperationException or ArgumentException)
        {
            throw new CryptographicException("The statement about revocation is damaged.", e);
        }
    }
}
