namespace DemoExam.Domain.Reports;

/// <summary>
/// Keeps people from being recognised in public figures: a group of fewer than five is not told, and nothing that is told lets it be
/// computed. Our own rule; the law (152-ФЗ, article 3, point 9) asks that anonymous data name nobody without further knowledge.
/// </summary>
public static class SmallNumbers
{
    /// <summary>The smallest group of people that is told.</summary>
    public const int Least = 5;

    /// <summary>The counts of groups and their sum as the public sees them; null is hidden. Empty groups are told, for nobody is in them.</summary>
    /// <param name="counts">People in each group, not negative.</param>
    public static (IReadOnlyList<int?> Groups, int? Total) Hide(IReadOnlyList<int> counts)
    {
        var hidden = counts.Select((count, i) => (count, i)).Where(c => c.count is > 0 and < Least).Select(c => c.i).ToHashSet();
        var total = counts.Sum();
        if (hidden.Count == 0) return ([.. counts.Select(c => (int?)c)], total);

        // One hidden group, or several that are few together, could be computed from the sum: the next smallest hides them.
        foreach (var (_, i) in counts.Select((count, i) => (count, i)).Where(c => c.count >= Least).OrderBy(c => c.count))
        {
            if (IsSafe()) break;
            hidden.Add(i);
        }

        return ([.. counts.Select((count, i) => hidden.Contains(i) ? (int?)null : count)], IsSafe() ? total : null);

        // Together enough people, and more than one way to divide them.
        bool IsSafe() => hidden.Count > 1 && hidden.Sum(h => counts[h]) is var sum && sum >= Least && sum > hidden.Count;
    }
}
