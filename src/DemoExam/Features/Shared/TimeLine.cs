using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>What happened, in order: <c>&lt;time-line&gt;&lt;time-point when="…" title="…" kind="Good"&gt;…&lt;/time-point&gt;&lt;/time-line&gt;</c>.</summary>
[HtmlTargetElement("time-line")]
public sealed class TimeLineTag : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.AddClass("time-line");
    }
}

/// <summary>One event; <c>when</c> and <c>title</c> are finished texts, more may stand inside.</summary>
[HtmlTargetElement("time-point", ParentTag = "time-line")]
public sealed class TimePointTag(Icons icons) : TagHelper
{
    public string When { get; set; } = "";

    public string Title { get; set; } = "";

    public Kind Kind { get; set; }

    public string? Icon { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var more = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass(Kind.Css());
        output.Content.Clear();
        output.Content.AppendHtml(Html.Element("span", "time-mark", icons[Icon ?? (Kind == Kind.Neutral ? "clock" : Kind.Css())]));
        output.Content.AppendHtml(Html.Element("div", "time-body",
            Html.Element("p", "time-when", When),
            Html.Element("p", "time-title", Title),
            more.IsEmptyOrWhiteSpace ? null : Html.Element("div", "muted", new HtmlString(more.GetContent()))));
    }
}
