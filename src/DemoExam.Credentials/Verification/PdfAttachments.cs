namespace DemoExam.Credentials.Verification;

/// <summary>Finds the files that a PDF carries.</summary>
internal static class PdfAttachments
{
    /// <summary>The bytes of the attached file with this name; null when there is none.</summary>
    /// <exception cref="PdfFault">The structure is damaged.</exception>
    public static byte[]? Read(PdfReader pdf, string name)
    {
        var catalog = pdf.Dictionary(pdf.Trailer.Entry("Root"));
        foreach (var item in pdf.Array(catalog?.Entry("AF")) ?? [])
        {
            if (pdf.Dictionary(item) is not { } file || pdf.Resolve(file.Entry("UF")) is not PdfString title || title.Text != name) continue;
            if (pdf.Resolve(pdf.Dictionary(file.Entry("EF"))?.Entry("F")) is PdfStream stream) return pdf.Unpack(stream);
        }

        return null;
    }
}
