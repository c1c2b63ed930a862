using System.Globalization;
using System.IO.Compression;
using DemoExam.Credentials.Qr;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// Draws passports: tagged PDF, built to the rules of PDF/A-3a, with the printed values attached as data. One instance serves all
/// threads of a process; what all its documents share (fonts, colour profile, logo) is packed once.
/// </summary>
public sealed class PassportPdf
{
    private const string Producer = "DemoExam";
    // Fastest halves the time of a passport and adds a fifth to its size.
    private const CompressionLevel Level = CompressionLevel.Fastest;

    private readonly PdfTemplate template;
    private readonly SharedFonts fonts;
    private readonly PdfWriter.Prefix prefix;
    private readonly Ref regular, bold, profile, logo;

    /// <summary>Prepares a layout.</summary>
    public PassportPdf(PdfTemplate template, FontLibrary fonts)
    {
        this.template = template;
        this.fonts = new SharedFonts(fonts);
        using var writer = new PdfWriter();
        regular = this.fonts.Regular.Write(writer);
        bold = this.fonts.Bold.Write(writer);
        profile = writer.Reserve();
        writer.PackedStream(profile, Packed.Bytes(SrgbProfile.Create(), CompressionLevel.SmallestSize), "/N 3");
        if (template.LogoImage is { } image)
        {
            logo = writer.Reserve();
            writer.PackedStream(logo, image.PackedRgb, $"/Type/XObject/Subtype/Image/Width {image.Width}/Height {image.Height}/ColorSpace/DeviceRGB/BitsPerComponent 8");
        }

        prefix = writer.ToPrefix();
    }

    /// <summary>The layout in use.</summary>
    public PdfTemplate Template => template;

    /// <summary>Draws a passport. Equal arguments give equal bytes, in any process on any machine.</summary>
    /// <param name="content">What to print and to attach.</param>
    /// <param name="slot">Room for the signature; null for a preview, which says that it is unsigned.</param>
    /// <param name="attachments">More files to attach behind <c>passport.json</c>.</param>
    /// <exception cref="UnprintableCharacter">A field holds a character that no font can print.</exception>
    /// <exception cref="ArgumentException">The content breaks a rule of <see cref="PassportContent"/>.</exception>
    public PreparedPdf Render(PassportContent content, SignatureSlot? slot = null, IReadOnlyList<PdfAttachment>? attachments = null)
    {
        content.Check();
        using var used = new DocumentFonts(fonts);
        var tree = new StructureTree();
        var layout = new PassportLayout(content, template, used, tree, slot);
        var pages = layout.Draw();
        using var writer = new PdfWriter(prefix);
        try
        {
            return Write(writer, content, slot, [OwnData(content), .. attachments ?? []], used, tree, layout, pages);
        }
        finally
        {
            foreach (var page in pages) page.Dispose();
        }
    }

    private static PdfAttachment OwnData(PassportContent content) =>
        new(PassportJson.FileName, PassportJson.MediaType, PassportJson.Write(content), "Данные паспорта / Passport data");

    private PreparedPdf Write(
        PdfWriter writer, PassportContent content, SignatureSlot? slot, IReadOnlyList<PdfAttachment> attachments,
        DocumentFonts used, StructureTree tree, PassportLayout layout, IReadOnlyList<PageContent> pages)
    {
        var fontRefs = used.Write(writer, regular, bold);
        var pageRefs = pages.Select(p => (Content: p, Id: writer.Reserve())).ToArray();
        var pageTree = writer.Reserve();
        var resources = WriteResources(writer, fontRefs, WriteCode(writer, layout.Code));
        var (widget, signature) = slot is null ? (default, default) : (writer.Reserve(), writer.Reserve());
        if (slot is not null)
        {
            layout.SignatureElement!.Annotation = widget;
            layout.SignatureElement.Place(0);
        }

        foreach (var (page, id) in pageRefs)
        {
            var stream = writer.Reserve();
            writer.Stream(stream, page.Operators, Level);
            var o = writer.BeginSmall(id);
            o.Write($"<</Type/Page/Parent {pageTree}/MediaBox[0 0 {PageContent.Width} {PageContent.Height}]/Contents {stream}/Resources {resources}");
            o.Write($"/StructParents {page.Number}/Tabs/S");
            if (slot is not null && page.Number == 0) o.Write($"/Annots[{widget}]");
            o.Ascii(">>");
        }

        var kids = writer.BeginSmall(pageTree);
        kids.Write($"<</Type/Pages/Count {pages.Count}/Kids[");
        foreach (var (_, id) in pageRefs) kids.Write($"{id} ");
        kids.Ascii("]>>");

        var treeRoot = tree.Write(writer, pageRefs, layout.SignatureElement);
        var files = attachments.Select(a => (a.Name, File: WriteAttachment(writer, a, content.IssuedAt))).OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        var facts = Facts(content);
        var metadata = writer.Reserve();
        using (var xmp = new ByteBuffer())
        {
            Xmp.Write(xmp, facts);
            writer.PlainStream(metadata, xmp.Span, "/Type/Metadata/Subtype/XML");
        }

        var info = WriteInfo(writer, facts);
        var catalog = writer.Reserve();
        var evidence = slot?.Evidence is { } given ? WriteEvidence(writer, given) : default(Ref?);
        WriteCatalog(writer, catalog, pageTree, treeRoot, metadata, files, slot is null ? null : (widget, signature), evidence);
        var hole = slot is null ? default : WriteSignature(writer, slot, layout, pageRefs[0].Id, pages.Count, widget, signature);
        return Close(writer, catalog, info, content.PassportId, hole);
    }

