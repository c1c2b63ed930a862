using System.Text;

namespace DemoExam.UnitTests.Given;

/// <summary>Independent programs that judge signatures, called as a suspicious reader would.</summary>
public static class Judges
{
    /// <summary>What pdfsig says with this root as the only trusted one.</summary>
    public static string PdfSig(TemporaryFolder folder, string rootPem, byte[] file)
    {
        var database = "sql:" + folder.File("nss");
        if (!Directory.Exists(folder.File("nss")))
        {
            Directory.CreateDirectory(folder.File("nss"));
            File.WriteAllText(folder.File("root.crt"), rootPem);
            Tool.Run("certutil", "libnss3-tools", "-N", "-d", database, "--empty-password").Exit.ShouldBe(0);
            Tool.Run("certutil", "libnss3-tools", "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", folder.File("root.crt")).Exit.ShouldBe(0);
        }

        return Tool.Run("pdfsig", "poppler-utils", "-no-ocsp", "-nssdir", database, folder.Write("judged.pdf", file)).Output;
    }

    /// <summary>What OpenSSL says of a detached message.</summary>
    public static string OpenSsl(TemporaryFolder folder, string rootPem, byte[] message, byte[] content)
    {
        File.WriteAllText(folder.File("root.crt"), rootPem);
        var result = Tool.Run("openssl", "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", folder.Write("p.cms", message),
            "-content", folder.Write("p.bin", content), "-CAfile", folder.File("root.crt"), "-purpose", "any", "-out", "/dev/null");
        return result.Output + result.Errors;
    }

    /// <summary>What qpdf says of the file's syntax: 0 for nothing.</summary>
    public static int Qpdf(TemporaryFolder folder, byte[] file) => Tool.Run("qpdf", "qpdf", "--check", folder.Write("syntax.pdf", file)).Exit;

    /// <summary>What PDFBox Preflight finds against PDF/A-1b, a line each.</summary>
    public static string[] Preflight(TemporaryFolder folder, byte[] file)
    {
        var path = folder.Write("archive.pdf", file);
        string[] jars = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api"];
        var found = Tool.Run("java", "default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java",
            "-cp", string.Join(':', jars.Select(jar => $"/usr/share/java/{jar}.jar")), "org.apache.pdfbox.preflight.Validator_A1b", path);
        found.Output.ShouldContain("is not a valid PDF/A-1b file", customMessage: found.Errors);
        return [.. found.Output.Split('\n').Skip(1).Where(line => line.Trim().Length > 0)];
    }

    /// <summary>The signature message and the signed bytes, cut out by hand and not by our reader.</summary>
    public static (byte[] Message, byte[] Content) Cut(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var at = text.IndexOf("/ByteRange[", StringComparison.Ordinal) + "/ByteRange[".Length;
        var range = text[at..text.IndexOf(']', at)].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        return (Convert.FromHexString(text[(range[1] + 1)..(range[2] - 1)]), [.. file[..range[1]], .. file[range[2]..]]);
    }
}
