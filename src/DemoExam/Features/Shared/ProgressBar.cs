using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// <c>&lt;progress-bar label-text="…" value="312" max="600" per-minute="40" /&gt;</c>: a count, and the time left when the rate is known.
/// </summary>
[HtmlTargetElement("progress-bar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProgressBarTag(Texts texts) : TagHelper
{
    public string? Label { get; set; }

    public string? LabelText { get; set; }

    public decimal Value { get; set; }

    public decimal Max { get; set; }

    public decimal? PerMinute { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = $"progress-{context.UniqueId}";
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("progress");
        output.Content.AppendHtml(Html.Element("div", "progress-text",
            Html.Element("span", null, LabelText ?? texts[Label!]).With("id", id),
            Html.Element("span", "progress-count", texts["Shared.Progress.Count", Value, Max])));
        output.Content.AppendHtml(new TagBuilder("progress")
            .With("aria-labelledby", id)
            .With("value", Value.ToString(CultureInfo.InvariantCulture))
            .With("max", Math.Max(Max, 1).ToString(CultureInfo.InvariantCulture)));
        if (PerMinute is > 0 && Value < Max)
        {
            var left = TimeSpan.FromMinutes((double)Math.Ceiling((Max - Value) / PerMinute.Value));
            output.Content.AppendHtml(Html.Element("p", "hint", texts["Shared.Progress.Rate", PerMinute, left]));
        }
    }
}
