using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>One value of a chart.</summary>
public sealed record ChartPoint(string Label, decimal Value, Kind Kind = Kind.Neutral);

/// <summary>How many fall from one bound up to the next.</summary>
public sealed record Bin(decimal From, decimal To, int Count);

/// <summary>Lines of a heat map: one value for each column, null where there is none.</summary>
public sealed record HeatRow(string Label, IReadOnlyList<decimal?> Values);

internal static class Drawing
{
    /// <summary>
    /// A drawing that stretches with its box; words stay outside of it, so that they keep their size on a phone.
    /// Numbers in it are written as attributes: a style would need a hole in the content policy.
    /// </summary>
    public static TagBuilder Svg(int width, int height, params TagBuilder[] shapes) =>
        Html.Element("svg", null, [.. shapes]).With("viewBox", $"0 0 {Number(width)} {Number(height)}")
            .With("preserveAspectRatio", "none").With("aria-hidden", "true").With("focusable", "false");

    public static TagBuilder Rect(decimal x, decimal y, decimal width, decimal height, string? css = null) =>
        Html.Element("rect", css).With("x", Number(x)).With("y", Number(y)).With("width", Number(width)).With("height", Number(height));

    public static string Number(decimal value) => decimal.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>The same values as a table, folded under the drawing.</summary>
    public static TagBuilder TableTwin(Texts texts, string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        Html.Element("details", "twin",
            Html.Element("summary", null, texts["Shared.Chart.AsTable"]),
            Html.Element("table", "data",
                Html.Element("caption", "sr-only", caption),
                Html.Element("thead", null, Html.Element("tr", null, [.. heads.Select((head, i) =>
                    (object)Html.Element("th", i == 0 ? null : "num", head).With("scope", "col"))])),
                Html.Element("tbody", null, [.. rows.Select(row => (object)Html.Element("tr", null, [.. row.Select((cell, i) =>
                    (object)(i == 0 ? Html.Element("th", null, cell).With("scope", "row") : Html.Element("td", "num", cell)))]))])));
}

/// <summary>What all charts share: a title, a unit and the frame.</summary>
public abstract class ChartTag : TagHelper
{
    public string Title { get; set; } = "";

    public string? Unit { get; set; }

