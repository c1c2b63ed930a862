using System.Security.Cryptography;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Verification;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// Raises a signed passport from PAdES baseline B to T. The token goes into the room that was kept for it inside the signature, which
/// covers neither; so the signature stays the same, and only the bytes of that room change.
/// </summary>
public static class PdfTimestamps
{
    /// <summary>The file with a time stamp; null when the authority gave none.</summary>
    /// <param name="file">A file that <see cref="PdfSigner"/> made.</param>
    /// <param name="authority">Is asked once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ArgumentException">The file is not signed by us, has a time stamp already, or has no room for one.</exception>
    public static async Task<byte[]?> Add(ReadOnlyMemory<byte> file, ITimestampClient authority, CancellationToken cancellation = default)
    {
        var (start, length, message) = Find(file);
        if (message.Token.Length > 0) throw new ArgumentException("The file has a time stamp already.", nameof(file));
        if (await authority.Stamp(message.Info.GetSignature(), cancellation) is not { } token) return null;
        var stamped = message.Rebuild(token);
        if (2 * stamped.Length > length) throw new ArgumentException("The file has no room for a time stamp.", nameof(file));
        var result = file.ToArray();
        PreparedPdf.WriteHex(stamped, result.AsSpan(start, length));
        return result;
    }

    private static (int Start, int Length, SignatureMessage Message) Find(ReadOnlyMemory<byte> file)
    {
        try
        {
            var pdf = PdfReader.Open(file);
            if (PdfSignatureVerifier.FindSignatures(pdf) is [var signature] && pdf.Resolve(signature.Entry("Contents")) is PdfString contents)
                return (contents.Start + 1, contents.End - contents.Start - 2, SignatureMessage.Read(contents.Bytes, []));
        }
        catch (Exception e) when (e is PdfFault or CryptographicException)
        {
            throw new ArgumentException("The file is not a signed passport.", nameof(file), e);
        }

        throw new ArgumentException("The file does not hold one signature.", nameof(file));
    }
}
