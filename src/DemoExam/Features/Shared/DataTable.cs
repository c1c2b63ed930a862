using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// A table with a caption, a sticky header and, on phones, one card for each row. Write plain <c>thead</c>, <c>tbody</c>,
/// <c>tr</c>, <c>th</c> and <c>td</c> inside: cells learn from their column's <c>th</c> what they are called on a card and
/// whether they hold figures (<c>&lt;th num&gt;</c>); <c>&lt;th sort="name"&gt;</c> makes a link that sorts.
/// </summary>
[HtmlTargetElement("data-table")]
public sealed class DataTableTag(Texts texts) : TagHelper
{
    public string Caption { get; set; } = "";

    /// <summary>The caption is read aloud only, because a heading above says it already.</summary>
    public bool CaptionHidden { get; set; }

    /// <summary>False for grids that keep their columns on a phone and scroll sideways, such as score sheets.</summary>
    public bool Cards { get; set; } = true;

    /// <summary>The first column stays when the grid scrolls sideways.</summary>
    public bool StickyFirst { get; set; }

    /// <summary>The column sorted now, as in the address: <c>name</c>, or <c>-name</c> from high to low.</summary>
    public string? Sort { get; set; }

    public override void Init(TagHelperContext context) => context.Items[typeof(Table)] = new Table(Sort);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "table";
        output.AddClass(Cards ? "data cards" : StickyFirst ? "data sticky-first" : "data");
        // Browsers drop a table's meaning once it is laid out as cards; roles give it back.
        output.Attributes.SetAttribute("role", "table");
        output.PreElement.SetHtmlContent(
            Html.Element("div", Cards ? "table-frame" : "table-frame grid").With("role", "region").With("tabindex", "0")
                .With("aria-label", texts["Shared.Table.Scroll", Caption]).RenderStartTag());
        output.PostElement.SetHtmlContent("</div>");
        output.PreContent.SetHtmlContent(Html.Element("caption", CaptionHidden ? "sr-only" : null, Caption));
    }

    internal sealed record Column(string Label, bool Number);

    internal sealed class Table(string? sort)
    {
        public string? Sort { get; } = sort;

        public List<Column> Columns { get; } = [];

        public bool InHead { get; set; }

        public int Cell { get; set; }

        public Column? Next() => Cell < Columns.Count ? Columns[Cell++] : null;
    }
}

[HtmlTargetElement("thead")]
[HtmlTargetElement("tbody")]
[HtmlTargetElement("tfoot")]
public sealed class TableGroupTag : TagHelper
{
    public override void Init(TagHelperContext context)
    {
        if (context.Items.TryGetValue(typeof(DataTableTag.Table), out var table))
        {
            ((DataTableTag.Table)table).InHead = context.TagName == "thead";
        }
    }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.Items.ContainsKey(typeof(DataTableTag.Table)))
        {
            output.Attributes.SetAttribute("role", "rowgroup");
        }
    }
}

[HtmlTargetElement("tr")]
public sealed class TableRowTag : TagHelper
{
    public override void Init(TagHelperContext context)
    {
        if (context.Items.TryGetValue(typeof(DataTableTag.Table), out var table))
        {
            ((DataTableTag.Table)table).Cell = 0;
        }
    }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.Items.ContainsKey(typeof(DataTableTag.Table)))
        {
            output.Attributes.SetAttribute("role", "row");
        }
    }
}

[HtmlTargetElement("th")]
[HtmlTargetElement("td")]
public sealed class TableCellTag(Texts texts, Icons icons) : TagHelper
{
    /// <summary>Figures: right-aligned and of equal width, in the whole column.</summary>
    public bool Num { get; set; }

    /// <summary>The name by which the page sorts this column.</summary>
    public string? Sort { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(DataTableTag.Table), out var found))
        {
            return;
        }

        var table = (DataTableTag.Table)found;
        if (table.InHead)
        {
            await Head(table, output);
        }
        else
        {
            Body(table, context.TagName, output);
            // Razor leaves the line breaks around a condition; a card on a phone leaves out only what is empty to CSS.
            if ((await output.GetChildContentAsync()).IsEmptyOrWhiteSpace)
            {
                output.Content.SetContent("");
            }
        }

        // One cell may take the place of several, as in a row of totals.
        if (output.Attributes["colspan"]?.Value?.ToString() is { } span && int.TryParse(span, out var columns))
        {
            table.Cell += columns - 1;
        }
    }

    private async Task Head(DataTableTag.Table table, TagHelperOutput output)
    {
        var content = (await output.GetChildContentAsync()).GetContent();
        table.Columns.Add(new DataTableTag.Column(PlainText(content), Num));
        output.Attributes.SetAttribute("role", "columnheader");
        output.Attributes.SetAttribute("scope", "col");
        if (Num)
        {
            output.AddClass("num");
        }

        if (Sort is null)
        {
            return;
        }

        var up = table.Sort == Sort;
        var down = table.Sort == "-" + Sort;
        if (up || down)
        {
            output.Attributes.SetAttribute("aria-sort", up ? "ascending" : "descending");
        }

        output.Content.SetHtmlContent(Html.Element("a", "sort", new HtmlString(content),
                up ? icons["arrow-up"] : down ? icons["arrow-down"] : null,
                up || down ? Html.Element("span", "sr-only", ", " + texts[up ? "Shared.Table.Sorted.Ascending" : "Shared.Table.Sorted.Descending"]) : null)
            .With("href", Address.With(ViewContext.HttpContext.Request, ("sort", up ? "-" + Sort : Sort), ("after", null))));
    }

    private void Body(DataTableTag.Table table, string tag, TagHelperOutput output)
    {
        var column = table.Next();
        output.Attributes.SetAttribute("role", tag == "th" ? "rowheader" : "cell");
        if (tag == "th")
        {
            output.Attributes.SetAttribute("scope", "row");
        }
        else if (column is { Label.Length: > 0 })
        {
            output.Attributes.SetAttribute("data-label", column.Label);
        }

        if (Num || column is { Number: true })
        {
            output.AddClass("num");
        }
    }

    private static string PlainText(string html) =>
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "<svg.*?</svg>|<[^>]*>", "")).Trim();
}

/// <summary>The present address with other parameters.</summary>
internal static class Address
{
    public static string With(HttpRequest request, params (string Name, string? Value)[] changes)
    {
        var query = request.Query
            .Where(parameter => changes.All(change => change.Name != parameter.Key))
            .SelectMany(parameter => parameter.Value.Select(value => KeyValuePair.Create(parameter.Key, value ?? "")))
            .Concat(changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Name, change.Value!)));
        return request.PathBase + request.Path + new QueryBuilder(query).ToQueryString();
    }
}
