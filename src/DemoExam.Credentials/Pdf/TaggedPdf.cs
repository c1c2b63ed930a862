using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DemoExam.Credentials.Qr;

namespace DemoExam.Credentials.Pdf;

/// <summary>The field of a signature over its visible stamp.</summary>
/// <param name="Slot">What the signature says.</param>
/// <param name="Element">Element of the field in the order of reading.</param>
/// <param name="Page">Page that shows the stamp, from 0.</param>
/// <param name="Place">Its place from the upper left corner, points.</param>
/// <param name="Tip">Words for those who do not see it.</param>
/// <param name="Reason">What the signature is for.</param>
internal sealed record SignatureField(SignatureSlot Slot, StructureElement Element, int Page, (double X, double Y, double Width, double Height) Place, string Tip, string Reason);

/// <summary>Puts drawn pages together to a tagged file by the rules of PDF/A-3a: structure, metadata, attachments, room for a signature.</summary>
internal static class TaggedPdf
{
    // Fastest halves the time of a passport and adds a fifth to its size.
    private const CompressionLevel Level = CompressionLevel.Fastest;

    // A code has some 1,300 dark runs, a quarter of the work of a whole document where each number is formatted; no code is wider than
    // this. Up to three digits and a space, the first digit in the lowest byte.
    private static readonly (uint Bytes, int Length)[] Spaced = [.. Enumerable.Range(0, 178).Select(Digits)];

    /// <summary>Writes everything behind the resources.</summary>
    /// <param name="language">BCP 47 language of the document.</param>
    /// <param name="profile">The colour profile.</param>
    /// <param name="resources">What all pages draw with.</param>
    /// <param name="attachments">Files to carry inside.</param>
    /// <param name="field">Field of the signature; null for none.</param>
    /// <param name="address">Address of the document, for pictures that stand for it.</param>
    public static PreparedPdf Write(
        PdfWriter writer, DocumentFacts facts, string language, Ref profile, Ref resources, IReadOnlyList<PageContent> pages, StructureTree tree,
        IReadOnlyList<PdfAttachment> attachments, SignatureField? field, string address = "")
    {
        var pageRefs = pages.Select(p => (Content: p, Id: writer.Reserve())).ToArray();
        var pageTree = writer.Reserve();
        var (widget, signature) = field is null ? (default, default) : (writer.Reserve(), writer.Reserve());
        foreach (var (page, id) in pageRefs)
        {
            var stream = writer.Reserve();
            writer.Stream(stream, page.Operators, Level);
            var o = writer.BeginSmall(id);
            o.Write($"<</Type/Page/Parent {pageTree}/MediaBox[0 0 {PageContent.Width} {PageContent.Height}]/Contents {stream}/Resources {resources}");
            o.Write($"/StructParents {page.Number}/Tabs/S");
            if (page.Number == field?.Page) o.Write($"/Annots[{widget}]");
            o.Ascii(">>");
        }

        var kids = writer.BeginSmall(pageTree);
        kids.Write($"<</Type/Pages/Count {pages.Count}/Kids[");
        foreach (var (_, id) in pageRefs) kids.Write($"{id} ");
        kids.Ascii("]>>");

        var treeRoot = tree.Write(writer, pageRefs, field is null ? null : new FieldInTree(field.Element, widget, field.Page), address);
        var files = attachments.Select(a => (a.Name, File: WriteAttachment(writer, a, facts.Created))).OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        var metadata = writer.Reserve();
        using (var xmp = new ByteBuffer(8 * 1024))
        {
            Xmp.Write(xmp, facts);
            writer.PlainStream(metadata, xmp.Span, "/Type/Metadata/Subtype/XML");
        }

        var info = WriteInfo(writer, facts);
        var catalog = writer.Reserve();
        var evidence = field?.Slot.Evidence is { } given ? WriteEvidence(writer, given) : default(Ref?);
        var root = writer.BeginSmall(catalog);
        root.Write($"<</Type/Catalog/Pages {pageTree}/Lang({language})/Metadata {metadata}/MarkInfo<</Marked true>>/StructTreeRoot {treeRoot}");
        root.Ascii("/ViewerPreferences<</DisplayDocTitle true>>");
        root.Write($"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile {profile}>>]");
        if (files.Length > 0) WriteFiles(root, files);
        // Certified with permission 1: nothing may change after signing (ISO 32000-1, 12.8.2.2).
        if (field is not null) root.Write($"/AcroForm<</Fields[{widget}]/SigFlags 3>>/Perms<</DocMDP {signature}>>");
        if (evidence is { } store) root.Write($"/DSS {store}");
        root.Ascii(">>");
        var hole = field is null ? default : WriteSignature(writer, field, pageRefs[field.Page].Id, pages.Count, widget, signature);
        return Close(writer, catalog, info, facts.Id, hole);
    }

