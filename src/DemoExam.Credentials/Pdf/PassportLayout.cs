using System.Globalization;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// Composes the faces of a passport. Each face begins on a page of its own: head and name above, signature and QR code below, the
/// blocks of the template between them, spread to fill the page. What does not fit flows on to further pages. What differs from
/// candidate to candidate becomes a gap of the form.
/// </summary>
internal sealed class PassportLayout
{
    /// <summary>Name under which the pages find the code.</summary>
    public const string CodeResource = "Code";

    private const double Left = 56, Right = PageContent.Width - 56;
    private const double Top = 44, FooterBaseline = PageContent.Height - 30, Bottom = PageContent.Height - 46;
    private const double Tightest = 0.5, Loosest = 1.35;

    private readonly PassportText text;
    private readonly PassportContent content;
    private readonly PdfTemplate template;
    private readonly Palette colours;
    private readonly StructureTree tree = new(isShared: true);
    private readonly SignerCard? signer;
    private readonly List<PageContent> pages = [];
    private readonly List<PrintedForms> faceOfPage = [];
    private readonly List<(int Page, PassportForm.Gap Gap)> gaps = [];
    private (double X, double Y, double Width, double Height) stampPlace;
    private StructureElement? signatureElement;

    private PassportLayout(PassportText text, SignerCard? signer)
    {
        this.text = text;
        content = text.Content;
        template = text.Template;
        colours = text.Colours;
        this.signer = signer;
    }

    /// <summary>Width of what is printed, points.</summary>
    public const double Column = Right - Left;

    /// <summary>Composes the form that this passport and others of its kind fill.</summary>
    /// <param name="signer">What the stamp says; null for a preview.</param>
    public static PassportForm Compose(PassportText text, SignerCard? signer)
    {
        var layout = new PassportLayout(text, signer);
        try
        {
            layout.DrawFace(new PrintedForms(Russian: true));
            layout.DrawFace(new PrintedForms(Russian: false));
            for (var i = 0; i < layout.pages.Count; i++) layout.DrawFooter(layout.pages[i], layout.faceOfPage[i]);
            var pages = layout.pages.Select(p => new PassportForm.Page(
                p.Operators.ToArray(), [.. layout.gaps.Where(g => g.Page == p.Number).Select(g => g.Gap)], p.Marks)).ToArray();
            return new PassportForm(pages, layout.tree, layout.stampPlace, layout.signatureElement);
        }
        finally
        {
            foreach (var page in layout.pages) page.Dispose();
        }
    }

    /// <summary>Leaves a gap for what differs from candidate to candidate.</summary>
    private void Gap(PageContent page, Action<PageContent, PassportText> draw) => gaps.Add((page.Number, new PassportForm.Gap(page.Cut(), draw)));

    private void DrawFace(PrintedForms face)
    {
        var sect = StructureTree.Add(tree.Document, "Sect", language: face.Russian ? "ru" : "en");
        var page = NewPage(face);
        var y = DrawHead(page, sect, face);

        var rows = new List<Row>();
        foreach (var block in template.Blocks)
            switch (block)
            {
                case PassportBlock.Holder: AddHolder(rows, sect, face); break;
                case PassportBlock.Result: AddResult(rows, sect, face); break;
                case PassportBlock.Event: AddEvent(rows, sect, face); break;
                case PassportBlock.Modules: AddScores(rows, sect, face, template.Texts.Modules, template.Texts.ModuleColumn, r => r.Modules, "Result.Modules"); break;
                case PassportBlock.Sections: AddScores(rows, sect, face, template.Texts.Sections, template.Texts.SectionColumn, r => r.Sections, "Result.Sections"); break;
            }

        var end = MeasureEnd(face);
        var limit = Bottom - end.Height - 14;
        var stretch = Stretch(rows, limit - y);
        end.Draw(page, sect, Bottom - end.Height);
        Flow(rows, page, face, y, limit, stretch);
    }

