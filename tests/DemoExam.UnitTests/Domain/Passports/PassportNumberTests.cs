using DemoExam.Domain.Passports;

namespace DemoExam.UnitTests.Domain.Passports;

public sealed class PassportNumberTests
{
    [Theory]
    [InlineData("ПК-39-2026-000123-7", true)]
    [InlineData("ПК-39-9999-999999-9", true)]
    [InlineData("ПК-40-2026-000123-7", false)]
    [InlineData("ПК-39", false)]
    [InlineData("ПК-39-2026-я", false)]
    [InlineData("пк-39-2026-000123-7", false)]
    [InlineData("ПК-39-2026-000123-7 ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_text_is_among_the_numbers_of_a_region_when_no_collation_could_put_it_elsewhere(string? text, bool among) =>
        PassportNumber.IsAmong(text, "39").ShouldBe(among);
}
