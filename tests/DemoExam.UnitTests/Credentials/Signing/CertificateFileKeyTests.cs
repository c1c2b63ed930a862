using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Signing;

public sealed class CertificateFileKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CertificateFileKeyTests() => NewSigningKey.Create(folder.Path, "Центр", AnIssuer.KeysMadeAt);

    [Fact]
    public void New_private_keys_are_readable_by_their_owner_only()
    {
        if (OperatingSystem.IsWindows()) return; // Windows keeps access lists instead of modes.
        foreach (var name in new[] { NewSigningKey.KeyFile, NewSigningKey.RootKeyFile })
            File.GetUnixFileMode(folder.File(name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void An_existing_key_is_never_overwritten()
    {
        var before = File.ReadAllText(folder.File(NewSigningKey.KeyFile));
        Should.Throw<IOException>(() => NewSigningKey.Create(folder.Path, "Центр", AnIssuer.KeysMadeAt));
        File.ReadAllText(folder.File(NewSigningKey.KeyFile)).ShouldBe(before);
    }

    [Fact]
    public void The_certificate_may_sign_documents_and_nothing_else()
    {
        using var key = CertificateFileKey.Load(folder.File(NewSigningKey.KeyFile));
        var usage = key.Certificate.Extensions.OfType<X509KeyUsageExtension>().Single();
        usage.Critical.ShouldBeTrue();
        usage.KeyUsages.ShouldBe(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation);
        key.Certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority.ShouldBeFalse();
        key.Intermediates.ShouldBeEmpty();
    }

    [Fact]
    public void OpenSsl_accepts_the_chain()
    {
        File.WriteAllText(folder.File("leaf.crt"), X509Certificate2.CreateFromPemFile(folder.File(NewSigningKey.KeyFile)).ExportCertificatePem());
        Tool.Run("openssl", "openssl", "verify", "-x509_strict", "-CAfile", folder.File(NewSigningKey.RootFile), folder.File("leaf.crt")).Output.ShouldContain("leaf.crt: OK");
    }

    [Fact]
    public async Task A_PKCS12_file_signs_like_the_PEM_file()
    {
        Tool.Run("openssl", "openssl", "pkcs12", "-export", "-in", folder.File(NewSigningKey.KeyFile), "-out", folder.File("key.p12"), "-passout", "pass:секрет").Exit.ShouldBe(0);
        using var key = CertificateFileKey.Load(folder.File("key.p12"), "секрет");
        using var ec = key.Certificate.GetECDsaPublicKey()!;
        var signature = await key.Sign(new byte[] { 1, 2, 3 }, TestContext.Current.CancellationToken);
        ec.VerifyData(new byte[] { 1, 2, 3 }, signature, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        Should.Throw<SigningKeyFault>(() => CertificateFileKey.Load(folder.File("key.p12"), "wrong"));
    }

    [Fact]
    public void A_missing_file_a_lone_certificate_and_the_key_of_an_authority_are_refused()
    {
        Should.Throw<SigningKeyFault>(() => CertificateFileKey.Load(folder.File("none.pem")));
        Should.Throw<SigningKeyFault>(() => CertificateFileKey.Load(folder.File(NewSigningKey.RootFile)));
        File.WriteAllText(folder.File("root.pem"), File.ReadAllText(folder.File(NewSigningKey.RootKeyFile)) + "\n" + File.ReadAllText(folder.File(NewSigningKey.RootFile)));
        Should.Throw<SigningKeyFault>(() => CertificateFileKey.Load(folder.File("root.pem"))).Message.ShouldContain("authority");
    }

    public void Dispose() => folder.Dispose();
}
