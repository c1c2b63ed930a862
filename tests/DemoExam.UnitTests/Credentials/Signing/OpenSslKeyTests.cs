using System.Runtime.Versioning;
using DemoExam.Credentials.Signing;
using DemoExam.TestTools;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Signing;

[UnsupportedOSPlatform("windows")]
public sealed class OpenSslKeyTests(SignatureVariantsTests.House house) : IClassFixture<SignatureVariantsTests.House>
{
    [Fact]
    public void A_missing_key_a_foreign_certificate_and_an_unknown_engine_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Tokens are used on Linux.");
        var token = ASoftToken.Get();
        var address = token.Import(house.Pki.At("ec.key"));
        Should.Throw<SigningKeyFault>(() => OpenSslKey.Load(token.Address("nobody"), house.Pki.At("ec.crt")));
        Should.Throw<SigningKeyFault>(() => OpenSslKey.Load(address, house.Pki.At("ec.crt"), library: "no-such-engine")).Message.ShouldContain("no-such-engine");
        Should.Throw<SigningKeyFault>(() => OpenSslKey.Load(address, house.Pki.At("missing.crt"))).Message.ShouldContain("missing.crt");
        var other = new OpenSslPki();
        using (other)
        {
            other.Certify("other", "ec", "crl");
            Should.Throw<SigningKeyFault>(() => OpenSslKey.Load(address, other.At("other.crt"))).Message.ShouldContain("does not belong");
        }
    }

    [Fact]
    public async Task Many_threads_sign_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Tokens are used on Linux.");
        using var key = OpenSslKey.Load(ASoftToken.Get().Import(house.Pki.At("ec.key")), house.Pki.At("ec.crt"));
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (i, ct) =>
        {
            var data = BitConverter.GetBytes(i);
            var signature = await key.Sign(data, ct);
            SigningCertificate.Verify(key.Certificate, data, signature).ShouldBeTrue();
        });
    }
}
