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

    private readonly PdfTemplate template;
    private readonly SharedFonts fonts;
    private readonly Palette colours;
    private readonly PassportForms forms = new();
    private readonly PdfWriter.Prefix prefix;
    private readonly Ref regular, bold, profile, logo;

    /// <summary>Prepares a layout.</summary>
    public PassportPdf(PdfTemplate template, FontLibrary fonts)
    {
        this.template = template;
        this.fonts = new SharedFonts(fonts);
        colours = new Palette(template);
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
        var link = content.VerificationUrl.AbsoluteUri;
        var code = QrCode.Of(content.OfflineProof is { } digits ? $"{link}#{digits}" : link);
        var text = new PassportText(content, template, colours, used, code.Size);
        var form = FormFor(text, slot?.Signer);
        var pages = form.Fill(text);
        using var writer = new PdfWriter(prefix);
        try
        {
            return Write(writer, content, slot, [OwnData(content), .. attachments ?? []], used, code, form, pages);
        }
        finally
        {
            foreach (var page in pages) page.Dispose();
        }
    }

    private PassportForm FormFor(PassportText text, SignerCard? signer)
    {
        var key = new PassportForms.Key(text, signer);
        if (forms.TryGet(key, out var known)) return known;
        var form = PassportLayout.Compose(text, signer);
        // A form with characters of other fonts is of use to this document alone, where those fonts are.
        if (text.Fonts.Count == DocumentFonts.SharedCount) forms.Keep(key, form);
        return form;
    }

    private static PdfAttachment OwnData(PassportContent content) =>
        new(PassportJson.FileName, PassportJson.MediaType, PassportJson.Write(content), "Данные паспорта / Passport data");

    private PreparedPdf Write(
        PdfWriter writer, PassportContent content, SignatureSlot? slot, IReadOnlyList<PdfAttachment> attachments,
        DocumentFonts used, QrCode code, PassportForm form, IReadOnlyList<PageContent> pages)
    {
        var fontRefs = used.Write(writer, regular, bold);
        var drawnCode = TaggedPdf.WriteCode(writer, code);
        var resources = writer.Reserve();
        var o = writer.BeginSmall(resources);
        TaggedPdf.WriteFonts(o, fontRefs);
        o.Write($"/XObject<</{PassportLayout.CodeResource} {drawnCode}");
        if (template.LogoImage is not null) o.Write($"/Logo {logo}");
        o.Ascii(">>>>");
        var field = slot is null ? null : new SignatureField(
            slot, form.Signature!, 0, form.Stamp, $"{template.Texts.StampTitle.Ru}: {slot.Signer.Owner}", template.Texts.Reason.Ru);
        return TaggedPdf.Write(writer, Facts(content), "ru", profile, resources, pages, form.Tree, attachments, field, content.VerificationUrl.AbsoluteUri);
    }

    private DocumentFacts Facts(PassportContent content)
    {
        var title = $"{template.Texts.Title.Ru} {content.Number} / {template.Texts.Title.En}";
        var subject = $"{content.Holder.FullName}: {content.Event.PackageName.Ru}";
        return new DocumentFacts(title, content.Issuer.Name.Ru, subject, Producer, Producer, content.IssuedAt, content.PassportId);
    }
}
