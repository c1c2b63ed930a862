using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;

namespace DemoExam.Credentials.Verification;

/// <summary>What the signature of a file proves.</summary>
internal enum SignatureFinding
{
    /// <summary>The file holds no signature.</summary>
    None,

    /// <summary>The signature does not fit the bytes of the file, or its form is not the one that our issuer writes.</summary>
    Broken,

    /// <summary>Sound, but not the issuer's.</summary>
    Foreign,

    /// <summary>Sound, complete and the issuer's.</summary>
    Genuine,
}

/// <summary>The finding, why, and who signed when.</summary>
internal sealed record SignatureReport(SignatureFinding Finding, string Reason, SignerFacts? Signer = null);

/// <summary>Checks the signature of a PDF. See each step for the attack that it stops.</summary>
internal sealed class PdfSignatureVerifier(IssuerTrust trust)
{
    /// <exception cref="PdfFault">The structure of the file is damaged.</exception>
    public SignatureReport Verify(PdfReader pdf, ReadOnlyMemory<byte> file)
    {
        var signatures = FindSignatures(pdf);
        if (signatures.Count == 0) return new SignatureReport(SignatureFinding.None, VerdictReason.NoSignature);
        // Our passports hold one signature; with several, the one that covers most of the file speaks.
        var reports = signatures.Select(s => CheckGuarded(pdf, s, file)).ToList();
        return reports.Count == 1
            ? reports[0]
            : reports.MaxBy(r => r.Finding)! with { Finding = SignatureFinding.Broken, Reason = VerdictReason.SeveralSignatures };
    }

    internal static List<PdfDictionary> FindSignatures(PdfReader pdf)
    {
        var form = pdf.Dictionary(pdf.Dictionary(pdf.Trailer.Entry("Root"))?.Entry("AcroForm"));
        var found = new List<PdfDictionary>();
        foreach (var field in pdf.Array(form?.Entry("Fields")) ?? [])
            if (pdf.Dictionary(field) is { } f && pdf.Name(f.Entry("FT")) == "Sig" && pdf.Dictionary(f.Entry("V")) is { } signature)
                found.Add(signature);
        return found;
    }

    /// <summary>The parts of a message are decoded as they are used; one that cannot be decoded was damaged.</summary>
    private SignatureReport CheckGuarded(PdfReader pdf, PdfDictionary signature, ReadOnlyMemory<byte> file)
    {
        try
        {
            return Check(pdf, signature, file);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException)
        {
            return Broken(VerdictReason.SignatureDamaged);
        }
    }

    private SignatureReport Check(PdfReader pdf, PdfDictionary signature, ReadOnlyMemory<byte> file)
    {
        // The range must be the whole file around this very string: what is not covered may have been written by anybody.
        var range = (pdf.Array(signature.Entry("ByteRange")) ?? []).Select(n => pdf.Integer(n) ?? -1).ToArray();
        if (pdf.Resolve(signature.Entry("Contents")) is not PdfString contents || range.Length != 4) return Broken(VerdictReason.SignatureDamaged);
        if (range[0] != 0 || range[1] != contents.Start || range[2] != contents.End || (long)range[2] + range[3] != file.Length)
            return Broken(VerdictReason.NotWholeFileSigned);
        var hole = file.Span[contents.Start..contents.End];
        if (hole[0] != '<' || hole[^1] != '>') return Broken(VerdictReason.SignatureDamaged);

        var signed = new byte[range[1] + range[3]];
        file.Span[..range[1]].CopyTo(signed);
        file.Span[range[2]..].CopyTo(signed.AsSpan(range[1]));
        var digest = SHA256.HashData(signed);
        var message = SignatureMessage.Read(contents.Bytes, signed);
        var (info, signer) = (message.Info, message.Signer);
        var time = SigningTime(pdf, signature);
        var facts = SignerFacts.Of(signer, time, null);
        var ours = IsOurs(signer, message.Cms.Certificates, time);
        try
        {
            info.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            // An algorithm that this machine does not know (GOST) is no proof of tampering, but no proof of anything else either.
            var known = info.SignatureAlgorithm.Value is "1.2.840.10045.4.3.2" or "1.2.840.113549.1.1.11" or "1.2.840.113549.1.1.1" or "1.2.840.10045.2.1";
            return known || ours ? Broken(VerdictReason.SignatureMismatch) : new SignatureReport(SignatureFinding.Foreign, VerdictReason.AlgorithmNotSupported, facts);
        }

        if (!ours) return new SignatureReport(SignatureFinding.Foreign, VerdictReason.SignerNotTrusted, facts);
        // The wrapper of the message is covered by nothing, nor is the padding behind it, down to the case of the hexadecimal digits.
        if (!message.HasOurForm(digest) || !IsPadded(hole, message.Encoded) || pdf.Name(signature.Entry("SubFilter")) != "ETSI.CAdES.detached")
            return Broken(VerdictReason.SignatureForm);
        return WithTime(pdf, message, facts);
    }

