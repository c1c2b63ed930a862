using System.Globalization;
using System.Net;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.Domain;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Faults;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>A signing key that an administrator brings. OpenSSL makes every key and certificate here, and checks what was signed.</summary>
public sealed class UploadSigningKeyTests(App app) : IClassFixture<App>
{
    private const string Secret = "Ключ-7 от сейфа";
    private const string P256 = "EC -pkeyopt ec_paramgen_curve:P-256";

    private readonly string _folder = Databases.NewFolder();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyFolder => Path.Combine(app.Folder, "keys");

    private SigningKeys Keys => app.Services.GetRequiredService<SigningKeys>();

    [Theory]
    [InlineData(P256)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048")]
    public async Task An_uploaded_key_signs_at_once_and_what_the_former_one_signed_stays_genuine(string kind)
    {
        var (_, before) = await app.APassport();
        var former = Keys.Current.Certificate.SerialNumber;
        await Pair(kind);
        await OpenSsl("pkcs12", "-export", "-inkey", At("leaf.key"), "-in", At("leaf.crt"), "-certfile", At("root.crt"), "-passout", $"pass:{Secret}", "-out", At("leaf.p12"));

        // The name says nothing: the content does.
        var page = await app.PostForm("/setup/key", TestUser.Administrator, new Dictionary<string, object?> { ["Input.File"] = new Upload("key.txt", Bytes("leaf.p12")), ["Input.Password"] = Secret });

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        Keys.Current.Certificate.SerialNumber.ShouldNotBe(former);
        var (_, passport) = await app.APassport();
        var pdf = At("passport.pdf");
        await File.WriteAllBytesAsync(pdf, await app.PdfOf(passport), Ct);
        (await Tool.Run("pdfsig", "poppler-utils", "-nocert", pdf)).Output.ShouldContain("Signature is Valid");
        await File.WriteAllBytesAsync(pdf + ".sig", await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.Signature).SingleAsync(Ct)), Ct);
        await OpenSsl("cms", "-verify", "-binary", "-inform", "DER", "-in", pdf + ".sig", "-content", pdf, "-CAfile", At("root.crt"), "-purpose", "any", "-no_check_time", "-out", "/dev/null");
        foreach (var one in new[] { before, passport })
        {
            app.Offline(await app.PdfOf(one)).IsGenuine.ShouldBeTrue();
            (await app.Send(new VerifyPassport(File: await app.PdfOf(one)), TestUser.Anonymous)).State.ShouldBe(VerdictState.Valid);
        }