    /// <summary>Begins the resources with the fonts.</summary>
    public static void WriteFonts(ByteBuffer resources, List<Ref> fonts)
    {
        resources.Ascii("<</Font<<");
        for (var i = 0; i < fonts.Count; i++) resources.Write($"/F{i} {fonts[i]}");
        resources.Ascii(">>");
    }

    /// <summary>The QR code in units of its modules, once for all faces; as one path, so that no viewer leaves hairlines between the modules.</summary>
    public static Ref WriteCode(PdfWriter writer, QrCode code)
    {
        var id = writer.Reserve();
        using var runs = new ByteBuffer(24 * 1024);
        runs.Ascii("0 0 0 rg\n");
        for (var row = 0; row < code.Size; row++)
        {
            // No row has more runs than half of its modules.
            var start = runs.Length;
            var room = runs.Take(((code.Size / 2) + 1) * LongestRun);
            var used = 0;
            for (var column = 0; code.NextRun(row, column, out var from, out column);)
            {
                used += Put(Spaced[from], room[used..]);
                used += Put(Spaced[row], room[used..]);
                used += Put(Spaced[column - from], room[used..]);
                "1 re\n"u8.CopyTo(room[used..]);
                used += 5;
            }

            runs.Truncate(start + used);
        }

        runs.Ascii("f");
        writer.Stream(id, runs.Span, Level, $"/Type/XObject/Subtype/Form/BBox[0 0 {code.Size} {code.Size}]/Resources<<>>");
        return id;
    }

    private const int LongestRun = 17;

    private static (uint Bytes, int Length) Digits(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        number.TryFormat(bytes, out var length, default, CultureInfo.InvariantCulture);
        bytes[length] = (byte)' ';
        return (BinaryPrimitives.ReadUInt32LittleEndian(bytes), length + 1);
    }

