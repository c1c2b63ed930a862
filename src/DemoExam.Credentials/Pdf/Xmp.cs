using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace DemoExam.Credentials.Pdf;

/// <summary>The facts about the document that stand both in the Info dictionary and in the XMP stream; the two must agree.</summary>
internal sealed record DocumentFacts(string Title, string Author, string Subject, string Creator, string Producer, DateTimeOffset Created, Guid Id);

/// <summary>Metadata as XMP (ISO 16684-1), marked as PDF/A-3a.</summary>
internal static class Xmp
{
    public static void Write(ByteBuffer target, DocumentFacts facts)
    {
        // Characters take three bytes at most; what is left over is given back.
        var texts = facts.Title.Length + facts.Author.Length + facts.Subject.Length + facts.Creator.Length + facts.Producer.Length;
        var start = target.Length;
        var room = target.Take(3000 + (6 * texts));
        var date = facts.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (!Utf8.TryWrite(room, CultureInfo.InvariantCulture, $"""
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
            """, out var written)) throw new InvalidOperationException("The metadata outgrew its room.");
        target.Truncate(start + written);
    }

    // Signs of XML, and characters that it forbids even as references.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        ['&', '<', '>', '\uFFFE', '\uFFFF', .. Enumerable.Range(0, 0x20).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r'))]);

    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0) return text;
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
            switch (c)
            {
                case '&': result.Append("&amp;"); break;
                case '<': result.Append("&lt;"); break;
                case '>': result.Append("&gt;"); break;
                default:
                    if (!Special.Contains(c)) result.Append(c);
                    break;
            }

        return result.ToString();
    }
}
