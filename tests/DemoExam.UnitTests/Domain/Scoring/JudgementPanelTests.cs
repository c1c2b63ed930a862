using DemoExam.Domain;
using DemoExam.Domain.Scoring;

namespace DemoExam.UnitTests.Domain.Scoring;

public sealed class JudgementPanelTests
{
    private static readonly List<int[]> Triples =
        [.. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 4) select new[] { a, b, c }];

    [Fact]
    public void Of_64_triples_22_are_within_the_spread()
    {
        Triples.Count.ShouldBe(64);
        Triples.Count(t => Panel(t).State == PanelState.Agreed).ShouldBe(22);
        Triples.Count(t => Panel(t).State == PanelState.NeedsRescore).ShouldBe(42);
    }

    [Theory]
    [InlineData(1.50, new[] { 2, 2, 3 }, 1.17)]
    [InlineData(1.50, new[] { 1, 1, 1 }, 0.50)]
    [InlineData(4.00, new[] { 2, 3, 3 }, 3.56)]
    [InlineData(2.50, new[] { 1, 2, 2 }, 1.39)]
    [InlineData(1.00, new[] { 0, 1, 1 }, 0.22)]
    [InlineData(3.50, new[] { 3, 3, 3 }, 3.50)]
    [InlineData(3.50, new[] { 0, 0, 0 }, 0.00)]
    public void The_mark_is_the_share_of_nine_of_the_maximum(decimal maximum, int[] scores, decimal mark) =>
        Panel(scores).MarkOf(Marks.Of(maximum)).ShouldBe(Marks.Of(mark));

    [Fact]
    public void Every_mark_equals_the_decimal_one_whichever_way_halves_are_rounded()
    {
        for (var hundredths = 1; hundredths <= 2500; hundredths++)
        {
            var maximum = new Marks(hundredths);
            foreach (var triple in Triples.Where(t => t.Max() - t.Min() <= 1))
            {
                var exact = maximum.Value * triple.Sum() / 9m;
                var up = Math.Round(exact, 2, MidpointRounding.AwayFromZero);
                Math.Round(exact, 2, MidpointRounding.ToEven).ShouldBe(up);
                Panel(triple).MarkOf(maximum).Value.ShouldBe(up);
            }
        }
    }

    [Theory]
    [InlineData(new int[0], PanelState.Waiting)]
    [InlineData(new[] { 2, 2 }, PanelState.Waiting)]
    [InlineData(new[] { 0, 3 }, PanelState.Waiting)]
    [InlineData(new[] { 0, 1, 2 }, PanelState.NeedsRescore)]
    public void A_panel_that_has_not_agreed_has_no_mark(int[] scores, PanelState state)
    {
        Panel(scores).State.ShouldBe(state);
        Should.Throw<InvalidOperationException>(() => Panel(scores).MarkOf(Marks.Of(1m)));
    }

    private static JudgementPanel Panel(params int[] scores) => new(JudgementRule.WorldSkills, scores);
}