    /// <summary>Adds what the time stamp and the proofs of non-revocation inside the file prove.</summary>
    private SignatureReport WithTime(PdfReader pdf, SignatureMessage message, SignerFacts facts)
    {
        var good = new SignatureReport(SignatureFinding.Genuine, VerdictReason.SignatureGood, facts);
        if (message.Token.Length == 0) return good;
        if (!TryReadToken(message, out var token, out var authority)) return Broken(VerdictReason.TimestampDamaged);
        var time = token.TokenInfo.Timestamp;
        if (CertificateChains.OfTimestamp(authority, trust.TimestampRoots, token.AsSignedCms().Certificates, time) is not { } stamp) return good;
        using var chain = CertificateChains.New(trust.Roots, message.Cms.Certificates, time);
        var proven = chain.Build(message.Signer) && EvidenceReader.Proves(pdf, [[.. chain.ChainElements.Select(e => e.Certificate)], stamp]);
        return good with { Signer = facts with { TimestampedAt = time, Level = proven ? SignatureLevel.LongTerm : SignatureLevel.Timestamped } };
    }

    private static bool TryReadToken(SignatureMessage message, [NotNullWhen(true)] out Rfc3161TimestampToken? token, [NotNullWhen(true)] out X509Certificate2? authority)
    {
        authority = null;
        try
        {
            return Rfc3161TimestampToken.TryDecode(message.Token, out token, out var read) && read == message.Token.Length
                && token.VerifySignatureForSignerInfo(message.Info, out authority) && authority is not null;
        }
        catch (CryptographicException)
        {
            token = null;
            return false;
        }
    }

    private static bool IsPadded(ReadOnlySpan<byte> hole, byte[] message)
    {
        var digits = hole[1..^1];
        return digits.Length >= 2 * message.Length
            && digits[..(2 * message.Length)].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(message)))
            && digits[(2 * message.Length)..].IndexOfAnyExcept((byte)'0') < 0;
    }

    /// <summary>
    /// The certificate leads to our roots at the time of signing, and every certificate in the message is part of that way: a passport
    /// stays genuine when the certificate runs out later.
    /// </summary>
    internal bool IsOurs(X509Certificate2 signer, X509Certificate2Collection certificates, DateTimeOffset? time)
    {
        if (time is not { } at || trust.Roots.Count == 0 || !trust.Accepts(signer)) return false;
        using var chain = CertificateChains.New(trust.Roots, certificates, at);
        try
        {
            return chain.Build(signer) && certificates.All(c => chain.ChainElements.Any(e => e.Certificate.RawDataMemory.Span.SequenceEqual(c.RawDataMemory.Span)));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static DateTimeOffset? SigningTime(PdfReader pdf, PdfDictionary signature) =>
        pdf.Resolve(signature.Entry("M")) is PdfString text
        && DateTimeOffset.TryParseExact(text.Text, "'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static SignatureReport Broken(string reason) => new(SignatureFinding.Broken, reason);
}
