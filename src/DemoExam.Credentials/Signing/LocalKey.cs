using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>A key that this process can use by itself: from a file, or in a token that OpenSSL speaks to.</summary>
public abstract class LocalKey : ISigningKey
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> idle = [];
    private readonly Func<AsymmetricAlgorithm> open;
    private readonly Lock gate = new();

    /// <param name="certificate">Certificate of the key; becomes this object's property.</param>
    /// <param name="intermediates">Certificates between it and the root; likewise.</param>
    /// <param name="open">Makes one more key object over the same key.</param>
    /// <exception cref="SigningKeyFault">The certificate must not sign passports.</exception>
    protected LocalKey(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, Func<AsymmetricAlgorithm> open)
    {
        Algorithm = SigningCertificate.Require(certificate);
        Certificate = certificate;
        Intermediates = intermediates;
        this.open = open;
    }

    /// <inheritdoc/>
    public X509Certificate2 Certificate { get; }

    /// <inheritdoc/>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public ValueTask<byte[]> Sign(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        // Key objects are not promised to be safe for several threads, so each call takes one of its own.
        if (!idle.TryTake(out var key))
            lock (gate) key = open();
        var signature = key switch
        {
            ECDsa ecdsa => ecdsa.SignData(data.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignData(data.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => throw new InvalidOperationException("The key is neither ECDSA nor RSA."),
        };
        idle.Add(key);
        return ValueTask.FromResult(signature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives key objects and certificates back.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        while (idle.TryTake(out var key)) key.Dispose();
        Certificate.Dispose();
        foreach (var certificate in Intermediates) certificate.Dispose();
    }
}
