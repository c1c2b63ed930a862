using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Domain.Packages;

public sealed class AspectScaleTests
{
    private static readonly StepsScale Levels = new([new("нет", Marks.Zero), new("частично", Marks.Of(0.75m)), new("полностью", Marks.Of(1.5m))]);

    private static readonly ToleranceScale Length = new("мм",
        [new(Reading(11.9m), Reading(12.1m), Marks.Of(2m)), new(Reading(11.5m), Reading(12.5m), Marks.Of(0.8m))]);

    public static TheoryData<AspectScale, decimal, decimal, decimal> Marked => new()
    {
        { new YesNoScale(), 1.25m, 0m, 0m },
        { new YesNoScale(), 1.25m, 1m, 1.25m },
        { new CountScale(Marks.Of(0.4m), 5), 2m, 0m, 0m },
        { new CountScale(Marks.Of(0.4m), 5), 2m, 4m, 1.6m },
        { new CountScale(Marks.Of(0.4m), 5), 2m, 5m, 2m },
        { new CountScale(Marks.Of(0.4m), 8), 2m, 6m, 2m },
        { new DeductionScale(Marks.Of(0.5m)), 2m, 0m, 2m },
        { new DeductionScale(Marks.Of(0.5m)), 2m, 3m, 0.5m },
        { new DeductionScale(Marks.Of(0.5m)), 2m, 4m, 0m },
        { new DeductionScale(Marks.Of(0.3m)), 2m, 999m, 0m },
        { Levels, 1.5m, 0m, 0m },
        { Levels, 1.5m, 1m, 0.75m },
        { Levels, 1.5m, 2m, 1.5m },
        { Length, 2m, 12m, 2m },
        { Length, 2m, 11.9m, 2m },
        { Length, 2m, 12.1m, 2m },
        { Length, 2m, 12.101m, 0.8m },
        { Length, 2m, 11.5m, 0.8m },
        { Length, 2m, 12.501m, 0m },
        { Length, 2m, -3m, 0m },
    };

    public static TheoryData<AspectScale, decimal> OffScale => new()
    {
        { new YesNoScale(), 2m },
        { new YesNoScale(), 0.5m },
        { new YesNoScale(), -1m },
        { new CountScale(Marks.Of(0.25m), 4), 0.3m },
        { new CountScale(Marks.Of(0.25m), 4), 5m },
        { new CountScale(Marks.Of(0.25m), 4), -1m },
        { new DeductionScale(Marks.Of(0.5m)), 1000m },
        { new DeductionScale(Marks.Of(0.5m)), -1m },
        { new DeductionScale(Marks.Of(0.5m)), 1.5m },
        { Levels, 3m },
        { Levels, -1m },
        { Levels, 0.75m },
        { AScheme.Levels, 4m },
        { AScheme.Levels, 1.5m },
        { AScheme.Levels, -1m },
    };

    [Theory, MemberData(nameof(Marked))]
    public void An_entry_becomes_the_mark_of_its_scale(AspectScale scale, decimal maximum, decimal entry, decimal mark) =>
        scale.MarkFor(Reading(entry), Marks.Of(maximum)).ShouldBe(Marks.Of(mark));

    [Theory, MemberData(nameof(OffScale))]
    public void An_entry_off_the_scale_is_refused_with_the_allowed_values(AspectScale scale, decimal entry)
    {
        var refused = Should.Throw<RuleViolation>(() => scale.Check(Reading(entry), Marks.Of(1m)));

        refused.Rule.ShouldBe(ScoringRules.EntryOnScale);
        refused.Refusals[0].Facts["allowed"].ShouldBeOfType<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_number_with_four_decimals_is_no_entry() => ScoreValue.TryFrom(0.3001m, out _).ShouldBeFalse();

    [Fact]
    public void A_large_number_cannot_wrap_around_into_the_scale()
    {
        ScoreValue.TryFrom(4_294_967_297m, out _).ShouldBeFalse();
        Should.Throw<RuleViolation>(() => new YesNoScale().Check(new ScoreValue(4_294_967_297_000), Marks.Of(1m)));
        Should.Throw<RuleViolation>(() => new YesNoScale().Check(new ScoreValue(long.MinValue), Marks.Of(1m)));
    }

    [Theory]
    [InlineData(0.4, 5, 2.0, true)]
    [InlineData(0.4, 8, 2.0, true)]
    [InlineData(0.4, 4, 2.0, false)]
    [InlineData(0, 5, 2.0, false)]
    public void A_count_reaches_the_maximum_when_enough_may_be_counted(decimal step, int highest, decimal maximum, bool reaches) =>
        new CountScale(Marks.Of(step), highest).Reaches(Marks.Of(maximum)).ShouldBe(reaches);

    [Fact]
    public void Judgement_needs_a_text_for_each_score_from_0_to_3()
    {
        AScheme.Levels.Reaches(Marks.Of(1m)).ShouldBeTrue();
        new JudgementScale(["0", "1", "2"]).Reaches(Marks.Of(1m)).ShouldBeFalse();
        new JudgementScale(["0", "1", "2", "3", "4"]).Reaches(Marks.Of(1m)).ShouldBeFalse();
    }

    private static ScoreValue Reading(decimal number) => ScoreValue.TryFrom(number, out var value) ? value : throw new ArgumentException("Not an entry.");
}
