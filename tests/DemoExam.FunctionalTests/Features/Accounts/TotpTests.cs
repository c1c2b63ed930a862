using System.Text;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>Codes by time against the vectors of the standards.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the rows of SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Totp.CodeOf(Secret, Totp.StepOf(moment), 8).ShouldBe(code);
        Totp.CodeOf(Secret, Totp.StepOf(moment)).ShouldBe(code[2..]);
    }

    // RFC 4226, appendix D: six digits of the first steps.
    [Fact]
    public void Codes_are_those_of_RFC_4226() =>
        Enumerable.Range(0, 10).Select(step => Totp.CodeOf(Secret, step)).ShouldBe(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]);

    // RFC 4648, section 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_RFC_4648_says(string plain, string text) => Totp.Base32(Encoding.ASCII.GetBytes(plain)).ShouldBe(text);

    [Fact]
    public void A_clock_may_differ_by_one_step_and_no_more()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        var step = Totp.StepOf(now);

        foreach (var (apart, fits) in new[] { (-2, false), (-1, true), (0, true), (1, true), (2, false) })
        {
            (Totp.StepOf(Totp.CodeOf(Secret, step + apart), Secret, now) == step + apart).ShouldBe(fits, $"{apart} steps apart");
        }

        Totp.StepOf("755 224", Secret, now).ShouldBeNull();
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("nonsense", "")]
    [InlineData(null, "")]
    public void The_place_of_a_session_leaves_the_last_part_out(string? address, string place) => new Caller(address, null).Network.ShouldBe(place);

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 YaBrowser/24.7 Safari/537.36", "Yandex Browser, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData(null, "")]
    public void The_device_of_a_session_is_named_in_a_few_words(string? agent, string device) => new Caller(null, agent).Device.ShouldBe(device);
}
