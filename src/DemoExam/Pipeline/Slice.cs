namespace DemoExam.Pipeline;

/// <summary>
/// One page of a list in the order of a key. <see cref="Next"/> is the key after which the next page starts, so that a
/// list of any length costs the same and nothing is skipped when rows are added meanwhile.
/// </summary>
/// <param name="Items">At most the asked number of rows.</param>
/// <param name="Next">Key of the last row; null when there is nothing after it.</param>
public sealed record Slice<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How pages of lists are made.</summary>
public static class Slice
{
    /// <summary>Makes a page from one row more than was asked for.</summary>
    public static Slice<T> Of<T>(IReadOnlyList<T> oneMore, int size, Func<T, string> key)
    {
        var items = oneMore.Take(size).ToList();
        return new Slice<T>(items, oneMore.Count > size ? key(items[^1]) : null);
    }
}

/// <summary>Sizes of pages of lists.</summary>
public static class SliceSize
{
    public const int Default = 50;
    public const int Most = 500;

    /// <summary>The asked size within 1 and <see cref="Most"/>; the default when none was asked.</summary>
    public static int Of(int? asked) => Math.Clamp(asked ?? Default, 1, Most);
}
