using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>Nothing here yet: why, and the first action (inside). <c>title</c> and <c>text</c> are finished texts.</summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTag(Icons icons) : TagHelper
{
    public string Icon { get; set; } = "list";

    public string Title { get; set; } = "";

    public string? Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        // Written as <empty-state … />, it would lose its words.
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("empty");
        output.PreContent.AppendHtml(icons[Icon]);
        output.PreContent.AppendHtml(Html.Element("p", "empty-title", Title));
        if (Text is not null)
        {
            output.PreContent.AppendHtml(Html.Element("p", "muted", Text));
        }
    }
}
