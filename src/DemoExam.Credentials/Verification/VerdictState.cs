namespace DemoExam.Credentials.Verification;

/// <summary>
/// The twelve answers that a check can give. Where several hold, the headline is the first of this list, since the
/// members stand in order of precedence; <see cref="CannotCheck"/> is a fault of ours and never hides a finding about
/// the document.
/// </summary>
public enum VerdictState
{
    /// <summary>Not a passport code or file.</summary>
    Unreadable,

    /// <summary>The document was changed after it was signed.</summary>
    Tampered,

    /// <summary>Signed, but not by an issuer that we know.</summary>
    UntrustedIssuer,

    /// <summary>No such passport.</summary>
    Unknown,

    /// <summary>Withdrawn by the issuer.</summary>
    Revoked,

    /// <summary>Replaced by a newer version.</summary>
    Superseded,

    /// <summary>Under review.</summary>
    Suspended,

    /// <summary>Genuine; its term is over.</summary>
    Expired,

    /// <summary>Genuine; its term has not begun.</summary>
    NotYetValid,

    /// <summary>We could not check, through no fault of the document.</summary>
    CannotCheck,

    /// <summary>Genuine; the last known status is old.</summary>
    StatusStale,

    /// <summary>Genuine and in force.</summary>
    Valid,
}
