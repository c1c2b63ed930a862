using System.Security.Cryptography;
using System.Text.Json;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Verification;

/// <summary>
/// The one algorithm behind the page, the command line and the API. It needs no network and no database: who is trusted comes in
/// through the constructor, the standing of a passport through the calls.
/// </summary>
/// <param name="trust">Whose signatures count.</param>
/// <param name="clock">The current time.</param>
public sealed class Verifier(IssuerTrust trust, TimeProvider clock)
{
    /// <summary>Clocks of two machines may differ by this much before a passport counts as not yet valid.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Age from which a status counts as stale.</summary>
    public TimeSpan StatusMaximumAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Checks a file. Never throws for a bad file.</summary>
    /// <param name="file">The bytes of the PDF.</param>
    /// <param name="status">Standing in the register; null when it is not known here, as offline.</param>
    public Verdict CheckFile(ReadOnlyMemory<byte> file, PassportStatus? status = null) => CheckFile(file, _ => status);

    /// <summary>Checks a file, and asks for its standing when the file has turned out to be genuine.</summary>
    /// <param name="file">The bytes of the PDF.</param>
    /// <param name="status">Finds the standing of the passport with these signed values; null when it cannot be told.</param>
    public Verdict CheckFile(ReadOnlyMemory<byte> file, Func<PassportContent, PassportStatus?> status)
    {
        var checkedFile = CheckSignature(file);
        return checkedFile.Values is { } values ? WithStatus(checkedFile, status(values)) : checkedFile;
    }

    /// <summary>Checks a file together with the signature that lies beside it. Never throws for bad bytes.</summary>
    /// <param name="file">The bytes of the PDF.</param>
    /// <param name="signature">The detached message (<c>.sig</c>).</param>
    public Verdict CheckBeside(ReadOnlyMemory<byte> file, byte[] signature)
    {
        var verdict = CheckFile(file);
        if (!verdict.IsGenuine) return verdict;
        try
        {
            var message = SignatureMessage.Read(signature, file.ToArray());
            message.Info.CheckSignature(verifySignatureOnly: true);
            if (message.Encoded.Length != signature.Length || !message.HasOurForm(SHA256.HashData(file.Span))) return Failed(VerdictState.Tampered, FactMark.No, VerdictReason.BesideMismatch);
            return new PdfSignatureVerifier(trust).IsOurs(message.Signer, message.Cms.Certificates, verdict.Signer!.SignedAt)
                ? verdict with { Reasons = [.. verdict.Reasons, VerdictReason.BesideGood] }
                : Failed(VerdictState.UntrustedIssuer, FactMark.NotChecked, VerdictReason.BesideNotTrusted) with { IssuedByUs = FactMark.No };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever is wrong with it: it is no signature over this file.
            return Failed(VerdictState.Tampered, FactMark.No, VerdictReason.BesideMismatch);
        }
    }

    /// <summary>Adds the standing to the verdict on something genuine; leaves other verdicts as they are.</summary>
    public Verdict WithStatus(Verdict verdict, PassportStatus? status)
    {
        if (!verdict.IsGenuine || verdict.Facts is not { } facts) return verdict;
        var now = clock.GetUtcNow();
        var findings = new List<(VerdictState State, string Reason)>();
        switch (status?.Standing)
        {
            case null: findings.Add((VerdictState.CannotCheck, VerdictReason.StatusNotChecked)); break;
            case PassportStanding.Unknown: findings.Add((VerdictState.Unknown, VerdictReason.NotInRegister)); break;
            case PassportStanding.Revoked: findings.Add((VerdictState.Revoked, VerdictReason.Revoked)); break;
            case PassportStanding.Superseded: findings.Add((VerdictState.Superseded, VerdictReason.Superseded)); break;
            case PassportStanding.Suspended: findings.Add((VerdictState.Suspended, VerdictReason.Suspended)); break;
            case PassportStanding.InForce when now - status.AsOf > StatusMaximumAge: findings.Add((VerdictState.StatusStale, VerdictReason.StatusStale)); break;
            case PassportStanding.InForce: findings.Add((VerdictState.Valid, VerdictReason.InForce)); break;
        }

        if (facts.ValidUntil is { } last && now > last) findings.Add((VerdictState.Expired, VerdictReason.TermOver));
        if (facts.IssuedAt > now + Skew) findings.Add((VerdictState.NotYetValid, VerdictReason.TermNotBegun));

        findings.Sort((a, b) => a.State.CompareTo(b.State));
        var headline = findings[0].State;
        return verdict with
        {
            State = headline,
            InForce = headline switch
            {
                VerdictState.Valid => FactMark.Yes,
                VerdictState.CannotCheck or VerdictState.StatusStale => FactMark.NotChecked,
                _ => FactMark.No,
            },
            Reasons = [.. findings.Select(f => f.Reason), .. verdict.Reasons.Where(r => r is VerdictReason.SignatureGood or VerdictReason.BesideGood)],
            Status = status,
        };
    }

