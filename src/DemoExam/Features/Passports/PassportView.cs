using DemoExam.Domain.Passports;
using DemoExam.Features.Shared;

namespace DemoExam.Features.Passports;

/// <summary>How states of passports and orders look.</summary>
internal static class PassportView
{
    public static Kind KindOf(PassportStatus status) => status switch
    {
        PassportStatus.Issued => Kind.Good,
        PassportStatus.Superseded => Kind.Neutral,
        PassportStatus.Suspended => Kind.Warning,
        _ => Kind.Bad,
    };

    public static Kind KindOf(CorrectionStatus status) => status switch
    {
        CorrectionStatus.Open => Kind.Warning,
        CorrectionStatus.Granted => Kind.Good,
        _ => Kind.Neutral,
    };

    public static Kind KindOf(PassportOrderStatus status) => status switch
    {
        PassportOrderStatus.Done => Kind.Good,
        PassportOrderStatus.Failed => Kind.Bad,
        _ => Kind.Info,
    };

    /// <summary>Why a passport was not issued, in words and with what the failure itself said.</summary>
    public static string WordsOf(IssueFailure failure, Texts texts) => failure.Code switch
    {
        IssueFailure.Unprintable when failure.Detail.Split(' ', 2) is [var field, var sign] =>
            texts[$"Passports.Failure.{failure.Code}", texts.Has($"Passports.Field.{field}") ? texts[$"Passports.Field.{field}"] : field, sign, CodePoint(sign)],
        _ when texts.Has($"Passports.Failure.{failure.Code}") => texts[$"Passports.Failure.{failure.Code}", failure.Detail],
        _ => failure.Detail,
    };

    // A character that no font has is often one that no screen shows.
    private static string CodePoint(string sign) => sign.Length == 0 ? "" : $"U+{char.ConvertToUtf32(sign, 0):X4}";
}
