using DemoExam.Domain.People;

namespace DemoExam.UnitTests.Domain.People;

public sealed class PersonalNumberTests
{
    // The first is printed on specimens of the fund (sum 95), the second has the sum 202, the last is older than check numbers.
    [Theory]
    [InlineData("112-233-445 95", "112-233-445 95")]
    [InlineData("11223344595", "112-233-445 95")]
    [InlineData(" 112 233 445-95 ", "112-233-445 95")]
    [InlineData("087-654-303 00", "087-654-303 00")]
    [InlineData("8765430300", "087-654-303 00")]
    [InlineData("001-001-998 77", "001-001-998 77")]
    public void A_number_is_read_however_it_is_written(string typed, string written) => PersonalNumber.Read(typed).ShouldBe(written);

    [Theory]
    [InlineData("112-233-445 96")]
    [InlineData("112-233-446 95")]
    [InlineData("112-233-445-95-1")]
    [InlineData("112a233445 95")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_none_is_refused(string? typed) => PersonalNumber.Read(typed).ShouldBeNull();
}
