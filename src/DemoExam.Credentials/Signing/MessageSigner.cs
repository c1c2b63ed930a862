using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>What a signer says about a document, and its signature over that.</summary>
/// <param name="Attributes">The signed attributes as a DER SET (RFC 5652, 5.4), among them the hash of the document.</param>
/// <param name="Signature">The signature over <paramref name="Attributes"/>; for ECDSA a DER sequence.</param>
public readonly record struct SignedStatement(byte[] Attributes, byte[] Signature);

/// <summary>Signs documents by their hash: with a key of ours, or at another house that sees nothing but the hash.</summary>
public interface IMessageSigner
{
    /// <summary>Certificate of the signer.</summary>
    X509Certificate2 Certificate { get; }

    /// <summary>Certificates between the signer's own and the root, nearest first, without the root.</summary>
    IReadOnlyList<X509Certificate2> Intermediates { get; }

    SignatureAlgorithm Algorithm { get; }

    /// <summary>Bytes that the signed attributes may take beyond the three that we write ourselves.</summary>
    int ExtraRoom { get; }

    /// <summary>Signs the SHA-256 hash of a document. Safe for concurrent use.</summary>
    /// <exception cref="SigningKeyFault">No signature could be had, or the one that came does not hold.</exception>
    ValueTask<SignedStatement> Sign(ReadOnlyMemory<byte> digest, CancellationToken cancellation);
}

/// <summary>Signs documents with a key of ours.</summary>
/// <param name="key">Stays the property of the caller.</param>
public sealed class KeyMessageSigner(ISigningKey key) : IMessageSigner
{
    private readonly SignedAttributes attributes = new(key.Certificate);

    /// <inheritdoc/>
    public X509Certificate2 Certificate => key.Certificate;

    /// <inheritdoc/>
    public IReadOnlyList<X509Certificate2> Intermediates => key.Intermediates;

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm => key.Algorithm;

    /// <inheritdoc/>
    public int ExtraRoom => 0;

    /// <inheritdoc/>
    public async ValueTask<SignedStatement> Sign(ReadOnlyMemory<byte> digest, CancellationToken cancellation)
    {
        var statement = attributes.Over(digest.Span);
        return new SignedStatement(statement, await key.Sign(statement, cancellation));
    }
}
