using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace DemoExam.TestTools;

/// <summary>
/// An authority that is run by OpenSSL and knows nothing of our code: certificates, revocation list, OCSP responder, time stamps.
/// Its addresses are <c>http://pki.test/root.crl</c>, <c>http://ocsp.test/</c> and <c>http://tsa.test/</c>.
/// </summary>
public sealed class OpenSslPki : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private int serials;

    public OpenSslPki()
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(At("new"));
        Write("index.txt", "");
        Write("crlnumber", "01\n");
        Write("openssl.cnf", $"""
            [ca]
            default_ca = own
            [own]
            database = {At("index.txt")}
            new_certs_dir = {At("new")}
            certificate = {RootFile}
            private_key = {At("root.key")}
            crlnumber = {At("crlnumber")}
            default_md = sha256
            default_crl_days = 7
            policy = any
            rand_serial = yes
            unique_subject = no
            [any]
            commonName = supplied
            [root]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign
            subjectKeyIdentifier = hash
            [crl]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature,nonRepudiation
            extendedKeyUsage = emailProtection
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            crlDistributionPoints = URI:http://pki.test/root.crl
            [ocsp]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature,nonRepudiation
            extendedKeyUsage = emailProtection
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            authorityInfoAccess = OCSP;URI:http://ocsp.test/
            crlDistributionPoints = URI:http://pki.test/root.crl
            [responder]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature
            extendedKeyUsage = critical,OCSPSigning
            [stamps]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature
            extendedKeyUsage = critical,timeStamping
            crlDistributionPoints = URI:http://pki.test/root.crl
            [tsa]
            default_tsa = authority
            [authority]
            serial = {At("tsa-serial")}
            signer_cert = {At("tsa.crt")}
            signer_key = {At("tsa.key")}
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """);
        OpenSsl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", At("root.key"), "-out", RootFile, "-subj", "/CN=Test Root " + Path.GetFileName(Folder),
            "-days", "3650", "-config", At("openssl.cnf"), "-extensions", "root");
        Certify("tsa", "ec", "stamps");
        Certify("responder", "ec", "responder");
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "demoexam-pki-" + Path.GetRandomFileName());

    public string RootFile => At("root.crt");

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a key and a certificate: <c>name.key</c>, <c>name.crt</c>, both together in <c>name.pem</c>, and <c>name.p12</c> with the password <c>secret</c>.</summary>
    /// <param name="name">Name of the files and in the certificate.</param>
    /// <param name="kind"><c>ec</c> for P-256 or <c>rsa</c> for 3072 bits.</param>
    /// <param name="profile">Section of the configuration: <c>crl</c> or <c>ocsp</c> say where its authority tells about it.</param>
    /// <returns>The file with both.</returns>
    public string Certify(string name, string kind, string profile)
    {
        string[] key = kind == "rsa" ? ["-newkey", "rsa:3072"] : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
        OpenSsl(["req", "-new", .. key, "-nodes", "-keyout", At(name + ".key"), "-out", At(name + ".csr"), "-subj", $"/CN={name}"]);
        var now = DateTime.UtcNow;
        OpenSsl("ca", "-batch", "-config", At("openssl.cnf"), "-extensions", profile, "-in", At(name + ".csr"), "-out", At(name + ".crt"), "-notext",
            "-startdate", Text(now - Day), "-enddate", Text(now + 900 * Day));
        Write(name + ".pem", File.ReadAllText(At(name + ".key")) + File.ReadAllText(At(name + ".crt")));
        OpenSsl("pkcs12", "-export", "-in", At(name + ".pem"), "-out", At(name + ".p12"), "-passout", "pass:secret");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in new[] { ".key", ".pem", ".p12" })
            {
                File.SetUnixFileMode(At(name + file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        return At(name + ".pem");

        static string Text(DateTime time) => time.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
    }

    public void Revoke(string name) => OpenSsl("ca", "-config", At("openssl.cnf"), "-revoke", At(name + ".crt"), "-crl_reason", "keyCompromise");

    /// <summary>The revocation list of this moment, DER.</summary>
    public byte[] RevocationList()
    {
        var serial = Interlocked.Increment(ref serials);
        OpenSsl("ca", "-config", At("openssl.cnf"), "-gencrl", "-out", At($"{serial}.crl.pem"));
        OpenSsl("crl", "-in", At($"{serial}.crl.pem"), "-outform", "DER", "-out", At($"{serial}.crl"));
        return File.ReadAllBytes(At($"{serial}.crl"));
    }

    public byte[] AnswerOcsp(byte[] question)
    {
        var serial = Interlocked.Increment(ref serials);
        File.WriteAllBytes(At($"{serial}.ocsp"), question);
        OpenSsl("ocsp", "-index", At("index.txt"), "-CA", RootFile, "-rsigner", At("responder.crt"), "-rkey", At("responder.key"), "-ndays", "3", "-reqin", At($"{serial}.ocsp"), "-respout", At($"{serial}.resp"));
        return File.ReadAllBytes(At($"{serial}.resp"));
    }

    public byte[] Stamp(byte[] query)
    {
        var serial = Interlocked.Increment(ref serials);
        File.WriteAllBytes(At($"{serial}.tsq"), query);
        // Running numbers of stamps lie in one file, which two processes would spoil for each other.
        lock (Folder) OpenSsl("ts", "-reply", "-config", At("openssl.cnf"), "-queryfile", At($"{serial}.tsq"), "-out", At($"{serial}.tsr"));
        return File.ReadAllBytes(At($"{serial}.tsr"));
    }

    /// <summary>What its three servers answer.</summary>
    public byte[] Answer(Uri address, byte[] body) => address.Host switch
    {
        "tsa.test" => Stamp(body),
        "ocsp.test" => AnswerOcsp(body),
        _ => RevocationList(),
    };

    /// <summary>A network with its servers on it, and nothing else.</summary>
    public HttpMessageHandler Network() => new Servers(this);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs OpenSSL and fails when it fails.</summary>
    public static void OpenSsl(params string[] arguments)
    {
        var (exit, output) = Run("openssl", arguments);
        if (exit != 0)
        {
            throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {output}");
        }
    }

    /// <summary>Runs a program; fails when it is not installed.</summary>
    public static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"This test needs the program {program}.", e);
        }
    }

    private void Write(string name, string text) => File.WriteAllText(At(name), text, new UTF8Encoding(false));

    private sealed class Servers(OpenSslPki pki) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(pki.Answer(request.RequestUri!, body)) };
        }
    }
}