    /// <summary>
    /// The factor on all flexible space that fills the first page; when the rows need more pages, the widest one that does not add
    /// another.
    /// </summary>
    private static double Stretch(List<Row> rows, double room)
    {
        double text = 0, space = 0;
        foreach (var row in rows)
        {
            text += row.Height;
            space += row.Space;
        }

        // The space behind the last row is not needed.
        space -= rows[^1].Space;
        var factor = space > 0 ? (room - text) / space : Loosest;
        if (factor >= Tightest) return Math.Min(factor, Loosest);
        var fewest = Pages(rows, room, Tightest);
        factor = 0.95;
        while (factor > Tightest && Pages(rows, room, factor) > fewest) factor -= 0.05;
        return Math.Max(factor, Tightest);
    }

    /// <summary>Number of pages that the rows take, as <see cref="Flow"/> breaks them.</summary>
    private static int Pages(List<Row> rows, double room, double stretch)
    {
        const double fullPage = Bottom - Top - 40;
        var (pages, left) = (1, room);
        for (var i = 0; i < rows.Count; i++)
        {
            if (Needed(rows, i, stretch) > left + 0.01)
            {
                pages++;
                left = fullPage - (rows[i].Repeat is { } repeat ? repeat.Height + (repeat.Space * stretch) : 0);
            }

            left -= rows[i].Height + (rows[i].Space * stretch);
        }

        return pages;
    }

    /// <summary>Height of a row and of those that must stay with it.</summary>
    private static double Needed(List<Row> rows, int first, double stretch)
    {
        var needed = rows[first].Height;
        for (var i = first; rows[i].KeepWithNext && i + 1 < rows.Count; i++) needed += (rows[i].Space * stretch) + rows[i + 1].Height;
        return needed;
    }

    private void Flow(List<Row> rows, PageContent page, PrintedForms face, double y, double limit, double stretch)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (y + Needed(rows, i, stretch) > limit + 0.01)
            {
                page = NewPage(face);
                limit = Bottom;
                y = DrawRunningHead(page, face);
                if (rows[i].Repeat is { } repeat)
                {
                    page.BeginArtifact();
                    repeat.Draw(page, y);
                    page.End();
                    y += repeat.Height + (repeat.Space * stretch);
                }
            }

