using DemoExam.Domain.Packages;

namespace DemoExam.UnitTests.Domain.Packages;

public sealed class ExpertTableTests
{
    [Theory]
    [InlineData("1–5: 3; 6–12: 4; 13+: 6", "1–5: 3; 6–12: 4; 13+: 6")]
    [InlineData(" 1-5:3\n6-12 = 4;13+:6; ", "1–5: 3; 6–12: 4; 13+: 6")]
    [InlineData("1: 3; 2–4: 3; 5: 7", "1: 3; 2–4: 3; 5+: 7")]
    [InlineData("", "")]
    public void A_table_is_read_however_it_is_written(string written, string expected) => ExpertTable.Parse(written).ShouldNotBeNull().Text.ShouldBe(expected);

    [Theory]
    [InlineData("2–5: 3")]
    [InlineData("1–5: 3; 7+: 4")]
    [InlineData("1–5: 3; 5+: 4")]
    [InlineData("1–5: 4; 6+: 3")]
    [InlineData("1–5: 2")]
    [InlineData("1+: 3; 9+: 4")]
    [InlineData("5–1: 3")]
    [InlineData("три")]
    [InlineData("1–5: 3; много: 4")]
    public void A_table_with_gaps_or_falling_or_with_fewer_than_three_is_refused(string written) => ExpertTable.Parse(written).ShouldBeNull();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    [InlineData(12, 4)]
    [InlineData(13, 6)]
    [InlineData(500, 6)]
    public void The_row_of_the_workplaces_counts(int workplaces, int experts) => ExpertTable.Parse("1–5: 3; 6–12: 4; 13+: 6")!.For(workplaces).ShouldBe(experts);

    [Fact]
    public void Tables_that_are_written_the_same_are_the_same() => ExpertTable.Parse("1-5:3;6+:4").ShouldBe(ExpertTable.Parse("1–5: 3; 6–9: 4"));
}