    /// <summary>The commitment that the transparency log holds to a genuine file; null when it is no passport.</summary>
    /// <param name="file">The bytes of the PDF.</param>
    public static string? LogCommitmentTo(ReadOnlyMemory<byte> file)
    {
        try
        {
            var pdf = PdfReader.Open(file);
            return ReadValues(pdf) is { } values && Attached(pdf) is { } credential
                ? LogLeaf.CommitmentTo(values.VerificationUrl.Segments[^1], credential, LogLeaf.SignedDigest(file.Span)) : null;
        }
        catch (PdfFault)
        {
            return null;
        }
    }

    private Verdict CheckSignature(ReadOnlyMemory<byte> file)
    {
        try
        {
            var pdf = PdfReader.Open(file);
            var report = new PdfSignatureVerifier(trust).Verify(pdf, file);
            return report.Finding switch
            {
                SignatureFinding.None => Failed(VerdictState.Unreadable, FactMark.NotChecked, report.Reason),
                SignatureFinding.Broken => Failed(VerdictState.Tampered, FactMark.No, report.Reason),
                SignatureFinding.Foreign => Failed(VerdictState.UntrustedIssuer, FactMark.NotChecked, report.Reason) with { IssuedByUs = FactMark.No, Signer = report.Signer },
                _ => Genuine(pdf, report),
            };
        }
        catch (PdfFault)
        {
            return Failed(VerdictState.Unreadable, FactMark.NotChecked, VerdictReason.NotAPdf);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The reader met something that its author did not think of. That is no proof against the document, and none for it.
            return Failed(VerdictState.CannotCheck, FactMark.NotChecked, VerdictReason.InternalFault);
        }
    }

    private static Verdict Genuine(PdfReader pdf, SignatureReport report)
    {
        // Our issuer signed it, but it is another document, for example an exam protocol: a passport carries its values and its credential.
        if (ReadValues(pdf) is not { } values || Attached(pdf) is not { } credential) return Failed(VerdictState.Unreadable, FactMark.Yes, VerdictReason.NotAPassport) with { IssuedByUs = FactMark.Yes, Signer = report.Signer };
        // A credential inside that says something else would be our own mistake: the file is what was signed, but we vouch for nothing.
        if (!CredentialAgrees(credential, values, out var status)) return Failed(VerdictState.CannotCheck, FactMark.Yes, VerdictReason.CredentialDisagrees) with { IssuedByUs = FactMark.Yes, Signer = report.Signer };
        return new Verdict
        {
            State = VerdictState.CannotCheck,
            Unchanged = FactMark.Yes,
            IssuedByUs = FactMark.Yes,
            InForce = FactMark.NotChecked,
            Reasons = [VerdictReason.StatusNotChecked, report.Reason],
            Values = values,
            Facts = PassportFacts.Of(values),
            StatusEntry = status,
            Signer = report.Signer,
        };
    }

    private static PassportContent? ReadValues(PdfReader pdf)
    {
        try
        {
            return PdfAttachments.Read(pdf, PassportJson.FileName) is { } json ? PassportJson.Read(json) : null;
        }
        catch (Exception e) when (e is PdfFault or JsonException)
        {
            return null;
        }
    }

    // Null when there is none; empty, and so in agreement with nothing, when it can't be unpacked.
    private static string? Attached(PdfReader pdf)
    {
        try
        {
            return PdfAttachments.Read(pdf, BadgeCredential.FileName) is { } token ? System.Text.Encoding.ASCII.GetString(token) : null;
        }
        catch (PdfFault)
        {
            return "";
        }
    }

    private static bool CredentialAgrees(string credential, PassportContent values, out StatusEntry? status)
    {
        status = null;
        // The signature of the file covers the token, so only what it says is in question here; its own signature is for those who
        // meet it alone.
        if (!TokenReader.TryReadUnverified(credential, out var payload) || !BadgeCredential.Agrees(payload, values)) return false;
        status = BadgeCredential.StatusOf(payload);
        return true;
    }

    internal static Verdict Failed(VerdictState state, FactMark unchanged, string reason) => new()
    {
        State = state,
        Unchanged = unchanged,
        IssuedByUs = FactMark.NotChecked,
        InForce = FactMark.NotChecked,
        Reasons = [reason],
    };
}
