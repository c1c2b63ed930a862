using DemoExam.Features.Shared;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.My;

/// <summary>
/// <c>&lt;result-bars lines="…" /&gt;</c>: points of each line beside the maximum of that line, since modules weigh differently. A
/// table with drawings in it, so that every reader gets the numbers.
/// </summary>
[HtmlTargetElement("result-bars", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ResultBarsTag(Texts texts) : TagHelper
{
    public string Title { get; set; } = "";

    public IReadOnlyList<MyResultLine> Lines { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var english = texts.Culture.TwoLetterISOLanguageName == "en";
        var rows = Lines.Select(line => (object)Html.Element("tr", null,
            Html.Element("th", null, $"{line.Code}. {(english && line.NameEn.Length > 0 ? line.NameEn : line.Name)}").With("scope", "row"),
            Html.Element("td", "bar", Drawing.Svg(100, 10,
                Drawing.Rect(0, 0, 100, 10, "track"),
                Drawing.Rect(0, 0, line.Maximum.Hundredths > 0 ? line.Mark.Value / line.Maximum.Value * 100 : 0, 10, "value"))).With("aria-hidden", "true"),
            Html.Element("td", "num", Formats.Points(line.Mark.Value), Html.Element("span", "muted", " / ", Formats.Points(line.Maximum.Value)))));
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("chart bars");
        output.Content.AppendHtml(Html.Element("table", null,
            Html.Element("caption", "sr-only", Title),
            Html.Element("thead", "sr-only", Html.Element("tr", null,
                Html.Element("th", null, texts["Shared.Chart.Category"]).With("scope", "col"),
                Html.Element("td", null).With("aria-hidden", "true"),
                Html.Element("th", null, texts["Shared.Chart.Value"]).With("scope", "col"))),
            Html.Element("tbody", null, [.. rows])));
    }
}