        var rows = await app.Query(db => db.IssuerCertificates.AsNoTracking().ToListAsync(Ct));
        rows.Single(r => r.RetiredAt is null).Serial.ShouldBe(Keys.Current.Certificate.SerialNumber);
        rows.Single(r => r.Serial == former).RetiredAt.ShouldBe(app.Clock.Now);
        File.Exists(Path.Combine(KeyFolder, NewSigningKey.RetiredFolder, former + ".crt")).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(KeyFolder, NewSigningKey.KeyFile)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await File.ReadAllTextAsync(Path.Combine(KeyFolder, NewSigningKey.KeyFile), Ct)).ShouldNotContain(Secret);
        // The next start opens the same key.
        using var later = CertificateFileKey.Load(Path.Combine(KeyFolder, NewSigningKey.KeyFile));
        later.Certificate.SerialNumber.ShouldBe(Keys.Current.Certificate.SerialNumber);
        await app.Send(new RegisterSigningKey(), TestUser.System);
        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldPassAudit();
    }

    [Fact]
    public async Task A_certificate_and_an_encrypted_key_in_PEM_are_taken_and_sent_again_change_nothing()
    {
        await Pair(P256);
        await OpenSsl("pkcs8", "-topk8", "-in", At("leaf.key"), "-passout", $"pass:{Secret}", "-out", At("sealed.key"));
        var upload = new UploadSigningKey([.. Bytes("leaf.crt"), .. Bytes("root.crt")], Bytes("sealed.key"), Secret);

        var first = await app.Send(upload, TestUser.Administrator);
        var again = await app.Send(upload, TestUser.Administrator);

        again.ShouldBe(first);
        first.Serial.ShouldBe(Keys.Current.Certificate.SerialNumber);
        (await app.Query(db => db.IssuerCertificates.CountAsync(c => c.Serial == first.Serial, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task What_can_not_sign_is_refused_beside_its_field_and_nothing_is_kept()
    {
        await Pair(P256);
        await OpenSsl("pkcs12", "-export", "-inkey", At("leaf.key"), "-in", At("leaf.crt"), "-certfile", At("root.crt"), "-passout", $"pass:{Secret}", "-out", At("leaf.p12"));
        await OpenSsl("pkcs8", "-topk8", "-in", At("leaf.key"), "-passout", $"pass:{Secret}", "-out", At("sealed.key"));
        byte[] chain = [.. Bytes("leaf.crt"), .. Bytes("root.crt")], key = Bytes("leaf.key"), root = Bytes("root.crt");
        await Key("other", P256);
        await Leaf("expired", P256, app.Clock.Now.AddDays(-90), app.Clock.Now.AddDays(-1));
        await Leaf("soon", P256, app.Clock.Now.AddDays(-90), app.Clock.Now.AddDays(BroughtKey.LeastDays - 1));
        await Leaf("future", P256, app.Clock.Now.AddDays(1), app.Clock.Now.AddDays(900));
        await Leaf("short", "RSA -pkeyopt rsa_keygen_bits:1024");
        await Leaf("curve", "EC -pkeyopt ec_paramgen_curve:P-384");
        await Leaf("edwards", "ED25519");
        await Leaf("encipher", P256, extensions: "encipher");
        var before = Snapshot();

        await Refused(SigningKeyRules.FileIsReadable, "File", "ни то ни сё"u8.ToArray());
        await Refused(SigningKeyRules.FileIsReadable, "File", Bytes("leaf.p12")[..300]);
        await Refused(SigningKeyRules.FileIsSmall, "File", new byte[UploadSigningKey.Largest + 1]);
        await Refused(SigningKeyRules.PasswordFits, "Password", Bytes("leaf.p12"), null, "не тот");
        await Refused(SigningKeyRules.PasswordFits, "Password", Bytes("leaf.p12"));
        await Refused(SigningKeyRules.PasswordFits, "Password", chain, Bytes("sealed.key"), "не тот");
        await Refused(SigningKeyRules.PasswordFits, "Password", chain, Bytes("sealed.key"));
        await Refused(SigningKeyRules.KeyFileIsReadable, "Key", chain, "это не ключ"u8.ToArray());
        await Refused(SigningKeyRules.KeyFileIsReadable, "Key", Bytes("leaf.p12"), key, Secret);
        await Refused(SigningKeyRules.KeyIsThere, "Key", chain);
        await Refused(SigningKeyRules.CertificateIsThere, "File", key);
        await Refused(SigningKeyRules.CertificateFits, "Key", chain, Bytes("other.key"));
        await Refused(SigningKeyRules.RootIsThere, "File", Bytes("leaf.crt"), key);
        await Refused(SigningKeyRules.CertificateIsNoAuthority, "File", root, Bytes("root.key"));
        await Refused(SigningKeyRules.TermIsGood, "File", [.. Bytes("expired.crt"), .. root], Bytes("expired.key"));
        await Refused(SigningKeyRules.TermIsGood, "File", [.. Bytes("soon.crt"), .. root], Bytes("soon.key"));
        await Refused(SigningKeyRules.TermIsGood, "File", [.. Bytes("future.crt"), .. root], Bytes("future.key"));
        await Refused(SigningKeyRules.KindIsKnown, "Key", [.. Bytes("short.crt"), .. root], Bytes("short.key"));
        await Refused(SigningKeyRules.KindIsKnown, "Key", [.. Bytes("curve.crt"), .. root], Bytes("curve.key"));
        await Refused(SigningKeyRules.KindIsKnown, "Key", [.. Bytes("edwards.crt"), .. root], Bytes("edwards.key"));
        await Refused(SigningKeyRules.UsageAllowsSignatures, "File", [.. Bytes("encipher.crt"), .. root], Bytes("encipher.key"));

        Snapshot().ShouldBe(before);
        var page = await app.PostForm("/setup/key", TestUser.Administrator, new Dictionary<string, object?> { ["Input.File"] = new Upload("leaf.p12", Bytes("leaf.p12")), ["Input.Password"] = "не тот" });
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf("#Input_Password-error").ShouldContain("пароль");
        page.Body.ShouldNotContain("не тот");
    }

    // Everything about keys that an upload could change.
    private string Snapshot() => string.Join('\n', Directory.EnumerateFiles(KeyFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}").Append(Keys.Current.Certificate.SerialNumber));

    private async Task Refused(Rule rule, string field, byte[] file, byte[]? key = null, string? password = null)
    {
        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new UploadSigningKey(file, key, password), TestUser.Administrator), $"{rule.Code} was not found");
        refused.Rule.ShouldBe(rule);
        refused.Refusals[0].Field.ShouldBe(field, rule.Code);
    }

    private async Task Pair(string kind)
    {
        await File.WriteAllTextAsync(At("ca.cnf"), $"""
            [ca]
            default_ca = own
            [own]
            database = {At("index.txt")}
            new_certs_dir = {_folder}
            serial = {At("serial")}
            default_md = sha256
            policy = names
            unique_subject = no
            [names]
            commonName = supplied
            [req]
            distinguished_name = empty
            [empty]
            [root]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign
            subjectKeyIdentifier = hash
            [leaf]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature,nonRepudiation
            [encipher]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,keyEncipherment
            """, Ct);
        await File.WriteAllTextAsync(At("index.txt"), "", Ct);
        await Key("root", P256);
        await Certificate("root", "root", app.Clock.Now.AddYears(-1), app.Clock.Now.AddYears(10), "-selfsign");
        await Leaf("leaf", kind);
    }

    private async Task Leaf(string name, string kind, DateTimeOffset? from = null, DateTimeOffset? to = null, string extensions = "leaf")
    {
        await Key(name, kind);
        await Certificate(name, extensions, from ?? app.Clock.Now.AddDays(-1), to ?? app.Clock.Now.AddYears(2), "-cert", At("root.crt"));
    }

    private Task Key(string name, string kind) => OpenSsl(["genpkey", "-algorithm", .. kind.Split(' '), "-out", At(name + ".key")]);

    private async Task Certificate(string name, string extensions, DateTimeOffset from, DateTimeOffset to, params string[] issuer)
    {
        await OpenSsl("req", "-new", "-config", At("ca.cnf"), "-key", At(name + ".key"), "-subj", $"/CN=Region {name} {Guid.CreateVersion7():N}", "-out", At(name + ".csr"));
        await OpenSsl(["ca", "-batch", "-notext", "-rand_serial", "-config", At("ca.cnf"), "-keyfile", At("root.key"), .. issuer, "-in", At(name + ".csr"), "-extensions", extensions,
            "-startdate", Moment(from), "-enddate", Moment(to), "-out", At(name + ".crt")]);

        static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
    }

    private static async Task OpenSsl(params string[] arguments)
    {
        var done = await Tool.Run("openssl", "openssl", arguments);
        done.Exit.ShouldBe(0, $"{string.Join(' ', arguments)}: {done.Errors}");
    }

    private string At(string name) => Path.Combine(_folder, name);

    private byte[] Bytes(string name) => File.ReadAllBytes(At(name));
}
