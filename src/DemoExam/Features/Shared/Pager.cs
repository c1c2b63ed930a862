using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// <c>&lt;pager next="@Model.Next" shown="50" /&gt;</c>: keyset paging by the parameter <c>after</c>. Without a next page, and on
/// the first, it shows only the count.
/// </summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagerTag(Texts texts, Icons icons) : TagHelper
{
    /// <summary>The key after which the next page starts; null on the last page.</summary>
    public string? Next { get; set; }

    public int? Shown { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var request = ViewContext.HttpContext.Request;
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("pager");
        output.Attributes.SetAttribute("aria-label", texts["Shared.Pager.Label"]);
        if (Shown is { } shown)
        {
            output.Content.AppendHtml(Html.Element("span", "muted", texts["Shared.Pager.Shown", shown]));
        }

        if (request.Query.ContainsKey("after"))
        {
            output.Content.AppendHtml(Html.Element("a", "button", texts["Shared.Pager.First"])
                .With("href", Address.With(request, ("after", null))));
        }

        // An expression that is null arrives as the empty text.
        if (Next is { Length: > 0 })
        {
            output.Content.AppendHtml(Html.Element("a", "button", texts["Shared.Pager.Next"], icons["chevron"])
                .With("href", Address.With(request, ("after", Next))).With("rel", "next"));
        }
    }
}
