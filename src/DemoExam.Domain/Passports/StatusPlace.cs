namespace DemoExam.Domain.Passports;

/// <summary>A passport's bit in the status lists, its own for ever.</summary>
/// <param name="List">Number of the list, from 1.</param>
/// <param name="Index">Index in the list, 0 to <see cref="ListLength"/> − 1.</param>
public readonly record struct StatusPlace(int List, int Index)
{
    /// <summary>Bits of one list: the smallest number that W3C Bitstring Status List 1.0 allows.</summary>
    public const int ListLength = 131_072;

    /// <summary>Passports of one list. Half of the bits stay unused, so that a free index is found at the first or second try.</summary>
    public const int ListCapacity = ListLength / 2;

    /// <summary>The list that the passport with this running number belongs to.</summary>
    /// <param name="running">From 1.</param>
    public static int ListOf(int running) => 1 + (running - 1) / ListCapacity;
}

/// <summary>
/// A status list as it was published: signed, and kept, because “was it valid on that day?” is answered from the copies of that day.
/// </summary>
public sealed class PublishedStatusList
{
    private PublishedStatusList()
    {
    }

    /// <param name="list">Number of the list.</param>
    /// <param name="madeAt">When it was made; whole seconds.</param>
    /// <param name="until">When it must be replaced.</param>
    /// <param name="withdrawn">Number of bits that are set.</param>
    /// <param name="token">The signed list.</param>
    public PublishedStatusList(int list, DateTimeOffset madeAt, DateTimeOffset until, int withdrawn, string token)
    {
        List = list;
        MadeAt = madeAt;
        Until = until;
        Withdrawn = withdrawn;
        Token = token;
    }

    public int List { get; private set; }
    public DateTimeOffset MadeAt { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public int Withdrawn { get; private set; }
    public string Token { get; private set; } = "";
}
