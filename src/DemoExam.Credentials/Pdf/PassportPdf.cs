using System.IO.Compression;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// Draws passports: tagged PDF, built to the rules of PDF/A-3a, with the printed values attached as data. One instance serves all
/// threads of a process; what all its documents share (fonts, colour profile, logo) is packed once.
/// </summary>
public sealed class PassportPdf
{
    private const string Producer = "DemoExam";

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
        var code = TaggedPdf.WriteCode(writer, layout.Code);
        var resources = writer.Reserve();
        var o = writer.BeginSmall(resources);
        TaggedPdf.WriteFonts(o, fontRefs);
        o.Write($"/XObject<</{PassportLayout.CodeResource} {code}");
        if (template.LogoImage is not null) o.Write($"/Logo {logo}");
        o.Ascii(">>>>");
        var field = slot is null ? null : new SignatureField(
            slot, layout.SignatureElement!, 0, layout.Stamp, $"{template.Texts.StampTitle.Ru}: {slot.Signer.Owner}", template.Texts.Reason.Ru);
        return TaggedPdf.Write(writer, Facts(content), "ru", profile, resources, pages, tree, attachments, field);
    }

    private DocumentFacts Facts(PassportContent content)
    {
        var title = $"{template.Texts.Title.Ru} {content.Number} / {template.Texts.Title.En}";
        var subject = $"{content.Holder.FullName}: {content.Event.PackageName.Ru}";
        return new DocumentFacts(title, content.Issuer.Name.Ru, subject, Producer, Producer, content.IssuedAt, content.PassportId);
    }
}
