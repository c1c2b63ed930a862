using DemoExam.Credentials;
using DemoExam.Credentials.Verification;
using DemoExam.Features.Shared;

namespace DemoExam.Features.Passports;

/// <summary>How each state of a check looks, and which words it uses.</summary>
internal static class VerdictView
{
    public static Kind KindOf(VerdictState state) => state switch
    {
        VerdictState.Valid => Kind.Good,
        VerdictState.Tampered or VerdictState.UntrustedIssuer or VerdictState.Revoked => Kind.Bad,
        VerdictState.Unknown or VerdictState.Unreadable => Kind.Neutral,
        _ => Kind.Warning,
    };

    public static string IconOf(VerdictState state) => state switch
    {
        VerdictState.Valid => "shield",
        VerdictState.Revoked => "bad",
        VerdictState.Tampered or VerdictState.UntrustedIssuer => "warning",
        VerdictState.Superseded => "repeat",
        VerdictState.Unknown => "search",
        VerdictState.Unreadable or VerdictState.CannotCheck => "help",
        _ => "clock",
    };

    /// <summary>The words of the reason where it says more than the state: a typing error, a file without a signature.</summary>
    public static string WordsOf(PassportCheck check, Texts texts) =>
        texts.Has($"Check.Reason.{check.Reasons[0]}.Title") ? $"Check.Reason.{check.Reasons[0]}"
        : check is { State: VerdictState.Valid, Unchanged: FactMark.Yes } ? "Check.State.Valid.File"
        : check is { State: VerdictState.CannotCheck, Unchanged: FactMark.Yes } ? "Check.State.CannotCheck.File"
        : $"Check.State.{check.State}";

    public static Kind KindOf(FactMark mark) => mark switch
    {
        FactMark.Yes => Kind.Good,
        FactMark.No => Kind.Bad,
        _ => Kind.Neutral,
    };

    public static string In(this Bilingual text, Texts texts) => texts.Culture.TwoLetterISOLanguageName == "ru" ? text.Ru : text.En;
}
