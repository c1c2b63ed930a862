using DemoExam.Domain.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace DemoExam.UnitTests.Domain.Reports;

/// <summary>A reader who tries every way to divide the hidden people finds no group of fewer than five.</summary>
public sealed class SmallNumbersTests
{
    private static readonly Gen<int[]> Counts = Gen.Choose(0, 12).ArrayOf().Where(c => c.Length is > 0 and <= 5);

    [Fact]
    public void No_small_group_can_be_computed_from_what_is_told() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Arb.From(Counts), counts =>
    {
        var (groups, total) = SmallNumbers.Hide(counts);
        groups.Where(g => g is not null).ShouldAllBe(g => g == 0 || g >= SmallNumbers.Least);
        if (total is not { } sum)
        {
            return;
        }

        sum.ShouldBe(counts.Sum());
        var hidden = groups.Select((g, i) => (g, i)).Where(g => g.g is null).Select(g => g.i).ToList();
        var ways = Divisions(sum - groups.Sum(g => g ?? 0), hidden.Count).ToList();
        for (var place = 0; place < hidden.Count; place++)
        {
            ways.Select(w => w[place]).Distinct().Count().ShouldBeGreaterThan(1);
        }
    }));

    [Theory]
    [InlineData(new[] { 20, 10, 5 }, new[] { 20, 10, 5 }, 35)]
    [InlineData(new[] { 20, 10, 3 }, new[] { 20, -1, -1 }, 33)]
    [InlineData(new[] { 20, 0, 3 }, new[] { -1, 0, -1 }, 23)]
    [InlineData(new[] { 3 }, new[] { -1 }, -1)]
    [InlineData(new[] { 1, 1, 1 }, new[] { -1, -1, -1 }, -1)]
    [InlineData(new[] { 4, 3, 30 }, new[] { -1, -1, 30 }, 37)]
    public void What_is_told_is_as_much_as_may_be(int[] counts, int[] told, int total)
    {
        var (groups, sum) = SmallNumbers.Hide(counts);

        groups.Select(g => g ?? -1).ShouldBe(told);
        (sum ?? -1).ShouldBe(total);
    }

    // A hidden group has at least one person.
    private static IEnumerable<int[]> Divisions(int people, int groups) => groups == 0
        ? people == 0 ? [[]] : []
        : Enumerable.Range(1, Math.Max(0, people - groups + 1)).SelectMany(first => Divisions(people - first, groups - 1).Select(rest => (int[])[first, .. rest]));
}
