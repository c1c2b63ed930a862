using System.Globalization;
using System.IO.Compression;
using DemoExam.Credentials.Qr;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// Draws protocols, acts and sheets as tagged PDF: every page has number, version, page n of m, and the code that leads back to
/// its data, as text and as QR code. One instance serves all threads.
/// </summary>
public sealed class FormPdf
{
    private const string Producer = "DemoExam";

    private readonly SharedFonts fonts;
    private readonly PdfWriter.Prefix prefix;
    private readonly Ref regular, bold, profile;

    public FormPdf(FontLibrary fonts)
    {
        this.fonts = new SharedFonts(fonts);
        using var writer = new PdfWriter();
        regular = this.fonts.Regular.Write(writer);
        bold = this.fonts.Bold.Write(writer);
        profile = writer.Reserve();
        writer.PackedStream(profile, Packed.Bytes(SrgbProfile.Create(), CompressionLevel.SmallestSize), "/N 3");
        prefix = writer.ToPrefix();
    }

    /// <summary>Draws a form. Equal arguments give equal bytes.</summary>
    /// <exception cref="UnprintableCharacter">A text holds a character that no font can print.</exception>
    public PrintedForm Render(FormContent content)
    {
        var (document, pages) = Draw(content, null, []);
        using (document) return new PrintedForm(document.ToArray(), pages);
    }

    /// <summary>Draws a form that will be signed where its <see cref="FormStamp"/> is.</summary>
    /// <param name="slot">Room for the signature.</param>
    /// <param name="attachments">Files to carry inside.</param>
    /// <exception cref="UnprintableCharacter">A text holds a character that no font can print.</exception>
    /// <exception cref="ArgumentException">The form has no stamp.</exception>
    public PreparedPdf Render(FormContent content, SignatureSlot slot, IReadOnlyList<PdfAttachment> attachments) => Draw(content, slot, attachments).Document;

    private (PreparedPdf Document, int Pages) Draw(FormContent content, SignatureSlot? slot, IReadOnlyList<PdfAttachment> attachments)
    {
        using var used = new DocumentFonts(fonts);
        var tree = new StructureTree();
        var layout = new FormLayout(content, used, tree);
        var pages = layout.Draw();
        using var writer = new PdfWriter(prefix);
        try
        {
            var fontRefs = used.Write(writer, regular, bold);
            var code = TaggedPdf.WriteCode(writer, layout.Code);
            var resources = writer.Reserve();
            var o = writer.BeginSmall(resources);
            TaggedPdf.WriteFonts(o, fontRefs);
            o.Write($"/XObject<</{PassportLayout.CodeResource} {code}>>>>");
            var facts = new DocumentFacts(content.Title, content.Author, content.Footer, Producer, Producer, content.PrintedAt, content.Id);
            var field = slot is null ? null : layout.Field(slot) ?? throw new ArgumentException("The form has no stamp to sign in.", nameof(content));
            return (TaggedPdf.Write(writer, facts, content.Language, profile, resources, pages, tree, attachments, field), pages.Count);
        }
        finally
        {
            foreach (var page in pages) page.Dispose();
        }
    }
}

/// <summary>Composes the pages of a form from above to below.</summary>
internal sealed class FormLayout(FormContent content, DocumentFonts fonts, StructureTree tree)
{
    private const double Left = 50, Right = PageContent.Width - 42, Column = Right - Left, Top = 46;
    private const double CodeSide = 46, FooterTop = PageContent.Height - 34 - CodeSide, Bottom = FooterTop - 12;
    private const double Padding = 4, LeastRow = 21;

    private static readonly Colour Ink = Colour.Black;
    private static readonly Colour Muted = new(0x55, 0x55, 0x55);
    private static readonly Colour Rule = new(0x77, 0x77, 0x77);
    private static readonly Colour Shade = new(0xEE, 0xEE, 0xEE);

    private readonly List<PageContent> pages = [];
    private double y;
    private (FormStamp Stamp, StructureElement Element, int Page, (double, double, double, double) Place)? stamped;

    private PageContent Page => pages[^1];

    /// <summary>The code that every page shows.</summary>
    public QrCode Code { get; } = QrCode.Of(content.Address.AbsoluteUri);

