using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// A key that never leaves its token (PKCS#11), reached through an engine or a provider of OpenSSL. The variables that these read
/// (<c>PKCS11_MODULE_PATH</c>) must be set before the process starts.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class OpenSslKey : LocalKey
{
    private readonly SafeEvpPKeyHandle handle;

    private OpenSslKey(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, SafeEvpPKeyHandle handle)
        : base(certificate, intermediates, () => SigningCertificate.Require(certificate) == SignatureAlgorithm.EcdsaP256 ? new ECDsaOpenSsl(handle) : new RSAOpenSsl(handle)) =>
        this.handle = handle;

    /// <summary>Opens a key in a token, and proves with a signature that it belongs to the certificate.</summary>
    /// <param name="uri">Where the key is, for example <c>pkcs11:token=passports;object=gen;type=private;pin-source=file:/etc/demoexam/pin</c>.</param>
    /// <param name="certificateFile">PEM: certificate of the key and any certificates between it and the root.</param>
    /// <param name="library">Name of the engine (<c>pkcs11</c>) or provider.</param>
    /// <param name="provider">Whether the library is a provider of OpenSSL 3; otherwise an engine.</param>
    /// <exception cref="SigningKeyFault">The token, the key or the certificate cannot be used.</exception>
    public static OpenSslKey Load(string uri, string certificateFile, string library = "pkcs11", bool provider = false)
    {
        var all = SigningCertificate.ReadPem(certificateFile);
        var own = SigningCertificate.Leaf(all);
        OpenSslKey? key = null;
        try
        {
            var handle = provider ? SafeEvpPKeyHandle.OpenKeyFromProvider(library, uri) : SafeEvpPKeyHandle.OpenPrivateKeyFromEngine(library, uri);
            key = new OpenSslKey(own, SigningCertificate.Above(own, all), handle);
            byte[] probe = [1, 2, 3];
            // Local keys answer at once, so nothing waits here.
            var signature = key.Sign(probe, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            if (SigningCertificate.Verify(own, probe, signature)) return key;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            key?.Dispose();
            // The address may hold the PIN, so it is not repeated.
            throw new SigningKeyFault($"The key in the token cannot be used through OpenSSL's {(provider ? "provider" : "engine")} {library}: {e.Message}", e);
        }

        key.Dispose();
        throw new SigningKeyFault($"The key in the token does not belong to the certificate in {certificateFile}.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) handle.Dispose();
    }
}
