using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>The two kinds of signature that the passports use, both over SHA-256.</summary>
public enum SignatureAlgorithm
{
    /// <summary>ECDSA on P-256: the default, fast and small.</summary>
    EcdsaP256,

    /// <summary>RSA with PKCS#1 v1.5 padding, 2048 bits or more; for authorities that issue nothing else.</summary>
    Rsa,
}

/// <summary>The issuer's key, wherever it lives: a file, a token, another machine.</summary>
public interface ISigningKey : IDisposable
{
    /// <summary>Certificate of the key.</summary>
    X509Certificate2 Certificate { get; }

    /// <summary>Certificates between the key's own and the root, nearest first, without the root.</summary>
    IReadOnlyList<X509Certificate2> Intermediates { get; }

    SignatureAlgorithm Algorithm { get; }

    /// <summary>Signs the SHA-256 hash of <paramref name="data"/>. ECDSA signatures are DER sequences (RFC 3279). Safe for concurrent use.</summary>
    ValueTask<byte[]> Sign(ReadOnlyMemory<byte> data, CancellationToken cancellation);
}

/// <summary>A signing key cannot be used; the message says why and what to do.</summary>
public sealed class SigningKeyFault(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when a signer at another house did not answer: nothing is wrong with what was to be signed.</summary>
    public bool NoAnswer { get; init; }
}
