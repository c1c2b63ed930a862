using DemoExam.Credentials.Signing;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>A key that must not sign stops the start with a sentence that says what to do.</summary>
public sealed class SigningKeysTests
{
    private readonly string _folder = Databases.NewFolder();
    private readonly TestClock _clock = new();

    [Fact]
    public void The_first_start_makes_a_key_and_the_next_one_opens_the_same()
    {
        using var first = Open();
        using var second = Open();

        second.Current.Certificate.SerialNumber.ShouldBe(first.Current.Certificate.SerialNumber);
        first.Trust.Roots.ShouldHaveSingleItem();
    }

    [Fact]
    public void Several_starts_at_the_same_time_agree_on_one_key()
    {
        var serials = ParallelEnumerable.Range(0, 4).WithDegreeOfParallelism(4).Select(_ =>
        {
            using var keys = Open();
            return keys.Current.Certificate.SerialNumber;
        }).ToList();

        serials.Distinct().ShouldHaveSingleItem();
        Directory.EnumerateDirectories(_folder).Select(Path.GetFileName).ShouldBe(["keys"]);
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no Unix permissions here.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Open().Dispose();
        var file = Path.Combine(_folder, "keys", NewSigningKey.KeyFile);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Should.Throw<SigningKeyFault>(Open).Message.ShouldContain($"chmod 600 {file}");
    }

    [Fact]
    public void An_expired_certificate_is_refused()
    {
        Open().Dispose();
        _clock.Advance(TimeSpan.FromDays(366 * 5));

        Should.Throw<SigningKeyFault>(Open).Message.ShouldContain("is valid from");
    }

    [Fact]
    public void A_wrong_password_is_refused()
    {
        Open().Dispose();
        var folder = Path.Combine(_folder, "keys");
        var file = Path.Combine(_folder, "key.p12");
        using (var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(Path.Combine(folder, NewSigningKey.KeyFile)))
        {
            File.WriteAllBytes(file, certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "right"));
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (string, string)[] settings = [("Signing:KeyFile", file), ("Signing:RootFile", Path.Combine(folder, NewSigningKey.RootFile))];
        Should.Throw<SigningKeyFault>(() => Open([.. settings, ("Signing:Password", "wrong")])).Message.ShouldContain("password");
        using var opened = Open([.. settings, ("Signing:Password", "right")]);
        opened.Trust.Signers.ShouldHaveSingleItem().SerialNumber.ShouldBe(opened.Current.Certificate.SerialNumber);
    }

    [Fact]
    public void A_key_of_an_authority_needs_its_root()
    {
        Open().Dispose();

        Should.Throw<SigningKeyFault>(() => Open(("Signing:KeyFile", Path.Combine(_folder, "keys", NewSigningKey.KeyFile)))).Message.ShouldContain("Signing:RootFile");
    }

    private SigningKeys Open() => Open([]);

    private SigningKeys Open(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Append(("DataFolder", _folder)).Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2))).Build();
        return SigningKeys.Open(configuration, "Test Operator", _clock, NullLogger.Instance);
    }
}
