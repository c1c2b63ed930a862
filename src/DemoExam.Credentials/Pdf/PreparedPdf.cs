using System.Security.Cryptography;

namespace DemoExam.Credentials.Pdf;

/// <summary>A file to carry inside the passport.</summary>
/// <param name="Name">File name in ASCII.</param>
/// <param name="MediaType">For example <c>application/json</c>.</param>
/// <param name="Bytes">The content.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Relationship"><c>Data</c>, <c>Source</c>, <c>Supplement</c> or <c>Alternative</c> (ISO 32000-2, AFRelationship).</param>
public sealed record PdfAttachment(string Name, string MediaType, ReadOnlyMemory<byte> Bytes, string Description, string Relationship = "Data");

/// <summary>What the stamp on the paper says about the signer's certificate.</summary>
/// <param name="CertificateNumber">Serial number, hexadecimal.</param>
/// <param name="Owner">Name of the certificate's subject.</param>
/// <param name="ValidFrom">Start of the certificate's term.</param>
/// <param name="ValidTo">End of the certificate's term.</param>
public sealed record SignerCard(string CertificateNumber, string Owner, DateOnly ValidFrom, DateOnly ValidTo);

/// <summary>Room for a signature that will be made when the file is complete.</summary>
/// <param name="ReservedBytes">Largest size of the signature message in bytes.</param>
/// <param name="SigningTime">Time that the signature states; whole seconds.</param>
/// <param name="Signer">What the stamp shows.</param>
/// <param name="Evidence">Certificates and proofs of non-revocation to carry along; null for none.</param>
public sealed record SignatureSlot(int ReservedBytes, DateTimeOffset SigningTime, SignerCard Signer, Signing.ValidationEvidence? Evidence = null);

/// <summary>A finished document; with a slot, it waits for its signature. Not for use by several threads at once.</summary>
public sealed class PreparedPdf : IDisposable
{
    private readonly ByteBuffer bytes;
    private readonly int holeStart;
    private readonly int holeLength;

    internal PreparedPdf(ByteBuffer bytes, int holeStart, int holeLength)
    {
        this.bytes = bytes;
        this.holeStart = holeStart;
        this.holeLength = holeLength;
    }

    /// <summary>Whether there is room for a signature.</summary>
    public bool HasSignatureSlot => holeLength > 0;

    /// <summary>Size of the file in bytes.</summary>
    public int Length => bytes.Length;

    /// <summary>The bytes as they are now.</summary>
    public byte[] ToArray() => bytes.Span.ToArray();

    /// <summary>SHA-256 of everything but the hole for the signature.</summary>
    internal byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes.Span[..holeStart]);
        hash.AppendData(bytes.Span[(holeStart + holeLength)..]);
        return hash.GetHashAndReset();
    }

    /// <summary>Writes the signature message into the hole.</summary>
    /// <exception cref="InvalidOperationException">It does not fit; nothing was written.</exception>
    internal void Fill(ReadOnlySpan<byte> message)
    {
        var room = (holeLength - 2) / 2;
        if (message.Length > room)
            throw new InvalidOperationException($"The signature takes {message.Length} bytes but only {room} were reserved.");
        WriteHex(message, bytes.Slice(holeStart + 1, holeLength - 2));
    }

    /// <summary>Writes a message in hexadecimal digits and fills the rest with zeros: the one form that a checker accepts.</summary>
    internal static void WriteHex(ReadOnlySpan<byte> message, Span<byte> hex)
    {
        Convert.TryToHexString(message, hex, out var written);
        hex[written..].Fill((byte)'0');
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => bytes.Dispose();
}