    /// <summary>Where the signature goes; null when the form has no stamp.</summary>
    public SignatureField? Field(SignatureSlot slot) =>
        stamped is { } drawn ? new SignatureField(slot, drawn.Element, drawn.Page, drawn.Place, $"{drawn.Stamp.Title}: {slot.Signer.Owner}", drawn.Stamp.Title) : null;

    public IReadOnlyList<PageContent> Draw()
    {
        NewPage();
        Paragraph(content.Head, "P", Style(8.5, false, Muted), 4);
        Paragraph(content.Title, "H1", Style(14, true), 2);
        Paragraph(content.OtherTitle, "P", Style(8.5, false, Muted), 10);
        foreach (var block in content.Blocks)
        {
            switch (block)
            {
                case FormText text: Paragraph(text.Text, "P", Style(9.5), 8); break;
                case FormFacts facts: DrawFacts(facts); break;
                case FormTable table: DrawTable(table); break;
                case FormSignatures signatures: DrawSignatures(signatures); break;
                case FormStamp stamp: DrawStamp(stamp); break;
            }
        }

        foreach (var drawn in pages) DrawFooter(drawn);
        return pages;
    }

    private void NewPage()
    {
        pages.Add(new PageContent(pages.Count));
        y = Top;
    }

    private void Paragraph(string text, string tag, TypeStyle style, double after)
    {
        if (text.Length == 0) return;
        var block = TextBlock.Of(fonts, text, tag, style, Column);
        if (y + block.Height > Bottom) NewPage();
        Page.Begin(StructureTree.Add(tree.Document, tag));
        block.Draw(Page, Left, y);
        Page.End();
        y += block.Height + after;
    }

    private void DrawFacts(FormFacts facts)
    {
        const double labels = 150;
        foreach (var (label, value) in facts.Facts)
        {
            var name = TextBlock.Of(fonts, label, "label", Style(9, false, Muted), labels - 8);
            var said = TextBlock.Of(fonts, value, label, Style(9.5), Column - labels);
            var height = Math.Max(name.Height, said.Height) + 5;
            if (y + height > Bottom) NewPage();
            Page.Begin(StructureTree.Add(tree.Document, "P"));
            name.Draw(Page, Left, y);
            if (value.Length > 0) said.Draw(Page, Left + labels, y);
            Page.End();
            if (value.Length == 0) Artifact(() => Page.Line(Left + labels, y + 10, Right, y + 10, 0.5, Rule));
            y += height;
        }

        y += 6;
    }

    private void DrawTable(FormTable table)
    {
        var element = StructureTree.Add(tree.Document, "Table");
        var unit = Column / table.Columns.Sum(c => c.Width);
        var widths = table.Columns.Select(c => c.Width * unit).ToArray();
        var head = table.Columns.Select((c, i) => TextBlock.Of(fonts, c.Header, "column", Style(8, true), widths[i] - (2 * Padding))).ToArray();
        var headHeight = head.Max(h => h.Height) + (2 * Padding) + 2;
        if (y + headHeight + LeastRow > Bottom) NewPage();
        DrawHead(StructureTree.Add(element, "TR"));
        foreach (var row in table.Rows)
        {
            var cells = row.Select((text, i) => TextBlock.Of(fonts, text, table.Columns[i].Header, Style(9), widths[i] - (2 * Padding))).ToArray();
            var height = Math.Max(LeastRow, cells.Max(c => c.Height) + (2 * Padding));
            if (y + height > Bottom)
            {
                NewPage();
                DrawHead(null);
            }

            var line = StructureTree.Add(element, "TR");
            var x = Left;
            for (var i = 0; i < cells.Length; i++)
            {
                Page.Begin(StructureTree.Add(line, "TD"));
                var top = y + ((height - cells[i].Height) / 2);
                if (table.Columns[i].IsNumber) cells[i].Draw(Page, x + widths[i] - Padding, top, Alignment.Right);
                else cells[i].Draw(Page, x + Padding, top);
                Page.End();
                x += widths[i];
            }

            DrawCells(height);
        }

        y += 12;

        // The head of a later page only repeats: readers hear it once.
        void DrawHead(StructureElement? line)
        {
            Artifact(() => Page.Rectangle(Left, y, Column, headHeight, Shade));
            var x = Left;
            for (var i = 0; i < head.Length; i++)
            {
                if (line is null) Page.BeginArtifact();
                else Page.Begin(StructureTree.Add(line, "TH", attributes: "/O/Table/Scope/Column"));
                head[i].Draw(Page, x + Padding, y + Padding);
                Page.End();
                x += widths[i];
            }

            DrawCells(headHeight);
        }

        void DrawCells(double height)
        {
            Artifact(() =>
            {
                var x = Left;
                Page.Line(Left, y, Right, y, 0.5, Rule);
                Page.Line(Left, y + height, Right, y + height, 0.5, Rule);
                Page.Line(Left, y, Left, y + height, 0.5, Rule);
                foreach (var width in widths)
                {
                    x += width;
                    Page.Line(x, y, x, y + height, 0.5, Rule);
                }
            });
            y += height;
        }
    }

