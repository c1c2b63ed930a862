using System.Runtime.InteropServices;
using DemoExam.TestTools;

namespace DemoExam.UnitTests.Given;

/// <summary>A PKCS#11 token in software (SoftHSM), into which keys are put that were made elsewhere.</summary>
public sealed class ASoftToken
{
    private static readonly Lazy<ASoftToken> One = new(() => new ASoftToken(new TemporaryFolder()));
    private readonly TemporaryFolder folder;
    private int keys;

    private ASoftToken(TemporaryFolder folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder.File("tokens"));
        File.WriteAllText(folder.File("softhsm2.conf"), $"directories.tokendir = {folder.File("tokens")}\nobjectstore.backend = file\n");
        File.WriteAllText(folder.File("pin"), "1234");
        // The libraries read the environment of the process itself, which .NET does not write to.
        setenv("SOFTHSM2_CONF", folder.File("softhsm2.conf"), 1).ShouldBe(0);
        setenv("PKCS11_MODULE_PATH", Module(), 1).ShouldBe(0);
        Util("--init-token", "--free", "--label", "passports", "--pin", "1234", "--so-pin", "5678");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
    }

    /// <summary>The only token: the libraries are initialised once in a process.</summary>
    public static ASoftToken Get() => One.Value;

    /// <summary>Puts a key into the token and answers its address.</summary>
    public string Import(string keyFile)
    {
        var label = $"key-{Interlocked.Increment(ref keys)}";
        var pkcs8 = folder.File(label + ".pem");
        OpenSslPki.OpenSsl("pkcs8", "-topk8", "-nocrypt", "-in", keyFile, "-out", pkcs8);
        Util("--import", pkcs8, "--token", "passports", "--label", label, "--id", Convert.ToHexString([(byte)keys]), "--pin", "1234");
        File.Delete(pkcs8);
        return Address(label);
    }

    public string Address(string label) => $"pkcs11:token=passports;object={label};type=private;pin-source=file:{folder.File("pin")}";

    private static string Module() =>
        Directory.EnumerateFiles("/usr/lib", "libsofthsm2.so", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).FirstOrDefault()
        ?? throw new InvalidOperationException("This test needs a token in software. Install it, on Debian: apt-get install softhsm2 libengine-pkcs11-openssl");

    private void Util(params string[] arguments)
    {
        // A process of its own gets a copy of the managed environment, so the setting is handed over by name.
        var result = Tool.Run("env", "coreutils", ["SOFTHSM2_CONF=" + folder.File("softhsm2.conf"), "softhsm2-util", .. arguments]);
        result.Exit.ShouldBe(0, result.Output + result.Errors);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int setenv(string name, string value, int overwrite);
}
