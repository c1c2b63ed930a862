namespace DemoExam.Credentials.Pdf;

/// <summary>A node of the document as a screen reader sees it. The order of the children is the order of reading.</summary>
internal sealed class StructureElement(string tag, StructureElement? parent)
{
    public string Tag { get; } = tag;
    public StructureElement? Parent { get; } = parent;

    /// <summary>Text in place of a picture.</summary>
    public string? Alternative { get; init; }

    /// <summary>Attribute dictionary in PDF syntax.</summary>
    public string? Attributes { get; set; }

    /// <summary>BCP 47 language where it differs from the document's.</summary>
    public string? Language { get; init; }

    public List<StructureElement> Children { get; } = [];

    /// <summary>Number of the page with the element's own content, −1 when it has none.</summary>
    public int Page { get; private set; } = -1;

    public List<int> MarkedContent { get; } = [];

    /// <summary>The annotation that this element stands for.</summary>
    public Ref? Annotation { get; set; }

    public Ref Id { get; set; }

    public bool IsEmpty => MarkedContent.Count == 0 && Annotation is null && Children.TrueForAll(c => c.IsEmpty);

    /// <summary>Says on which page an element without marked content lies.</summary>
    public void Place(int page) => Page = page;

    public void Mark(int page, int id)
    {
        if (Page >= 0 && Page != page) throw new InvalidOperationException($"A {Tag} element may lie on one page only.");
        Page = page;
        MarkedContent.Add(id);
    }
}

/// <summary>Headings, paragraphs, tables and figures of a tagged PDF (ISO 32000-1, 14.7 and 14.8).</summary>
internal sealed class StructureTree
{
    public StructureElement Document { get; } = new("Document", null);

    public static StructureElement Add(StructureElement parent, string tag, string? language = null, string? alternative = null, string? attributes = null)
    {
        var element = new StructureElement(tag, parent) { Language = language, Alternative = alternative, Attributes = attributes };
        parent.Children.Add(element);
        return element;
    }

    /// <summary>Writes the tree and returns its root.</summary>
    /// <param name="pages">The pages with their objects; page <c>n</c> has the key <c>n</c> in the parent tree.</param>
    /// <param name="widget">The element of the signature field; its key follows those of the pages.</param>
    public Ref Write(PdfWriter writer, IReadOnlyList<(PageContent Content, Ref Id)> pages, StructureElement? widget)
    {
        var root = writer.Reserve();
        Number(writer, Document);
        WriteElement(writer, Document, root, pages);

        var parents = writer.Reserve();
        var o = writer.BeginSmall(parents);
        o.Ascii("<</Nums[");
        for (var p = 0; p < pages.Count; p++)
        {
            o.Write($"{p}[");
            foreach (var element in pages[p].Content.Marks) o.Write($"{element.Id} ");
            o.Ascii("]");
        }

        if (widget is not null) o.Write($"{pages.Count} {widget.Id}");
        o.Ascii("]>>");

        writer.BeginSmall(root).Write($"<</Type/StructTreeRoot/K {Document.Id}/ParentTree {parents}/ParentTreeNextKey {pages.Count + (widget is null ? 0 : 1)}>>");
        return root;
    }

    private static void Number(PdfWriter writer, StructureElement element)
    {
        element.Id = writer.Reserve();
        foreach (var child in element.Children)
            if (!child.IsEmpty) Number(writer, child);
    }

    private static void WriteElement(PdfWriter writer, StructureElement element, Ref parent, IReadOnlyList<(PageContent Content, Ref Id)> pages)
    {
        var o = writer.BeginSmall(element.Id);
        o.Write($"<</Type/StructElem/S/{element.Tag}/P {parent}");
        if (element.Page >= 0) o.Write($"/Pg {pages[element.Page].Id}");
        if (element.Language is { } language) o.Write($"/Lang({language})");
        if (element.Alternative is { } alternative)
        {
            o.Ascii("/Alt");
            o.Text(alternative);
        }

        if (element.Attributes is { } attributes) o.Write($"/A<<{attributes}>>");
        o.Ascii("/K[");
        foreach (var id in element.MarkedContent) o.Write($"{id} ");
        if (element.Annotation is { } annotation) o.Write($"<</Type/OBJR/Obj {annotation}/Pg {pages[element.Page].Id}>>");
        foreach (var child in element.Children)
            if (!child.IsEmpty) o.Write($"{child.Id} ");
        o.Ascii("]>>");

        foreach (var child in element.Children)
            if (!child.IsEmpty) WriteElement(writer, child, element.Id, pages);
    }
}