    private void DrawSignatures(FormSignatures signatures)
    {
        const double each = 34, line = 130;
        foreach (var (role, name) in signatures.Lines)
        {
            var said = TextBlock.Of(fonts, role, "role", Style(9.5), Column - line - 190);
            var height = Math.Max(each, said.Height + 18);
            if (y + height > Bottom) NewPage();
            double from = Right - 190 - line, names = Right - 180;
            var written = TextBlock.Of(fonts, name, "name", Style(9.5), 180);
            Page.Begin(StructureTree.Add(tree.Document, "P"));
            said.Draw(Page, Left, y + 6);
            if (name.Length > 0) written.Draw(Page, names, y + 14 - written.Height + 4);
            Page.End();
            var (under, below) = (TextBlock.Of(fonts, signatures.SignatureCaption, "caption", Style(6.5, false, Muted)), TextBlock.Of(fonts, signatures.NameCaption, "caption", Style(6.5, false, Muted)));
            Artifact(() =>
            {
                Page.Line(from, y + 20, from + line, y + 20, 0.5, Ink);
                Page.Line(names, y + 20, Right, y + 20, 0.5, Ink);
                under.Draw(Page, from + (line / 2), y + 22, Alignment.Centre);
                below.Draw(Page, names + 90, y + 22, Alignment.Centre);
            });
            y += height;
        }

        y += 6;
    }

    private void DrawStamp(FormStamp stamp)
    {
        const double width = 260, padding = 8, gap = 3;
        var lines = stamp.Lines.Select(l => TextBlock.Of(fonts, l, "stamp", Style(7.5), width - (2 * padding))).Prepend(TextBlock.Of(fonts, stamp.Title, "stamp", Style(8, true), width - (2 * padding))).ToArray();
        var height = lines.Sum(l => l.Height + gap) - gap + (2 * padding);
        if (y + height > Bottom) NewPage();
        Artifact(() => Page.Frame(Left, y, width, height, 6, 0.9, Ink));
        Page.Begin(StructureTree.Add(tree.Document, "P"));
        var line = y + padding;
        foreach (var text in lines)
        {
            text.Draw(Page, Left + padding, line);
            line += text.Height + gap;
        }

        Page.End();
        stamped = (stamp, StructureTree.Add(tree.Document, "Form"), Page.Number, (Left, y, width, height));
        y += height + 10;
    }

    private void DrawFooter(PageContent drawn)
    {
        var code = TextBlock.Of(fonts, $"{content.CodeLabel} {content.Code}", "code", Style(11, true));
        var footer = TextBlock.Of(fonts, content.Footer, "footer", Style(8, false, Muted), Column - CodeSide - 20);
        var number = TextBlock.Of(fonts, string.Format(CultureInfo.InvariantCulture, content.PageForm, drawn.Number + 1, pages.Count), "page", Style(8, false, Muted));
        drawn.BeginArtifact();
        drawn.Line(Left, FooterTop - 6, Right, FooterTop - 6, 0.5, Rule);
        code.Draw(drawn, Left, FooterTop + 4);
        footer.Draw(drawn, Left, FooterTop + 21);
        number.Draw(drawn, Left, FooterTop + 21 + footer.Height + 3);
        drawn.Form(PassportLayout.CodeResource, Code.Size, Right - CodeSide, FooterTop + 2, CodeSide);
        drawn.End();
    }

    private void Artifact(Action draw)
    {
        Page.BeginArtifact();
        draw();
        Page.End();
    }

    private static TypeStyle Style(double size, bool isBold = false, Colour? colour = null) => new(size, isBold, colour ?? Ink);
}
