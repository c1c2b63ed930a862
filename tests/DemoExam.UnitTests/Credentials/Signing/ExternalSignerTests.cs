using System.Net;
using System.Security.Cryptography;
using DemoExam.Credentials.Signing;
using DemoExam.TestTools;

namespace DemoExam.UnitTests.Credentials.Signing;

public sealed class ExternalSignerTests(SignatureVariantsTests.House house) : IClassFixture<SignatureVariantsTests.House>
{
    private static readonly byte[] Digest = SHA256.HashData("a document"u8);

    [Fact]
    public async Task The_message_is_taken_over_in_our_form_with_all_that_was_signed()
    {
        var statement = await Ask(_ => HashSigner.Sign(house.Pki.At("ec.pem"), Digest));
        SigningCertificate.Verify(house.Open("pem", "ec").Certificate, statement.Attributes, statement.Signature).ShouldBeTrue();
        // The signer's own word about the time is among it.
        statement.Attributes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05]).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("another hash", "does not bind the hash")]
    [InlineData("another certificate", "not by the certificate of the settings")]
    [InlineData("no certificate bound", "does not bind the hash")]
    [InlineData("broken signature", "does not hold")]
    [InlineData("something behind it", "follow its message")]
    [InlineData("nonsense", "no signature message")]
    [InlineData("nothing", "no signature message")]
    [InlineData("endless", "too long")]
    [InlineData("error", "gave no signature")]
    [InlineData("down", "gave no signature")]
    [InlineData("slow", "did not answer in time")]
    public async Task A_lie_a_fault_and_silence_are_refused_with_the_reason(string how, string reason)
    {
        var good = HashSigner.Sign(house.Pki.At("ec.pem"), Digest);
        byte[] Answer() => how switch
        {
            "another hash" => HashSigner.Sign(house.Pki.At("ec.pem"), SHA256.HashData("another document"u8)),
            "another certificate" => HashSigner.Sign(house.Pki.At("rsa.pem"), Digest),
            "no certificate bound" => HashSigner.Sign(house.Pki.At("ec.pem"), Digest, bindCertificate: false),
            "broken signature" => [.. good[..^1], (byte)(good[^1] ^ 1)],
            "something behind it" => [.. good, 0],
            "nothing" => [],
            "endless" => new byte[100_000],
            "down" => throw new HttpRequestException("Connection refused"),
            _ => "<html>"u8.ToArray(),
        };

        var refused = await Should.ThrowAsync<SigningKeyFault>(() => Ask(_ => Answer(), how).AsTask());

        refused.Message.ShouldContain(reason);
        refused.Message.ShouldContain("signer.test");
    }

    [Fact]
    public async Task No_changed_bit_of_an_answer_is_taken_for_something_else()
    {
        var good = HashSigner.Sign(house.Pki.At("ec.pem"), Digest);
        var expected = await Ask(_ => good);
        var random = new Random(5);
        for (var i = 0; i < 600; i++)
        {
            var changed = (byte[])good.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                // A bit of the wrapper may be one that nobody reads; what is signed is the same then.
                (await Ask(_ => changed)).Attributes.ShouldBe(expected.Attributes);
            }
            catch (SigningKeyFault)
            {
                // Refused.
            }
        }
    }

    private async ValueTask<SignedStatement> Ask(Func<HttpRequestMessage, byte[]> answer, string how = "")
    {
        using var http = new HttpClient(new Server(answer, how));
        var signer = new ExternalSigner(http, new Uri("http://signer.test/"), house.Pki.At("ec.crt")) { Timeout = how == "slow" ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(30) };
        return await signer.Sign(Digest, TestContext.Current.CancellationToken);
    }

    private sealed class Server(Func<HttpRequestMessage, byte[]> answer, string how) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (how == "slow") await Task.Delay(TimeSpan.FromMinutes(5), cancellationToken);
            return new HttpResponseMessage(how == "error" ? HttpStatusCode.InternalServerError : HttpStatusCode.OK) { Content = new ByteArrayContent(answer(request)) };
        }
    }
}
