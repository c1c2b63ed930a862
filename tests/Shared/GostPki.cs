using System.Diagnostics;

namespace DemoExam.TestTools;

/// <summary>An authority and a signer by Russian cryptography, run by OpenSSL with its GOST engine; it knows nothing of our code.</summary>
public sealed class GostPki : IDisposable
{
    public GostPki()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(At("signer.ext"), "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n");
        File.WriteAllText(At("ca.ext"), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n");
        Key("root");
        Run("req", "-x509", "-new", "-key", At("root.key"), "-out", At("root.pem"), "-subj", "/CN=Ministry Root", "-days", "3650", "-md_gost12_256");
        Certificate("authority", "root", "ca.ext", "/CN=Accredited Authority");
        Certificate("signer", "authority", "signer.ext", "/CN=Regional Operator/O=Demonstration");
        Certificate("stranger", "authority", "signer.ext", "/CN=Somebody Else");
        File.AppendAllText(At("signer.pem"), File.ReadAllText(At("authority.pem")));
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"demoexam-gost-{Guid.CreateVersion7():N}");

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>GOST R 34.11-2012, 256 bits.</summary>
    public byte[] Hash(byte[] document)
    {
        File.WriteAllBytes(At("hashed"), document);
        return Convert.FromHexString(Run("dgst", "-md_gost12_256", At("hashed")).Split('=')[^1].Trim());
    }

    /// <summary>A detached message over the document, in the form of CAdES unless it is told otherwise.</summary>
    public byte[] Sign(byte[] document, string who = "signer", bool bindCertificate = true, bool detached = true)
    {
        File.WriteAllBytes(At("document"), document);
        string[] form = [.. bindCertificate ? ["-cades"] : Array.Empty<string>(), .. detached ? Array.Empty<string>() : ["-nodetach"]];
        string[] above = who == "authority" ? [] : ["-certfile", At("authority.pem")];
        Run(["cms", "-sign", "-binary", "-md", "md_gost12_256", .. form, "-in", At("document"), "-signer", At($"{who}.pem"), .. above,
            "-inkey", At($"{who}.key"), "-outform", "DER", "-out", At("message")]);
        return File.ReadAllBytes(At("message"));
    }

    /// <summary>What OpenSSL says of a message: 0 for good.</summary>
    public int Verify(byte[] document, byte[] message)
    {
        File.WriteAllBytes(At("judged"), document);
        File.WriteAllBytes(At("judged.sig"), message);
        return Start("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", At("judged.sig"), "-content", At("judged"), "-CAfile", At("root.pem"), "-purpose", "any", "-out", "/dev/null").Exit;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Certificate(string name, string issuer, string extensions, string subject)
    {
        Key(name);
        Run("req", "-new", "-key", At($"{name}.key"), "-out", At($"{name}.csr"), "-subj", subject, "-md_gost12_256");
        Run("x509", "-req", "-in", At($"{name}.csr"), "-CA", At($"{issuer}.pem"), "-CAkey", At($"{issuer}.key"), "-CAcreateserial", "-out", At($"{name}.pem"),
            "-days", "3650", "-md_gost12_256", "-extfile", At(extensions));
    }

    private void Key(string name) => Run("genpkey", "-algorithm", "gost2012_256", "-pkeyopt", "paramset:A", "-out", At($"{name}.key"));

    private static string Run(params string[] arguments)
    {
        var (exit, output, errors) = Start(arguments);
        return exit == 0 ? output : throw new InvalidOperationException($"openssl {string.Join(' ', arguments)} needs the GOST engine, on Debian: apt-get install libengine-gost-openssl\n{errors}");
    }

    private static (int Exit, string Output, string Errors) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", [arguments[0], "-engine", "gost", .. arguments[1..]]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
