using System.Globalization;
using System.Text;

namespace DemoExam.Credentials.Pdf;

/// <summary>The facts about the document that stand both in the Info dictionary and in the XMP stream; the two must agree.</summary>
internal sealed record DocumentFacts(string Title, string Author, string Subject, string Creator, string Producer, DateTimeOffset Created, Guid Id);

/// <summary>Metadata as XMP (ISO 16684-1), marked as PDF/A-3a.</summary>
internal static class Xmp
{
    public static byte[] Write(DocumentFacts facts)
    {
        var date = facts.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Escape(facts.Title)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>{Escape(facts.Author)}</rdf:li></rdf:Seq></dc:creator>
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{Escape(facts.Subject)}</rdf:li></rdf:Alt></dc:description>
            <dc:language><rdf:Bag><rdf:li>ru</rdf:li><rdf:li>en</rdf:li></rdf:Bag></dc:language>
            <xmp:CreatorTool>{Escape(facts.Creator)}</xmp:CreatorTool>
            <xmp:CreateDate>{date}</xmp:CreateDate>
            <xmp:ModifyDate>{date}</xmp:ModifyDate>
            <pdf:Producer>{Escape(facts.Producer)}</pdf:Producer>
            <xmpMM:DocumentID>uuid:{facts.Id:D}</xmpMM:DocumentID>
            <pdfaid:part>3</pdfaid:part>
            <pdfaid:conformance>A</pdfaid:conformance>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """);
    }

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case '&': result.Append("&amp;"); break;
                case '<': result.Append("&lt;"); break;
                case '>': result.Append("&gt;"); break;
                // Characters that XML 1.0 forbids even as references.
                case < 0x20 and not (0x09 or 0x0A or 0x0D) or 0xFFFE or 0xFFFF: break;
                default: result.Append(rune.ToString()); break;
            }

        return result.ToString();
    }
}