    /// <summary>The QR code in units of its modules, once for all faces; as one path, so that no viewer leaves hairlines between the modules.</summary>
    internal static Ref WriteCode(PdfWriter writer, QrCode code)
    {
        var id = writer.Reserve();
        using var runs = new ByteBuffer(24 * 1024);
        runs.Ascii("0 0 0 rg\n");
        for (var row = 0; row < code.Size; row++)
            for (var column = 0; column < code.Size; column++)
            {
                if (!code[column, row]) continue;
                var from = column;
                while (column < code.Size && code[column, row]) column++;
                runs.Write($"{from} {row} {column - from} 1 re\n");
            }

        runs.Ascii("f");
        writer.Stream(id, runs.Span, Level, $"/Type/XObject/Subtype/Form/BBox[0 0 {code.Size} {code.Size}]/Resources<<>>");
        return id;
    }

    private Ref WriteResources(PdfWriter writer, List<Ref> fontRefs, Ref code)
    {
        var id = writer.Reserve();
        var o = writer.BeginSmall(id);
        o.Ascii("<</Font<<");
        for (var i = 0; i < fontRefs.Count; i++) o.Write($"/F{i} {fontRefs[i]}");
        o.Ascii(">>");
        o.Write($"/XObject<</{PassportLayout.CodeResource} {code}");
        if (template.LogoImage is not null) o.Write($"/Logo {logo}");
        o.Ascii(">>>>");
        return id;
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

    private DocumentFacts Facts(PassportContent content)
    {
        var title = $"{template.Texts.Title.Ru} {content.Number} / {template.Texts.Title.En}";
        var subject = $"{content.Holder.FullName}: {content.Event.PackageName.Ru}";
        return new DocumentFacts(title, content.Issuer.Name.Ru, subject, Producer, Producer, content.IssuedAt, content.PassportId);
    }

    internal static Ref WriteInfo(PdfWriter writer, DocumentFacts facts)
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

    private void WriteCatalog(
        PdfWriter writer, Ref catalog, Ref pageTree, Ref treeRoot, Ref metadata, (string Name, Ref File)[] files, (Ref Widget, Ref Signature)? signature, Ref? evidence)
    {
        var o = writer.BeginSmall(catalog);
        o.Write($"<</Type/Catalog/Pages {pageTree}/Lang(ru)/Metadata {metadata}/MarkInfo<</Marked true>>/StructTreeRoot {treeRoot}");
        o.Ascii("/ViewerPreferences<</DisplayDocTitle true>>");
        o.Write($"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile {profile}>>]");
        o.Ascii("/AF[");
        foreach (var (_, file) in files) o.Write($"{file} ");
        o.Ascii("]/Names<</EmbeddedFiles<</Names[");
        foreach (var (name, file) in files)
        {
            o.Text(name);
            o.Write($"{file} ");
        }

        o.Ascii("]>>>>");
        // Certified with permission 1: nothing may change after signing (ISO 32000-1, 12.8.2.2).
        if (signature is var (widget, value)) o.Write($"/AcroForm<</Fields[{widget}]/SigFlags 3>>/Perms<</DocMDP {value}>>");
        if (evidence is { } store) o.Write($"/DSS {store}");
        o.Ascii(">>");
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

    private Hole WriteSignature(PdfWriter writer, SignatureSlot slot, PassportLayout layout, Ref page, int pageCount, Ref widget, Ref signature)
    {
        var appearance = writer.Reserve();
        var (x, y, width, height) = layout.Stamp;
        // The stamp itself is part of the page, where it is tagged and printed; the field over it only answers to a click.
        writer.PlainStream(appearance, [], FormattableString.Invariant($"/Type/XObject/Subtype/Form/BBox[0 0 {width:0.##} {height:0.##}]/Resources<<>>"));
        var o = writer.BeginSmall(widget);
        o.Write($"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/F 132/P {page}/V {signature}/Rect[{x} {PageContent.Height - y - height} {x + width} {PageContent.Height - y}]");
        o.Write($"/AP<</N {appearance}>>/StructParent {pageCount}/TU");
        o.Text($"{template.Texts.StampTitle.Ru}: {slot.Signer.Owner}");
        o.Ascii(">>");

        o = writer.Begin(signature);
        o.Write($"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M({Date(slot.SigningTime)})/Name");
        o.Text(slot.Signer.Owner);
        o.Ascii("/Reason");
        o.Text(template.Texts.Reason.Ru);
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
    private static string Name(string text) => string.Concat(text.Select(c =>
        char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"#{(int)c & 255:X2}")));

    /// <summary>Place of the signature: where its three numbers go, where its string begins, how long that is with its brackets.</summary>
    private readonly record struct Hole(int Range, int Start, int Length);
}
