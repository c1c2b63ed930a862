using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary><c>&lt;notice kind="Warning" title="…"&gt;…&lt;/notice&gt;</c>: something the reader must know, with what to do about it.</summary>
[HtmlTargetElement("notice")]
public sealed class NoticeTag(Icons icons) : TagHelper
{
    public Kind Kind { get; set; } = Kind.Info;

    public string? Title { get; set; }

    public string? Icon { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var body = new HtmlString((await output.GetChildContentAsync()).GetContent());
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass($"notice {Kind.Css()}");
        output.Content.Clear();
        output.Content.AppendHtml(icons[Icon ?? Kind.Css()]);
        output.Content.AppendHtml(Html.Element("div", "notice-body", Title is null ? null : Html.Element("p", "notice-title", Title), body));
    }
}
