using System.Globalization;

namespace DemoExam.FunctionalTests;

public sealed class PluralsTests
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData("0", "экспертов")]
    [InlineData("1", "эксперт")]
    [InlineData("2", "эксперта")]
    [InlineData("4", "эксперта")]
    [InlineData("5", "экспертов")]
    [InlineData("11", "экспертов")]
    [InlineData("14", "экспертов")]
    [InlineData("21", "эксперт")]
    [InlineData("22", "эксперта")]
    [InlineData("25", "экспертов")]
    [InlineData("101", "эксперт")]
    [InlineData("111", "экспертов")]
    [InlineData("112", "экспертов")]
    [InlineData("1.5", "эксперта")]
    [InlineData("-1", "эксперт")]
    public void Russian_has_three_forms(string number, string word) =>
        Plurals.Choose(decimal.Parse(number, CultureInfo.InvariantCulture), ["эксперт", "эксперта", "экспертов"], Russian).ShouldBe(word);

    [Theory]
    [InlineData("0", "experts")]
    [InlineData("1", "expert")]
    [InlineData("2", "experts")]
    [InlineData("21", "experts")]
    [InlineData("1.5", "experts")]
    public void English_has_two_forms(string number, string word) =>
        Plurals.Choose(decimal.Parse(number, CultureInfo.InvariantCulture), ["expert", "experts"], English).ShouldBe(word);
}
