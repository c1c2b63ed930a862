using System.Data.Common;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Why a passport could not be issued: a code that pages put into words, and what the failure itself said.</summary>
/// <param name="Code">Key of the sentence, <c>Passports.Failure.…</c>.</param>
/// <param name="Detail">What the failure said; for <see cref="Unprintable"/> the field and the character, with a space between them.</param>
public sealed record IssueFailure(string Code, string Detail)
{
    public const string Unprintable = "unprintable";
    public const string SigningKey = "signing-key";
    public const string Content = "content";
    public const string Replacement = "replacement";
    public const string Database = "database";
    public const string Abandoned = "abandoned";
    public const string Unexpected = "unexpected";

    private const string Separator = ": ";
    private const int LongestDetail = 1500;

    public static IssueFailure Of(Exception failure) => failure switch
    {
        UnprintableCharacter sign => new(Unprintable, $"{sign.Field} {sign.Character}"),
        SigningKeyFault => new(SigningKey, failure.Message),
        ArgumentException or KeyNotFoundException => new(Content, failure.Message),
        Domain.RuleViolation violation => new(Replacement, violation.Rule.Code),
        DbUpdateException or DbException or Pipeline.ChangedMeanwhile => new(Database, (failure.InnerException ?? failure).Message),
        _ => new(Unexpected, $"{failure.GetType().Name}: {failure.Message}"),
    };

    /// <summary>Reads the form of the orders table.</summary>
    public static IssueFailure? Read(string? stored) =>
        stored is null ? null
        : stored.IndexOf(Separator, StringComparison.Ordinal) is var at and > 0 ? new(stored[..at], stored[(at + Separator.Length)..])
        : new(Unexpected, stored);

    /// <summary>The form of the orders table.</summary>
    public override string ToString() => Code + Separator + (Detail.Length <= LongestDetail ? Detail : Detail[..LongestDetail]);
}
