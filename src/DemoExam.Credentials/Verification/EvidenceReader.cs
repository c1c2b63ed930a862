using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;

namespace DemoExam.Credentials.Verification;

/// <summary>Reads the document security store of a PDF (ISO 32000-2, 12.8.4.3).</summary>
internal static class EvidenceReader
{
    private const int MostStatements = 64;

    /// <summary>Whether the file holds, for each certificate below a root, its issuer's statement that it was not revoked.</summary>
    /// <param name="pdf">The file.</param>
    /// <param name="chains">From a signer's certificate up to the root, which is last.</param>
    /// <exception cref="PdfFault">The structure is damaged.</exception>
    public static bool Proves(PdfReader pdf, IReadOnlyList<IReadOnlyList<X509Certificate2>> chains)
    {
        var store = pdf.Dictionary(pdf.Dictionary(pdf.Trailer.Entry("Root"))?.Entry("DSS"));
        if (store is null) return false;
        var (lists, responses) = (Read(pdf, store, "CRLs"), Read(pdf, store, "OCSPs"));
        return chains.All(chain => Enumerable.Range(0, chain.Count - 1).All(i =>
            responses.Any(r => IsGood(() => RevocationStatement.OfResponse(r, chain[i], chain[i + 1])))
            || lists.Any(l => IsGood(() => RevocationStatement.OfList(l, chain[i], chain[i + 1])))));
    }

    private static List<byte[]> Read(PdfReader pdf, PdfDictionary store, string kind) =>
        [.. (pdf.Array(store.Entry(kind)) ?? []).Take(MostStatements).Select(pdf.Resolve).OfType<PdfStream>().Select(pdf.Unpack)];

    private static bool IsGood(Func<RevocationStatement> read)
    {
        try
        {
            return read().Revoked is null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