            rows[i].Draw(page, y);
            y += rows[i].Height + (rows[i].Space * stretch);
        }
    }

    private PageContent NewPage(PrintedForms face)
    {
        var page = new PageContent(pages.Count);
        pages.Add(page);
        faceOfPage.Add(face);
        return page;
    }

    private double DrawHead(PageContent page, StructureElement sect, PrintedForms face)
    {
        var texts = template.Texts;
        page.BeginArtifact();
        page.Rectangle(0, 0, PageContent.Width, 7, colours.Accent);
        page.End();

        var x = Left;
        var logoHeight = 0d;
        if (template.LogoImage is { } logo)
        {
            logoHeight = 34;
            var width = Math.Min(90, logoHeight * logo.Width / logo.Height);
            logoHeight = width * logo.Height / logo.Width;
            // The name of the issuer stands beside it; a logo says nothing more to a listener.
            page.BeginArtifact();
            page.Image("Logo", x, Top, width, logoHeight);
            page.End();
            x += width + 12;
        }

        var issued = face.Fill(texts.Issued, face.Date(content.IssueDate));
        if (content.Version > 1) issued += ", " + face.Fill(texts.Version, content.Version.ToString(CultureInfo.InvariantCulture));
        var facts = new List<TextBlock> { Block(issued, "IssueDate", Type(8.2, false, colours.Muted), 190) };
        if (content.ValidUntil is { } until) facts.Add(Block(face.Fill(texts.ValidUntil, face.Date(until)), "ValidUntil", Type(8.2, false, colours.Muted), 190));
        var issuer = Block(face.Pick(content.Issuer.Name), "Issuer.Name", Type(9.5, true, colours.Ink), Right - 200 - x);

        Tagged(page, sect, "P", p => issuer.Draw(p, x, Top));
        Tagged(page, sect, "P", p => Gap(p, (gap, now) => now.Number(face, 9.5).Draw(gap, Right, Top, Alignment.Right)));
        var factsY = Top + text.Number(face, 9.5).Height + 3.5;
        foreach (var fact in facts)
        {
            var at = factsY;
            Tagged(page, sect, "P", p => fact.Draw(p, Right, at, Alignment.Right));
            factsY += fact.Height + 3.5;
        }

        var y = Math.Max(Math.Max(Top + issuer.Height, factsY - 3.5), Top + logoHeight) + 12;
        page.BeginArtifact();
        page.Line(Left, y, Right, y, 0.6, colours.Track);
        page.End();
        return y + 20;
    }

    private double DrawRunningHead(PageContent page, PrintedForms face)
    {
        page.BeginArtifact();
        page.Rectangle(0, 0, PageContent.Width, 7, colours.Accent);
        Gap(page, (gap, now) =>
        {
            now.RunningName(face).Draw(gap, Left, Top);
            now.Number(face, 8.5).Draw(gap, Right, Top, Alignment.Right);
        });
        var y = Top + text.RunningName(face).Height + 8;
        page.Line(Left, y, Right, y, 0.6, colours.Track);
        page.End();
        return y + 20;
    }

    private void AddHolder(List<Row> rows, StructureElement sect, PrintedForms face)
    {
        var title = Block(face.Pick(template.Texts.Title).ToUpperInvariant(), "texts.title", Type(11, true, colours.Accent) with { Tracking = 0.5 }, Column);
        var titleElement = StructureTree.Add(sect, "H1");
        rows.Add(new Row(title.Height, 7, (page, y) => InElement(page, titleElement, p => title.Draw(p, Left, y)), KeepWithNext: true));
        var nameElement = StructureTree.Add(sect, "P");
        var organisation = face.Pick(content.Holder.Organisation);
        rows.Add(new Row(
            text.Name(face).Height, organisation.Length == 0 ? 22 : 8,
            (page, y) => InElement(page, nameElement, p => Gap(p, (gap, now) => now.Name(face).Draw(gap, Left, y))), KeepWithNext: organisation.Length > 0));
        if (organisation.Length == 0) return;
        var place = TextBlock.Of(text.Fonts, organisation, "Holder.Organisation", Type(10.5, false, colours.Muted), Column - 60, 1.3, balanced: true);
        var placeElement = StructureTree.Add(sect, "P");
        rows.Add(new Row(place.Height, 20, (page, y) => InElement(page, placeElement, p => place.Draw(p, Left, y))));
    }

    private void AddResult(List<Row> rows, StructureElement sect, PrintedForms face)
    {
        const double padding = 13;
        var figures = new Figures(text, face);
        var height = Math.Max(figures.Label.Height + 4 + (figures.Total.Height * 0.86), (figures.Band?.Height ?? 0) + 34) + (2 * padding);
        var element = StructureTree.Add(sect, "P");
        rows.Add(new Row(height, 20, (page, y) =>
        {
            page.BeginArtifact();
            page.Rectangle(Left, y, Column, height, colours.Panel);
            page.Rectangle(Left, y, 3, height, colours.Accent);
            page.End();
            // The figures of one candidate move the scale and its ends; so the gap reaches over the end of the paragraph.
            page.Begin(element);
            Gap(page, (gap, now) => new Figures(now, face).Draw(gap, y + padding));
        }));
    }

    /// <summary>The total with its scale.</summary>
    private readonly struct Figures
    {
        private readonly TextBlock outOf, percent, zero, maximum;
        private readonly PassportText text;

        public Figures(PassportText text, PrintedForms face)
        {
            this.text = text;
            var (result, colours) = (text.Content.Result, text.Colours);
            Label = text.Block(face.Pick(text.Template.Texts.Total), "texts.total", Type(8.2, false, colours.Muted), 200);
            Total = text.Block(face.Points(result.TotalHundredths), "Result.Total", Type(50, true, colours.Accent));
            Band = text.Band(face);
            outOf = text.Block(face.Fill(text.Template.Texts.OutOf, face.Points(result.MaximumHundredths)), "Result.Maximum", Type(15, false, colours.Ink), 110);
            percent = text.Block(face.Percent(result.TotalHundredths, result.MaximumHundredths), "Result.Total", Type(11, true, colours.Ink));
            zero = text.Block("0", "Result.Maximum", Type(7.6, false, colours.Muted));
            maximum = text.Block(face.Points(result.MaximumHundredths), "Result.Maximum", Type(7.6, false, colours.Muted));
        }

        public TextBlock Label { get; }
        public TextBlock Total { get; }
        public TextBlock? Band { get; }

        /// <summary>Draws them from <paramref name="top"/> on, and ends the paragraph that was begun for them.</summary>
        public void Draw(PageContent page, double top)
        {
            double x = Left + 18, figureY = top + Label.Height + 4;
            var outX = x + Total.Width + 10;
            double scaleX = Math.Max(outX + outOf.Width + 30, Left + 235), scaleWidth = Right - 18 - scaleX;
            var scaleY = figureY + Total.Baseline - 4;
            Label.Draw(page, x, top);
            Total.Draw(page, x, figureY);
            outOf.Draw(page, outX, figureY + Total.Baseline - outOf.Baseline);
            Band?.Draw(page, scaleX, scaleY - 13 - Band.Height);
            percent.Draw(page, Right - 18, scaleY - 13 - percent.Height, Alignment.Right);
            page.End();
            page.BeginArtifact();
            var result = text.Content.Result;
            Track(page, scaleX, scaleY, scaleWidth, 7, text.Colours);
            Bar(page, scaleX, scaleY, scaleWidth, 7, result.TotalHundredths, result.MaximumHundredths, text.Colours);
            zero.Draw(page, scaleX, scaleY + 8);
            maximum.Draw(page, scaleX + scaleWidth, scaleY + 8, Alignment.Right);
            page.End();
        }
    }

    private void AddEvent(List<Row> rows, StructureElement sect, PrintedForms face)
    {
        var (texts, exam, place, issuer) = (template.Texts, content.Event, content.Place, content.Issuer);
        const double gap = 26, width = (Column - gap) / 2;
        var package = exam.PackageCode.Length == 0 ? face.Pick(exam.PackageName) : $"{face.Pick(exam.PackageName)} ({exam.PackageCode.Replace(' ', '\u00A0')})";
        var venue = string.Join(", ", new[] { face.Pick(place.Venue), face.Pick(place.Region) }.Where(t => t.Length > 0));
        var number = exam.ExamNumber.Length == 0 ? "" : face.Fill(texts.ExamNumber, exam.ExamNumber);
        var accreditation = place.AccreditationNumber.Length == 0 ? "" : $"{place.AccreditationNumber}, {face.Fill(texts.Period, face.Date(place.AccreditedFrom), face.Date(place.AccreditedTo))}";
        (Bilingual Label, string Value, string Field)[] all =
        [
            (texts.Event, string.Join(", ", new[] { face.Pick(exam.Type), number }.Where(t => t.Length > 0)), "Event.Type"),
            (texts.Dates, face.Dates(exam.FirstDay, exam.LastDay), "Event.FirstDay"),
            (texts.Package, package, "Event.PackageName"),
            (texts.Level, exam.DurationMinutes > 0 ? $"{face.Pick(exam.Level)}, {face.Fill(texts.Duration, face.Duration(exam.DurationMinutes))}" : face.Pick(exam.Level), "Event.Level"),
            (texts.Speciality, face.Pick(exam.Speciality), "Event.Speciality"),
            (texts.Venue, venue, "Place.Venue"),
            (texts.Accreditation, accreditation, "Place.AccreditationNumber"),
            (texts.ChiefExpert, issuer.ChiefExpert.Length == 0 ? "" : $"{issuer.ChiefExpert} ({face.Fill(texts.ScoringExperts, issuer.ScoringExperts.ToString(CultureInfo.InvariantCulture))})", "Issuer.ChiefExpert"),
        ];
        var pairs = all.Where(p => p.Value.Length > 0).ToArray();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var cells = pairs[i..Math.Min(i + 2, pairs.Length)].Select(p => (
                Label: Block(face.Pick(p.Label), "texts", Type(7.8, false, colours.Muted), width),
                Value: TextBlock.Of(text.Fonts, p.Value, p.Field, Type(9.4, false, colours.Ink), width, 1.26),
                Element: StructureTree.Add(sect, "P"))).ToArray();
            var height = cells.Max(c => c.Label.Height + 2.5 + c.Value.Height);
            rows.Add(new Row(height, i + 2 < pairs.Length ? 9 : 20, (page, y) =>
            {
                for (var c = 0; c < cells.Length; c++)
                {
                    var cell = cells[c];
                    var x = Left + (c * (width + gap));
                    InElement(page, cell.Element, p =>
                    {
                        cell.Label.Draw(p, x, y);
                        cell.Value.Draw(p, x, y + cell.Label.Height + 2.5);
                    });
                }
            }));
        }
    }

    private void AddScores(
        List<Row> rows, StructureElement sect, PrintedForms face, Bilingual heading, Bilingual columnHead, Func<PassportResult, IReadOnlyList<PassportScoreLine>> linesOf, string field)
    {
        var lines = linesOf(content.Result);
        if (lines.Count == 0) return;
        const double barWidth = 116, figureWidth = 76, gap = 14;
        var title = Block(face.Pick(heading), "texts", Type(11, true, colours.Ink), Column);
        var titleElement = StructureTree.Add(sect, "H2");
        rows.Add(new Row(title.Height, 6, (page, y) => InElement(page, titleElement, p => title.Draw(p, Left, y)), KeepWithNext: true));

        var table = StructureTree.Add(sect, "Table");
        var codes = lines.Select(l => Block(l.Code, field, Type(9, true, colours.Accent), 70)).ToArray();
        var nameX = Left + Math.Max(20, codes.Max(c => c.Width) + 10);
        var nameWidth = Right - figureWidth - barWidth - (2 * gap) - nameX;
        var barX = Right - figureWidth - gap - barWidth;

        var head = StructureTree.Add(table, "TR");
        var leftHead = Block(face.Pick(columnHead), "texts", Type(7.8, false, colours.Muted), 240);
        var rightHead = Block(face.Pick(template.Texts.PointsColumn), "texts", Type(7.8, false, colours.Muted), 200);
        // One head spans code and name, since the code is a part of the name for a listener.
        var nameHead = StructureTree.Add(head, "TH", attributes: "/O/Table/Scope/Column/ColSpan 2");
        var pointsHead = StructureTree.Add(head, "TH", attributes: "/O/Table/Scope/Column");
        void DrawHeadRow(PageContent page, double y, bool tagged)
        {
            if (tagged) page.Begin(nameHead);
            leftHead.Draw(page, Left, y);
            if (tagged) page.End();
            if (tagged) page.Begin(pointsHead);
            rightHead.Draw(page, Right, y, Alignment.Right);
            if (tagged) page.End();
        }

        var repeat = new Row(leftHead.Height, 7, (page, y) => DrawHeadRow(page, y, tagged: false));
        rows.Add(new Row(leftHead.Height, 7, (page, y) => DrawHeadRow(page, y, tagged: true), KeepWithNext: true));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var code = codes[i];
            var name = TextBlock.Of(text.Fonts, face.Pick(line.Name), field, Type(9.2, false, colours.Ink), nameWidth, 1.24);
            var (index, baseline) = (i, name.Baseline);
            var row = StructureTree.Add(table, "TR");
            var (codeCell, nameCell, markCell) = (StructureTree.Add(row, "TD"), StructureTree.Add(row, "TH", attributes: "/O/Table/Scope/Row"), StructureTree.Add(row, "TD"));
            rows.Add(new Row(Math.Max(name.Height, code.Height), i + 1 < lines.Count ? 8.4 : 21, (page, y) =>
            {
                page.BeginArtifact();
                page.Line(Left, y - 3.6, Right, y - 3.6, 0.4, colours.Track);
                Track(page, barX, y + 4.6, barWidth, 3.4, colours);
                page.End();
                InElement(page, codeCell, p => code.Draw(p, Left, y + name.Baseline - code.Baseline));
                InElement(page, nameCell, p => name.Draw(p, nameX, y));
                // One gap for mark and bar: it reaches over the end of the cell, so that the bar is no part of it.
                page.Begin(markCell);
                Gap(page, (gap, now) =>
                {
                    var line = linesOf(now.Content.Result)[index];
                    var mark = now.Block(face.Points(line.MarkHundredths), field, Type(9.6, true, now.Colours.Ink));
                    var maximum = now.Block($"\u00A0/\u00A0{face.Points(line.MaximumHundredths)}", field, Type(9.2, false, now.Colours.Muted));
                    mark.Draw(gap, Right - maximum.Width, y + baseline - mark.Baseline, Alignment.Right);
                    maximum.Draw(gap, Right, y, Alignment.Right);
                    gap.End();
                    gap.BeginArtifact();
                    Bar(gap, barX, y + 4.6, barWidth, 3.4, line.MarkHundredths, line.MaximumHundredths, now.Colours);
                    gap.End();
                });
            }, Repeat: repeat));
        }
    }

    private EndBlock MeasureEnd(PrintedForms face)
    {
        var texts = template.Texts;
        var qrSide = text.CodeSide;
        const double stampWidth = 224;
        var signatory = face.Pick(content.Issuer.SignatoryPosition);
        var people = new List<TextBlock>();
        if (signatory.Length > 0) people.Add(Block(signatory, "Issuer.SignatoryPosition", Type(8.6, false, colours.Muted), stampWidth));
        if (content.Issuer.Signatory.Length > 0) people.Add(Block(content.Issuer.Signatory, "Issuer.Signatory", Type(9.6, true, colours.Ink), stampWidth));
        var stamp = new List<TextBlock>();
        if (signer is { } s)
        {
            const double inner = stampWidth - 20;
            stamp.Add(Block(face.Pick(texts.StampTitle).ToUpperInvariant(), "texts.stampTitle", Type(7.4, true, colours.Accent), inner));
            stamp.Add(Block($"{face.Pick(texts.Certificate)} {s.CertificateNumber}", "Signer.CertificateNumber", Type(7.2, false, colours.Accent), inner));
            stamp.Add(Block($"{face.Pick(texts.Owner)} {s.Owner}", "Signer.Owner", Type(7.2, false, colours.Accent), inner));
            stamp.Add(Block(face.Fill(texts.CertificatePeriod, face.Date(s.ValidFrom), face.Date(s.ValidTo)), "Signer.ValidFrom", Type(7.2, false, colours.Accent), inner));
        }
        else stamp.Add(Block(face.Pick(texts.PreviewNote), "texts.previewNote", Type(9, true, colours.Muted), stampWidth - 20));

        var how = Block(face.Fill(texts.HowToCheck, content.Issuer.Site.Host), "Issuer.Site", Type(8, false, colours.Muted), Column - stampWidth - qrSide - 40);
        var notice = TextBlock.Of(text.Fonts, face.Pick(texts.Notice), "texts.notice", Type(7.2, false, colours.Muted), Column, 1.3);
        return new EndBlock(this, face, qrSide, stampWidth, people, stamp, how, notice);
    }

    private void DrawFooter(PageContent page, PrintedForms face)
    {
        var number = Block(
            face.Fill(template.Texts.Page, (page.Number + 1).ToString(CultureInfo.InvariantCulture), pages.Count.ToString(CultureInfo.InvariantCulture)),
            "texts.page", Type(7.2, false, colours.Muted));
        var site = Block(content.Issuer.Site.Host, "Issuer.Site", Type(7.2, false, colours.Muted));
        page.BeginArtifact();
        site.Draw(page, Left, FooterBaseline - site.Baseline);
        number.Draw(page, Right, FooterBaseline - number.Baseline, Alignment.Right);
        page.End();
    }

    private static void Track(PageContent page, double x, double y, double width, double thickness, Palette colours) =>
        page.Line(x + (thickness / 2), y, x + width - (thickness / 2), y, thickness, colours.Track, round: true);

    private static void Bar(PageContent page, double x, double y, double width, double thickness, int mark, int maximum, Palette colours)
    {
        if (mark <= 0) return;
        var cap = thickness / 2;
        var part = (width - thickness) * Math.Min(1, (double)mark / maximum);
        page.Line(x + cap, y, x + cap + part, y, thickness, colours.Accent, round: true);
    }

    private TextBlock Block(string words, string field, TypeStyle style, double width = 10000) => text.Block(words, field, style, width);

    private static TypeStyle Type(double size, bool bold, Colour colour) => PassportText.Type(size, bold, colour);

    private static void Tagged(PageContent page, StructureElement parent, string tag, Action<PageContent> draw) =>
        InElement(page, StructureTree.Add(parent, tag), draw);

    private static void InElement(PageContent page, StructureElement element, Action<PageContent> draw)
    {
        page.Begin(element);
        draw(page);
        page.End();
    }

    /// <summary>A strip of the flow that is never split.</summary>
    /// <param name="Height">Fixed height.</param>
    /// <param name="Space">Space behind it, which stretches.</param>
    /// <param name="Draw">Draws it, given page and upper edge.</param>
    /// <param name="KeepWithNext">Never the last on a page.</param>
    /// <param name="Repeat">What is drawn again above it when it begins a page.</param>
    private sealed record Row(double Height, double Space, Action<PageContent, double> Draw, bool KeepWithNext = false, Row? Repeat = null);

    /// <summary>The foot of a face: who signed, how to check, what the passport is not.</summary>
    private sealed class EndBlock(
        PassportLayout layout, PrintedForms face, double qrSide, double stampWidth,
        List<TextBlock> people, List<TextBlock> stamp, TextBlock how, TextBlock notice)
    {
        private const double StampPadding = 8, LineGap = 3, QrGap = 6;

        public double Height => Math.Max(LeftHeight, RightHeight) + 12 + notice.Height;

        private double PeopleHeight => people.Sum(p => p.Height + LineGap) + (people.Count > 0 ? 6 : 0);

        private double StampHeight => stamp.Sum(s => s.Height + LineGap) - LineGap + (2 * StampPadding);

        private double LeftHeight => PeopleHeight + StampHeight;

        private double RightHeight => qrSide + QrGap + layout.text.NumberAtCode().Height;

        public void Draw(PageContent page, StructureElement sect, double y)
        {
            var bottom = y + Math.Max(LeftHeight, RightHeight);
            DrawSignature(page, sect, bottom);
            DrawQr(page, sect, bottom);
            page.BeginArtifact();
            page.Line(Left, bottom + 7, Right, bottom + 7, 0.4, layout.colours.Track);
            page.End();
            InElement(page, StructureTree.Add(sect, "P"), p => notice.Draw(p, Left, bottom + 14));
        }

        private void DrawSignature(PageContent page, StructureElement sect, double bottom)
        {
            var y = bottom - LeftHeight;
            if (people.Count > 0)
                InElement(page, StructureTree.Add(sect, "P"), p =>
                {
                    foreach (var line in people)
                    {
                        line.Draw(p, Left, y);
                        y += line.Height + LineGap;
                    }
                });
            var top = bottom - StampHeight;
            page.BeginArtifact();
            page.Frame(Left, top, stampWidth, StampHeight, 6, 0.9, layout.signer is null ? layout.colours.Track : layout.colours.Accent);
            page.End();
            InElement(page, StructureTree.Add(sect, "P"), p =>
            {
                var line = top + StampPadding;
                foreach (var words in stamp)
                {
                    words.Draw(p, Left + 10, line);
                    line += words.Height + LineGap;
                }
            });
            if (layout.signer is null || !face.Russian) return;
            layout.stampPlace = (Left, top, stampWidth, StampHeight);
            layout.signatureElement = StructureTree.Add(sect, "Form");
        }

        private void DrawQr(PageContent page, StructureElement sect, double bottom)
        {
            double top = bottom - RightHeight, x = Right - qrSide;
            InElement(page, StructureTree.Add(sect, "P"), p => how.Draw(p, x - 16, top + qrSide - how.Height, Alignment.Right));
            var box = FormattableString.Invariant(
                $"/O/Layout/Placement/Block/BBox[{x:0.##} {PageContent.Height - top - qrSide:0.##} {x + qrSide:0.##} {PageContent.Height - top:0.##}]");
            var figure = new StructureElement("Figure", sect)
            {
                Alternative = face.Russian ? "QR-код: " : "QR code: ",
                NamesAddress = true,
                Attributes = box,
            };
            sect.Add(figure);
            InElement(page, figure, p => p.Form(CodeResource, layout.text.CodeSize, x, top, qrSide));
            var (middle, under) = (x + (qrSide / 2), top + qrSide + QrGap);
            InElement(page, StructureTree.Add(sect, "P"), p => layout.Gap(p, (gap, now) => now.NumberAtCode().Draw(gap, middle, under, Alignment.Centre)));
        }
    }
}
