using System.Globalization;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Regions;

/// <summary>A place on the map.</summary>
/// <param name="Label">Name as the legend says it.</param>
public sealed record MapPlace(string Label, GeoPoint Point);

/// <summary>
/// Where venues stand, drawn here from their coordinates: no other server is asked. Degrees of longitude are narrowed by the cosine of the
/// middle latitude, so that distances keep their proportions across a region. Places that would overlap share a mark.
/// </summary>
[HtmlTargetElement("region-map", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RegionMapTag(Texts texts) : ChartTag
{
    private const double Width = 600, Highest = 520, Lowest = 240, Edge = 40, Near = 26, KilometresPerDegree = 111.32;

    private static readonly double[] Steps = [0.05, 0.1, 0.25, 0.5, 1, 2, 5];
    private static readonly double[] Lengths = [1, 2, 5, 10, 20, 50, 100, 200];

    public IReadOnlyList<MapPlace> Places { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // A region of one town still gets a frame around it.
        const double least = 0.05;
        var (south, north) = (Places.Min(p => p.Point.Latitude), Places.Max(p => p.Point.Latitude));
        var (west, east) = (Places.Min(p => p.Point.Longitude), Places.Max(p => p.Point.Longitude));
        var narrow = Math.Max(0.05, Math.Cos((south + north) / 2 * Math.PI / 180));
        var scale = Math.Min((Width - (2 * Edge)) / (Math.Max(east - west, least) * narrow), (Highest - (2 * Edge)) / Math.Max(north - south, least));
        var height = Math.Clamp(((north - south) * scale) + (2 * Edge), Lowest, Highest);
        var (middleX, middleY) = ((west + east) / 2, (south + north) / 2);

        double X(double longitude) => (Width / 2) + ((longitude - middleX) * narrow * scale);
        double Y(double latitude) => (height / 2) - ((latitude - middleY) * scale);

        var svg = Html.Element("svg", "map").With("viewBox", $"0 0 {Number(Width)} {Number(height)}").With("role", "img").With("aria-label", Title);
        foreach (var meridian in Lines(middleX - (Width / 2 / narrow / scale), middleX + (Width / 2 / narrow / scale)))
        {
            svg.InnerHtml.AppendHtml(Line(X(meridian), 0, X(meridian), height));
            svg.InnerHtml.AppendHtml(Word(X(meridian) + 4, height - 6, Degrees(meridian, "East", "West"), "map-grid"));
        }

        foreach (var parallel in Lines(middleY - (height / 2 / scale), middleY + (height / 2 / scale)))
        {
            svg.InnerHtml.AppendHtml(Line(0, Y(parallel), Width, Y(parallel)));
            svg.InnerHtml.AppendHtml(Word(4, Y(parallel) - 4, Degrees(parallel, "North", "South"), "map-grid"));
        }

        var marks = Marks(Places.Select(p => (X(p.Point.Longitude), Y(p.Point.Latitude), p)).ToList());
        foreach (var (mark, index) in marks.Select((m, i) => (m, i)))
        {
            svg.InnerHtml.AppendHtml(Html.Element("circle", "map-mark").With("cx", Number(mark.X)).With("cy", Number(mark.Y)).With("r", "12"));
            svg.InnerHtml.AppendHtml(Word(mark.X, mark.Y + 4.5, Text(index), "map-number"));
        }

        // A length that fills about a quarter of the map.
        var kilometres = Lengths.Last(l => l == Lengths[0] || l / KilometresPerDegree * scale <= Width / 4);
        var bar = kilometres / KilometresPerDegree * scale;
        svg.InnerHtml.AppendHtml(Html.Element("line", "map-bar").With("x1", Number(Width - 16 - bar)).With("x2", Number(Width - 16)).With("y1", "16").With("y2", "16"));
        svg.InnerHtml.AppendHtml(Word(Width - 16 - (bar / 2), 32, texts["Region.Map.Kilometres", kilometres], "map-length"));

        Frame(output, "region-map", svg, Html.Element("ol", "map-legend", [.. marks.Select(m => (object)Html.Element("li", null, string.Join("; ", m.Places.Select(p => p.Label))))]));
    }

    private static List<Mark> Marks(List<(double X, double Y, MapPlace Place)> places)
    {
        var marks = new List<Mark>();
        foreach (var (x, y, place) in places.OrderBy(p => p.X).ThenBy(p => p.Y))
        {
            if (marks.Find(m => ((m.X - x) * (m.X - x)) + ((m.Y - y) * (m.Y - y)) < Near * Near) is { } near)
            {
                near.Places.Add(place);
            }
            else
            {
                marks.Add(new Mark(x, y, [place]));
            }
        }

        return marks;
    }

    private static IEnumerable<double> Lines(double from, double to)
    {
        // At most six lines, at round degrees.
        var step = Steps.FirstOrDefault(s => (to - from) / s <= 6, 10);
        for (var at = Math.Ceiling(from / step); at * step <= to; at++)
        {
            yield return at * step;
        }
    }

    private string Degrees(double value, string positive, string negative) =>
        texts[$"Region.Map.{(value < 0 ? negative : positive)}", Formats.Number((decimal)Math.Round(Math.Abs(value), 2), texts.Culture)];

    private static Microsoft.AspNetCore.Mvc.Rendering.TagBuilder Line(double x1, double y1, double x2, double y2) =>
        Html.Element("line", "map-line").With("x1", Number(x1)).With("y1", Number(y1)).With("x2", Number(x2)).With("y2", Number(y2));

    private static Microsoft.AspNetCore.Mvc.Rendering.TagBuilder Word(double x, double y, string word, string css) =>
        Html.Element("text", css, word).With("x", Number(x)).With("y", Number(y));

    private static string Text(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed record Mark(double X, double Y, List<MapPlace> Places);
}