    private static int Put((uint Bytes, int Length) digits, Span<byte> room)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(room, digits.Bytes);
        return digits.Length;
    }

    private static Ref WriteAttachment(PdfWriter writer, PdfAttachment attachment, DateTimeOffset date)
    {
        var stream = writer.Reserve();
        writer.Stream(stream, attachment.Bytes.Span, Level,
            $"/Type/EmbeddedFile/Subtype/{Name(attachment.MediaType)}/Params<</Size {attachment.Bytes.Length}/ModDate({Date(date)})>>");
        var file = writer.Reserve();
        var o = writer.BeginSmall(file);
        o.Ascii("<</Type/Filespec/F");
        o.Text(attachment.Name);
        o.Ascii("/UF");
        o.Text(attachment.Name);
        o.Ascii("/Desc");
        o.Text(attachment.Description);
        o.Write($"/AFRelationship/{Name(attachment.Relationship)}/EF<</F {stream}/UF {stream}>>>>");
        return file;
    }

    private static Ref WriteInfo(PdfWriter writer, DocumentFacts facts)
    {
        var info = writer.Reserve();
        var o = writer.BeginSmall(info);
        o.Ascii("<<");
        foreach (var (key, value) in new[]
        {
            ("Title", facts.Title), ("Author", facts.Author), ("Subject", facts.Subject), ("Creator", facts.Creator), ("Producer", facts.Producer),
        })
        {
            o.Write($"/{key}");
            o.Text(value);
        }

        o.Write($"/CreationDate({Date(facts.Created)})/ModDate({Date(facts.Created)})>>");
        return info;
    }

    private static void WriteFiles(ByteBuffer catalog, (string Name, Ref File)[] files)
    {
        catalog.Ascii("/AF[");
        foreach (var (_, file) in files) catalog.Write($"{file} ");
        catalog.Ascii("]/Names<</EmbeddedFiles<</Names[");
        foreach (var (name, file) in files)
        {
            catalog.Text(name);
            catalog.Write($"{file} ");
        }

        catalog.Ascii("]>>>>");
    }

    /// <summary>The document security store (ISO 32000-2, 12.8.4.3), inside the revision that is signed: so nothing follows the signature.</summary>
    private static Ref WriteEvidence(PdfWriter writer, Signing.ValidationEvidence evidence)
    {
        var streams = evidence.Streams.Select(e => (e.Kind, Id: writer.Reserve(), e.Bytes)).ToArray();
        foreach (var (_, id, bytes) in streams) writer.PackedStream(id, bytes, "");
        var store = writer.Reserve();
        var o = writer.BeginSmall(store);
        o.Ascii("<</Type/DSS");
        foreach (var kind in streams.GroupBy(s => s.Kind))
        {
            o.Write($"/{kind.Key}[");
            foreach (var (_, id, _) in kind) o.Write($"{id} ");
            o.Ascii("]");
        }

        o.Ascii(">>");
        return store;
    }

    private static Hole WriteSignature(PdfWriter writer, SignatureField field, Ref page, int pageCount, Ref widget, Ref signature)
    {
        var appearance = writer.Reserve();
        var (slot, (x, y, width, height)) = (field.Slot, field.Place);
        // The stamp itself is part of the page, where it is tagged and printed; the field over it only answers to a click.
        writer.PlainStream(appearance, [], FormattableString.Invariant($"/Type/XObject/Subtype/Form/BBox[0 0 {width:0.##} {height:0.##}]/Resources<<>>"));
        var o = writer.BeginSmall(widget);
        o.Write($"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/F 132/P {page}/V {signature}/Rect[{x} {PageContent.Height - y - height} {x + width} {PageContent.Height - y}]");
        o.Write($"/AP<</N {appearance}>>/StructParent {pageCount}/TU");
        o.Text(field.Tip);
        o.Ascii(">>");

        o = writer.Begin(signature);
        o.Write($"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M({Date(slot.SigningTime)})/Name");
        o.Text(slot.Signer.Owner);
        o.Ascii("/Reason");
        o.Text(field.Reason);
        o.Ascii("/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]/ByteRange[0 ");
        var range = o.Length;
        o.Ascii("                                ]/Contents");
        var start = o.Length;
        o.Byte((byte)'<');
        o.Take(2 * slot.ReservedBytes).Fill((byte)'0');
        o.Ascii(">>>");
        writer.End();
        return new Hole(range, start, (2 * slot.ReservedBytes) + 2);
    }

    private static PreparedPdf Close(PdfWriter writer, Ref catalog, Ref info, Guid id, Hole hole)
    {
        var bytes = writer.Finish(catalog, info, id.ToByteArray(bigEndian: true), Level);
        if (hole.Length > 0)
        {
            var end = hole.Start + hole.Length;
            var text = string.Create(CultureInfo.InvariantCulture, $"{hole.Start,10} {end,10} {bytes.Length - end,10}");
            for (var i = 0; i < text.Length; i++) bytes.Slice(hole.Range, text.Length)[i] = (byte)text[i];
        }

        return new PreparedPdf(bytes, hole.Start, hole.Length);
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A PDF name; signs other than letters, digits and a few marks are written by number.</summary>
    private static string Name(string text)
    {
        var name = new StringBuilder(text.Length + 4);
        foreach (var c in text)
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+') name.Append(c);
            else name.Append(CultureInfo.InvariantCulture, $"#{(int)c & 255:X2}");
        return name.ToString();
    }

    /// <summary>Place of the signature: where its three numbers go, where its string begins, how long that is with its brackets.</summary>
    private readonly record struct Hole(int Range, int Start, int Length);
}
