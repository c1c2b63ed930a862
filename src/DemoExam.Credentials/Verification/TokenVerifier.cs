using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Verification;

/// <summary>A status list whose signature holds.</summary>
/// <param name="Address">Its address, which credentials name.</param>
/// <param name="List">The bits.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record KnownStatusList(Uri Address, StatusList List, DateTimeOffset MadeAt);

/// <summary>
/// Checks the machine credential, the code on the paper and status lists with keys that are known beforehand. Like
/// <see cref="Verifier"/> it needs no network and no database, and no bad input makes it throw.
/// </summary>
/// <param name="keys">Public keys of the issuer, past and present, without revoked ones.</param>
/// <param name="verifier">Adds the standing.</param>
/// <param name="clock">The current time.</param>
public sealed class TokenVerifier(IReadOnlyList<PublicKeyJwk> keys, Verifier verifier, TimeProvider clock)
{
    private readonly List<KnownStatusList> lists = [];

    /// <summary>Takes a status list into account from now on.</summary>
    public void Add(KnownStatusList list) => lists.Add(list);

    /// <summary>Checks a credential as JWT.</summary>
    public Verdict CheckCredential(string token) => Guarded(() =>
    {
        var finding = TokenReader.Read(token, TokenReader.IssuerOf(token) ?? "", keys, out var payload);
        if (finding != TokenFinding.Good) return Refused(finding);
        return BadgeCredential.Read(payload) is { } facts
            ? WithStatus(Genuine(facts) with { StatusEntry = BadgeCredential.StatusOf(payload) })
            : Verifier.Failed(VerdictState.Unreadable, FactMark.Yes, VerdictReason.NotAPassport) with { IssuedByUs = FactMark.Yes };
    });

    /// <summary>Checks the digits of a QR code.</summary>
    public Verdict CheckProof(string digits) => Guarded(() =>
    {
        var finding = QrToken.Read(digits, null, keys, out var claims);
        if (claims is null) return Refused(finding);
        var facts = new PassportFacts(claims.Number, claims.Name, claims.PackageName, claims.TotalHundredths, claims.MaximumHundredths, claims.IssuedAt, claims.ExpiresAt);
        // The code names its list by number only, to save room.
        var entry = claims.Status is var (list, index) && lists.Find(l => l.Address.AbsolutePath.EndsWith($"/status/{list}", StringComparison.Ordinal)) is { } known
            ? new StatusEntry(known.Address, index) : null;
        return WithStatus(Genuine(facts) with { StatusEntry = entry });
    });

    /// <summary>Adds what the known lists say to the verdict on something genuine.</summary>
    public Verdict WithStatus(Verdict verdict) => verifier.WithStatus(verdict, StatusOf(verdict.StatusEntry));

    /// <summary>Whether a token says of itself that it is a status list.</summary>
    public static bool IsStatusList(string token) => TokenReader.TryReadUnverified(token, out var payload) && StatusListCredential.IsOne(payload);

    /// <summary>Checks a signed status list.</summary>
    /// <exception cref="StatusListFault">It does not hold, or is out of date; the message says why.</exception>
    public KnownStatusList ReadStatusList(string token)
    {
        if (!TokenReader.TryReadUnverified(token, out var payload) || !Uri.TryCreate(payload.Text("id"), UriKind.Absolute, out var address) || payload.Text("iss") is not { } issuer)
            throw new StatusListFault("It is no status list.");
        var list = StatusListCredential.Read(token, address, issuer, keys, clock.GetUtcNow(), out var madeAt);
        return new KnownStatusList(address, list, madeAt);
    }

    private PassportStatus? StatusOf(StatusEntry? entry)
    {
        if (entry is null || lists.Where(l => l.Address == entry.List).MaxBy(l => l.MadeAt) is not { } list || entry.Index >= list.List.Length) return null;
        // A list does not tell what was withdrawn from what was replaced; either way it is no longer in force.
        return new PassportStatus(list.List[entry.Index] ? PassportStanding.Revoked : PassportStanding.InForce, list.MadeAt);
    }

    private static Verdict Genuine(PassportFacts facts) => new()
    {
        State = VerdictState.CannotCheck,
        Unchanged = FactMark.Yes,
        IssuedByUs = FactMark.Yes,
        InForce = FactMark.NotChecked,
        Reasons = [VerdictReason.StatusNotChecked, VerdictReason.SignatureGood],
        Facts = facts,
    };

    private static Verdict Refused(TokenFinding finding) => finding switch
    {
        TokenFinding.BadSignature => Verifier.Failed(VerdictState.Tampered, FactMark.No, VerdictReason.SignatureMismatch),
        TokenFinding.UnknownKey => Verifier.Failed(VerdictState.UntrustedIssuer, FactMark.NotChecked, VerdictReason.KeyNotKnown) with { IssuedByUs = FactMark.No },
        _ => Verifier.Failed(VerdictState.Unreadable, FactMark.NotChecked, VerdictReason.NotAToken),
    };

    private static Verdict Guarded(Func<Verdict> check)
    {
        try
        {
            return check();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Something that the readers' author did not think of. That is no proof against the passport, and none for it.
            return Verifier.Failed(VerdictState.CannotCheck, FactMark.NotChecked, VerdictReason.InternalFault);
        }
    }
}
