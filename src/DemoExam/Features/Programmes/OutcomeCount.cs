using DemoExam.Data;
using DemoExam.Domain.Programmes;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>How many were trained and what came of it. People who left do not count.</summary>
/// <param name="Trained">Participants of groups that count, outcome known or not.</param>
public sealed record OutcomeCount(int Trained, int Employed, int SelfEmployed, int Studying, int NotEmployed)
{
    public static OutcomeCount None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Of whom somebody told.</summary>
    public int Known => Employed + SelfEmployed + Studying + NotEmployed;

    /// <summary>Share of all trained who work, employed or for themselves, in whole percent rounded half up; null when nobody was trained.</summary>
    public int? EmployedPercent => Trained == 0 ? null : (int)(((200L * (Employed + SelfEmployed)) + Trained) / (2L * Trained));

    public static OutcomeCount operator +(OutcomeCount left, OutcomeCount right) => new(
        left.Trained + right.Trained, left.Employed + right.Employed, left.SelfEmployed + right.SelfEmployed, left.Studying + right.Studying, left.NotEmployed + right.NotEmployed);
}

/// <summary>What came of one training, under the key by which it is counted.</summary>
internal sealed class KeyedOutcome<TKey>
{
    public required TKey Key { get; init; }

    public OutcomeKind? Outcome { get; init; }
}

internal static class OutcomeCounting
{
    /// <summary>Participants who count to a year: their group ends in it and they did not leave. Without a year all who did not leave.</summary>
    public static IQueryable<Participant> Counted(this IQueryable<Participant> participants, DemoExamDb db, int? year)
    {
        var counted = participants.AsNoTracking().Where(p => p.LeftOn == null);
        if (year is not { } of)
        {
            return counted;
        }

        var (from, to) = (new DateOnly(of, 1, 1), new DateOnly(of, 12, 31));
        return counted.Where(p => db.TrainingGroups.Any(g => g.Id == p.GroupId && g.LastDay >= from && g.LastDay <= to));
    }

    /// <summary>Counts by the key; the database counts.</summary>
    public static async Task<Dictionary<TKey, OutcomeCount>> Count<TKey>(this IQueryable<KeyedOutcome<TKey>> outcomes, CancellationToken ct) where TKey : notnull
    {
        var groups = await outcomes.GroupBy(p => p.Key).Select(g => new
        {
            g.Key,
            Trained = g.Count(),
            Employed = g.Count(p => p.Outcome == OutcomeKind.Employed),
            SelfEmployed = g.Count(p => p.Outcome == OutcomeKind.SelfEmployed),
            Studying = g.Count(p => p.Outcome == OutcomeKind.Studying),
            NotEmployed = g.Count(p => p.Outcome == OutcomeKind.NotEmployed),
        }).ToListAsync(ct);
        return groups.ToDictionary(g => g.Key, g => new OutcomeCount(g.Trained, g.Employed, g.SelfEmployed, g.Studying, g.NotEmployed));
    }
}
