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
        _ => Kind.Bad,
    };

    public static Kind KindOf(PassportOrderStatus status) => status switch
    {
        PassportOrderStatus.Done => Kind.Good,
        PassportOrderStatus.Failed => Kind.Bad,
        _ => Kind.Info,
    };

    /// <summary>Why a passport was not issued, in words and with what the failure itself said.</summary>
    public static string WordsOf(IssueFailure failure, Texts texts) =>
        texts.Has($"Passports.Failure.{failure.Code}") ? texts[$"Passports.Failure.{failure.Code}", failure.Detail] : failure.Detail;
}
