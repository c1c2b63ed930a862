using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary><c>&lt;facts&gt;&lt;fact label="Venues.Address"&gt;…&lt;/fact&gt;&lt;/facts&gt;</c>: names and values of one thing.</summary>
[HtmlTargetElement("facts")]
public sealed class FactsTag : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "dl";
        output.AddClass("facts");
    }
}

/// <summary>One fact; <c>label</c> is a text key, <c>label-text</c> a finished text. An empty value is shown as a dash.</summary>
[HtmlTargetElement("fact", ParentTag = "facts")]
public sealed class FactTag(Texts texts) : TagHelper
{
    public string? Label { get; set; }

    public string? LabelText { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Content.Clear();
        output.Content.AppendHtml(Html.Element("dt", null, LabelText ?? texts[Label!]));
        output.Content.AppendHtml(Html.Element("dd", null, value.IsEmptyOrWhiteSpace ? "—" : value));
    }
}
