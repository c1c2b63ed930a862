using DemoExam.Domain.People;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>Codes, names and passwords, without the host.</summary>
public sealed class SecretsTests
{
    [Theory]
    [InlineData("7K3F-9QXM-2B8D-0TVE", "7k3f 9qxm 2b8d 0tve")]
    [InlineData("7K3F-9QXM-2B8D-0TVE", "7К3F9QХМ2В8DоТVЕ")]
    [InlineData("1010", "iO-lо")]
    public void A_code_may_be_typed_as_people_type(string code, string typed) => OneTimeCode.HashOf(typed).ShouldBe(OneTimeCode.HashOf(code));

    [Fact]
    public void Codes_are_long_and_never_repeat()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => OneTimeCode.ForPaper()).ToList();

        codes.Distinct().Count().ShouldBe(1000);
        codes.ShouldAllBe(code => code.Length == 19);
        OneTimeCode.ForLink().Length.ShouldBe(26);
        OneTimeCode.HashOf(codes[0]).ShouldNotBe(OneTimeCode.HashOf(codes[1]));
    }

    [Theory]
    [InlineData("1234567890", true)]
    [InlineData("0987654321", true)]
    [InlineData("QWERTYUIOP", true)]
    [InlineData("йцукенгшщз", true)]
    [InlineData("aaaaaaaaaaaa", true)]
    [InlineData("Password123", true)]
    [InlineData("correct horse", false)]
    [InlineData("12345678901x", false)]
    public void What_everybody_tries_first_is_known(string password, bool isCommon) => Passwords.IsCommon(password).ShouldBe(isCommon);

    [Theory]
    [InlineData("Иванова", "Анна", "Петровна", "ivanova.ap")]
    [InlineData("Римский-Корсаков", "Пётр", null, "rimskii-korsakov.p")]
    [InlineData("O'Brien", "Ann", null, "obrien.a")]
    [InlineData("Мадонна", "", null, "madonna")]
    [InlineData("გიორგი", "გ", null, "user")]
    public void Sign_in_names_can_be_typed_on_any_keyboard(string surname, string givenName, string? patronymic, string name) =>
        SignInNames.Propose(new PersonName(surname, givenName, patronymic)).ShouldBe(name);
}
