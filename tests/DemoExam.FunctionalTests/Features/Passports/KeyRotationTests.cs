using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Passports;

public sealed class KeyRotationTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_makes_a_key_under_the_same_root_and_passports_of_the_former_one_stay_genuine()
    {
        var (_, passport) = await app.APassport();
        var pdf = Path.Combine(app.Folder, "before-rotation.pdf");
        await File.WriteAllBytesAsync(pdf, await app.PdfOf(passport), Ct);
        var folder = Databases.NewFolder();
        CopyKeys(Path.Combine(app.Folder, "keys"), Path.Combine(folder, "keys"));

        var done = await Tool.DemoExam("keys", "rotate", "--DataFolder", folder);

        done.Exit.ShouldBe(0, done.Errors);
        using var former = CertificateFileKey.Load(Path.Combine(app.Folder, "keys", NewSigningKey.KeyFile));
        using var current = CertificateFileKey.Load(Path.Combine(folder, "keys", NewSigningKey.KeyFile));
        current.Certificate.SerialNumber.ShouldNotBe(former.Certificate.SerialNumber);
        done.Output.ShouldContain(current.Certificate.SerialNumber);
        File.Exists(Path.Combine(folder, "keys", NewSigningKey.RetiredFolder, former.Certificate.SerialNumber + ".crt")).ShouldBeTrue();
        (await Tool.Run("openssl", "openssl", "verify", "-CAfile", Path.Combine(folder, "keys", NewSigningKey.RootFile), Path.Combine(folder, "keys", NewSigningKey.KeyFile))).Exit.ShouldBe(0);
        (await Tool.DemoExam("verify", pdf, "--DataFolder", folder)).Exit.ShouldBe(0);
        var noRoot = await Tool.DemoExam("keys", "rotate", "--DataFolder", folder, "--root-key", Path.Combine(folder, "missing.pem"));
        noRoot.Exit.ShouldBe(1);
        noRoot.Errors.ShouldContain("can't be opened");
    }

    [Fact]
    public async Task What_a_stolen_key_signs_is_refused_and_what_the_register_has_issued_is_not()
    {
        var (_, passport) = await app.APassport();
        var issued = await app.PdfOf(passport);
        var forged = await Forge(passport);
        var keys = (SigningKeys)app.Services.GetService(typeof(SigningKeys))!;
        var serial = keys.Current.Certificate.SerialNumber;
        (await Check(forged)).State.ShouldBe(VerdictState.Valid);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RevokeSigningKey(serial, "Украден"), TestUser.System))).Rule.ShouldBe(PassportRules.KeyIsNotInUse);

        // As after a rotation: the certificate is no longer the one in use.
        await app.Change(async db => (await db.IssuerCertificates.SingleAsync(c => c.Serial == serial, Ct)).Revoke("Украден", app.Clock.Now));

        var refused = await Check(forged);
        (refused.State, refused.Reasons[0], refused.IssuedByUs).ShouldBe((VerdictState.UntrustedIssuer, CodeReason.KeyRevoked, FactMark.No));
        (await Check(issued)).State.ShouldBe(VerdictState.Valid);
        (await Should.ThrowAsync<SigningKeyFault>(() => app.Send(new RegisterSigningKey(), TestUser.System))).Message.ShouldContain("keys rotate");
    }

    [Fact]
    public async Task The_documented_command_withdraws_a_stolen_key_once_another_is_in_use()
    {
        await using var own = new App();
        await own.InitializeAsync();
        var (_, passport) = await own.APassport();
        using var stolen = CertificateFileKey.Load(Path.Combine(own.Folder, "keys", NewSigningKey.KeyFile));
        var serial = stolen.Certificate.SerialNumber;
        var inUse = await Revoke(own.Folder, serial);
        (inUse.Exit, inUse.Errors.Length > 0).ShouldBe((1, true));
        (await State()).ShouldBeNull();
        var folder = Databases.NewFolder();
        CopyKeys(Path.Combine(own.Folder, "keys"), Path.Combine(folder, "keys"));
        (await Tool.DemoExam("keys", "rotate", "--DataFolder", folder)).Exit.ShouldBe(0);

        var done = await Revoke(folder, serial);

        done.Exit.ShouldBe(0, done.Errors);
        done.Output.ShouldContain(serial);
        (await State()).ShouldBe("Украден из машинного зала");
        (await own.Send(new VerifyPassport(File: await own.PdfOf(passport)), TestUser.Anonymous)).State.ShouldBe(VerdictState.Valid);
        var unknown = await Revoke(folder, "0123456789ABCDEF");
        (unknown.Exit, unknown.Errors.Length > 0).ShouldBe((1, true));

        Task<string?> State() => own.Query(db => db.IssuerCertificates.Where(c => c.Serial == serial).Select(c => c.RevokedWhy).SingleAsync(Ct));

        Task<(int Exit, string Output, string Errors)> Revoke(string data, string key)
        {
            var settings = own.Services.GetRequiredService<IConfiguration>();
            return Tool.DemoExam(
                "keys", "revoke", key, "--why", "Украден из машинного зала", $"--DataFolder={data}",
                $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}");
        }
    }

    private Task<PassportCheck> Check(byte[] file) => app.Send(new VerifyPassport(File: file), TestUser.Anonymous);

    // Our own key, another holder: what somebody could do who has stolen it.
    private async Task<byte[]> Forge(SkillsPassport passport)
    {
        var content = app.Offline(await app.PdfOf(passport)).Values!;
        return await app.Signed(content with { Holder = content.Holder with { FullName = "Самозванцев Иван" } });
    }

    private static void CopyKeys(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