    protected void Frame(TagHelperOutput output, string css, params IHtmlContent[] content)
    {
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass($"chart {css}");
        output.Content.AppendHtml(Html.Element("figcaption", null, Title, Unit is null ? null : Html.Element("span", "muted", $", {Unit}")));
        foreach (var part in content)
        {
            output.Content.AppendHtml(part);
        }
    }
}

/// <summary>Horizontal bars, one for each point. It is a table with drawings in it, so it needs no twin.</summary>
[HtmlTargetElement("bar-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BarChartTag(Texts texts) : ChartTag
{
    public IReadOnlyList<ChartPoint> Points { get; set; } = [];

    /// <summary>The value of a full bar; the largest point when it isn't given.</summary>
    public decimal? Max { get; set; }

    /// <summary>The points are per cent of something: a full bar is all of it.</summary>
    public bool Share { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var max = Share ? 100 : Max ?? Points.Select(point => point.Value).DefaultIfEmpty(1).Max();
        var rows = Points.Select(point => (object)Html.Element("tr", null,
            Html.Element("th", null, point.Label).With("scope", "row"),
            Html.Element("td", "bar", Drawing.Svg(100, 10,
                Drawing.Rect(0, 0, 100, 10, "track"),
                Drawing.Rect(0, 0, max > 0 ? Math.Clamp(point.Value / max * 100, 0, 100) : 0, 10, point.Kind.Css()))).With("aria-hidden", "true"),
            Html.Element("td", "num", Share ? Formats.Number(point.Value) : Formats.Points(point.Value), Max is null ? null : Html.Element("span", "muted", " / ", Formats.Points(max)))));
        Frame(output, "bars", Html.Element("table", null,
            Html.Element("thead", "sr-only", Html.Element("tr", null,
                Html.Element("th", null, texts["Shared.Chart.Category"]).With("scope", "col"),
                Html.Element("td", null).With("aria-hidden", "true"),
                Html.Element("th", null, texts["Shared.Chart.Value"]).With("scope", "col"))),
            Html.Element("tbody", null, [.. rows])));
    }
}

/// <summary>How often values fall into each range.</summary>
[HtmlTargetElement("histogram", TagStructure = TagStructure.WithoutEndTag)]
public sealed class HistogramTag(Texts texts) : ChartTag
{
    public IReadOnlyList<Bin> Bins { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var most = Math.Max(1, Bins.Select(bin => bin.Count).DefaultIfEmpty(0).Max());
        var columns = Bins.Select(bin => (object)Html.Element("li", null,
            Html.Element("span", "count", bin.Count),
            Drawing.Svg(10, 100, Drawing.Rect(0, 100 - bin.Count * 100m / most, 10, bin.Count * 100m / most)),
            Html.Element("span", "range", Formats.Number(bin.From))));
        var last = Bins.Count > 0 ? Html.Element("span", "range last", Formats.Number(Bins[^1].To)) : null;
        Frame(output, Bins.Count > 12 ? "columns dense" : "columns",
            Html.Element("div", "plot", Html.Element("ol", null, [.. columns]), last).With("aria-hidden", "true"),
            Drawing.TableTwin(texts, Title, [Unit ?? texts["Shared.Chart.Category"], texts["Shared.Chart.Count"]],
                Bins.Select(bin => new[] { texts["Shared.Chart.Range", bin.From, bin.To], Formats.Number(bin.Count) })));
    }
}

/// <summary>A value over time or order; the first, the last and the extremes are written out.</summary>
[HtmlTargetElement("line-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LineChartTag(Texts texts) : ChartTag
{
    public IReadOnlyList<ChartPoint> Points { get; set; } = [];

    public decimal? Min { get; set; }

    public decimal? Max { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var low = Min ?? Points.Select(point => point.Value).DefaultIfEmpty(0).Min();
        var high = Max ?? Points.Select(point => point.Value).DefaultIfEmpty(1).Max();
        var span = high > low ? high - low : 1;
        var places = Points.Select((point, i) =>
            (X: Points.Count > 1 ? i * 1000m / (Points.Count - 1) : 500, Y: 300 - (point.Value - low) / span * 300)).ToList();
        var path = string.Join(' ', places.Select(place => $"{Drawing.Number(place.X)},{Drawing.Number(place.Y)}"));
        var drawing = Drawing.Svg(1000, 300,
            Grid(75), Grid(150), Grid(225),
            Html.Element("polygon", "area").With("points", $"0,300 {path} 1000,300"),
            Html.Element("polyline", "line").With("points", path));
        var every = Math.Max(1, (int)Math.Ceiling(Points.Count / 6.0));
        Frame(output, "line",
            Html.Element("div", "plot",
                Html.Element("span", "high", Formats.Number(high)),
                Html.Element("span", "low", Formats.Number(low)),
                drawing,
                Html.Element("ol", null, [.. Points.Where((_, i) => i % every == 0).Select(point => (object)Html.Element("li", null, point.Label))]))
                .With("aria-hidden", "true"),
            Drawing.TableTwin(texts, Title, [texts["Shared.Chart.Category"], Unit ?? texts["Shared.Chart.Value"]],
                Points.Select(point => new[] { point.Label, Formats.Points(point.Value) })));

        static TagBuilder Grid(int y) => Html.Element("line", "grid").With("x1", "0").With("x2", "1000").With("y1", Drawing.Number(y)).With("y2", Drawing.Number(y));
    }
}

/// <summary>A table whose cells are tinted by their share of the largest value.</summary>
[HtmlTargetElement("heat-map", TagStructure = TagStructure.WithoutEndTag)]
public sealed class HeatMapTag(Texts texts) : ChartTag
{
    private const int Steps = 5;

    public IReadOnlyList<string> Columns { get; set; } = [];

    public IReadOnlyList<HeatRow> Rows { get; set; } = [];

    public decimal? Max { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var max = Max ?? Rows.SelectMany(row => row.Values).OfType<decimal>().DefaultIfEmpty(1).Max();
        var head = Html.Element("tr", null, [Html.Element("th", null, Html.Element("span", "sr-only", texts["Shared.Chart.Category"])).With("scope", "col"),
            .. Columns.Select(column => (object)Html.Element("th", "num", column).With("scope", "col"))]);
        var body = Rows.Select(row => (object)Html.Element("tr", null, [Html.Element("th", null, row.Label).With("scope", "row"),
            .. row.Values.Select(value => (object)Html.Element("td", Tint(value), value is null ? "—" : Formats.Number(value.Value)))]));
        Frame(output, "heat", Html.Element("div", "table-frame", Html.Element("table", null,
                Html.Element("thead", null, head), Html.Element("tbody", null, [.. body])))
            .With("role", "region").With("tabindex", "0").With("aria-label", texts["Shared.Table.Scroll", Title]));

        string Tint(decimal? value)
        {
            var step = value is null || max <= 0 ? 0 : (int)Math.Ceiling(Math.Clamp(value.Value / max, 0, 1) * Steps);
            return $"num heat-{step.ToString(CultureInfo.InvariantCulture)}";
        }
    }
}
