using System.Runtime.InteropServices;

namespace DemoExam.Credentials.Pdf;

/// <summary>A node of the document as a screen reader sees it. The order of the children is the order of reading.</summary>
internal sealed class StructureElement(string tag, StructureElement? parent)
{
    // Most elements hold content of their own and no others.
    private List<StructureElement>? children;

    public string Tag { get; } = tag;
    public StructureElement? Parent { get; } = parent;

    /// <summary>Text in place of a picture.</summary>
    public string? Alternative { get; init; }

    /// <summary>Whether the address of the document follows that text.</summary>
    public bool NamesAddress { get; init; }

    /// <summary>Attribute dictionary in PDF syntax.</summary>
    public string? Attributes { get; set; }

    /// <summary>BCP 47 language where it differs from the document's.</summary>
    public string? Language { get; init; }

    public ReadOnlySpan<StructureElement> Children => CollectionsMarshal.AsSpan(children);

    /// <summary>Number of the page with the element's own content, −1 when it has none.</summary>
    public int Page { get; private set; } = -1;

    /// <summary>The first piece of content of its own by its id; −1 without one.</summary>
    public int FirstMark { get; private set; } = -1;

    /// <summary>Further pieces; few elements have them.</summary>
    public List<int>? MoreMarks { get; private set; }

    /// <summary>Place among the objects of the tree, once it is numbered; −1 before, and for what is empty.</summary>
    public int Ordinal { get; set; } = -1;

    public void Add(StructureElement child) => (children ??= []).Add(child);

    public void Mark(int page, int id)
    {
        if (Page >= 0 && Page != page) throw new InvalidOperationException($"A {Tag} element may lie on one page only.");
        Page = page;
        if (FirstMark < 0) FirstMark = id;
        else (MoreMarks ??= []).Add(id);
    }

    /// <summary>Whether nothing is in it; <paramref name="field"/> holds a signature field.</summary>
    public bool IsEmpty(StructureElement? field)
    {
        if (FirstMark >= 0 || this == field) return false;
        foreach (var child in Children)
            if (!child.IsEmpty(field)) return false;
        return true;
    }
}

/// <summary>The signature field in the tree.</summary>
/// <param name="Element">Its element.</param>
/// <param name="Widget">Its annotation.</param>
/// <param name="Page">Number of the page that shows it.</param>
internal sealed record FieldInTree(StructureElement Element, Ref Widget, int Page);

/// <summary>
/// Headings, paragraphs, tables and figures of a tagged PDF (ISO 32000-1, 14.7 and 14.8). A tree that many documents share is written
/// once and copied from then on; it does not change after the first writing.
/// </summary>
/// <param name="isShared">Whether more than one document has this tree.</param>
internal sealed class StructureTree(bool isShared = false)
{
    private List<StructureElement>? numbered;
    private Written? written;

    public StructureElement Document { get; } = new("Document", null);

    public static StructureElement Add(StructureElement parent, string tag, string? language = null, string? alternative = null, string? attributes = null)
    {
        var element = new StructureElement(tag, parent) { Language = language, Alternative = alternative, Attributes = attributes };
        parent.Add(element);
        return element;
    }

    /// <summary>Writes the tree and returns its root.</summary>
    /// <param name="pages">The pages with their objects, numbered one after the other; page <c>n</c> has the key <c>n</c> in the parent tree.</param>
    /// <param name="field">The signature field; its key follows those of the pages.</param>
    /// <param name="address">Address of the document.</param>
    public Ref Write(PdfWriter writer, IReadOnlyList<(PageContent Content, Ref Id)> pages, FieldInTree? field, string address)
    {
        numbered ??= Number(Document, field?.Element, []);
        var root = writer.Reserve();
        var first = writer.Reserve();
        for (var i = 1; i < numbered.Count; i++) writer.Reserve();
        var parents = writer.Reserve();
        var place = (root, pages[0].Id, field?.Widget ?? default);
        if (written is { } before && before.Place == place) writer.CopySmall(before.Objects);
        else
        {
            var start = writer.SmallSoFar;
            foreach (var element in numbered)
                if (!element.NamesAddress) WriteElement(writer, element, root, first, pages, field, "");
            WriteParents(writer, parents, first, pages, field);
            writer.BeginSmall(root).Write(
                $"<</Type/StructTreeRoot/K {first}/ParentTree {parents}/ParentTreeNextKey {pages.Count + (field is null ? 0 : 1)}>>");
            if (isShared) written ??= new Written(place, writer.SmallSince(start));
        }

        foreach (var element in numbered)
            if (element.NamesAddress) WriteElement(writer, element, root, first, pages, field, address);
        return root;
    }

    private static void WriteParents(PdfWriter writer, Ref parents, Ref first, IReadOnlyList<(PageContent Content, Ref Id)> pages, FieldInTree? field)
    {
        var o = writer.BeginSmall(parents);
        o.Ascii("<</Nums[");
        for (var p = 0; p < pages.Count; p++)
        {
            o.Write($"{p}[");
            foreach (var element in pages[p].Content.Marks) o.Write($"{Id(element, first)} ");
            o.Ascii("]");
        }

        if (field is not null) o.Write($"{pages.Count} {Id(field.Element, first)}");
        o.Ascii("]>>");
    }

    private static List<StructureElement> Number(StructureElement element, StructureElement? field, List<StructureElement> all)
    {
        element.Ordinal = all.Count;
        all.Add(element);
        foreach (var child in element.Children)
            if (!child.IsEmpty(field)) Number(child, field, all);
        return all;
    }

    private static Ref Id(StructureElement element, Ref first) => new(first.Id + element.Ordinal);

    private static void WriteElement(
        PdfWriter writer, StructureElement element, Ref root, Ref first, IReadOnlyList<(PageContent Content, Ref Id)> pages, FieldInTree? field, string address)
    {
        var holdsField = element == field?.Element;
        var page = holdsField ? field!.Page : element.Page;
        var o = writer.BeginSmall(Id(element, first));
        o.Write($"<</Type/StructElem/S/{element.Tag}/P {(element.Parent is { } parent ? Id(parent, first) : root)}");
        if (page >= 0) o.Write($"/Pg {pages[page].Id}");
        if (element.Language is { } language) o.Write($"/Lang({language})");
        if (element.Alternative is { } alternative)
        {
            o.Ascii("/Alt");
            o.Text(alternative + address);
        }

        if (element.Attributes is { } attributes) o.Write($"/A<<{attributes}>>");
        o.Ascii("/K[");
        if (element.FirstMark >= 0) o.Write($"{element.FirstMark} ");
        if (element.MoreMarks is { } more)
            foreach (var id in more) o.Write($"{id} ");
        if (holdsField) o.Write($"<</Type/OBJR/Obj {field!.Widget}/Pg {pages[page].Id}>>");
        foreach (var child in element.Children)
            if (child.Ordinal >= 0) o.Write($"{Id(child, first)} ");
        o.Ascii("]>>");
    }

    /// <summary>The objects of the tree as they were written, and the numbers that stand in them.</summary>
    private sealed record Written((Ref Root, Ref FirstPage, Ref Widget) Place, SmallObjects Objects);
}
