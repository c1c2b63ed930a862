using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// Breadcrumbs, heading, state and actions of a page; the heading also becomes the title of the window.
/// <c>&lt;crumb href&gt;</c> and <c>&lt;page-actions&gt;</c> may stand inside; everything else stands beside the heading.
/// </summary>
[HtmlTargetElement("page-header")]
public sealed class PageHeaderTag(Texts texts) : TagHelper
{
    public string Title { get; set; } = "";

    /// <summary>One sentence under the heading.</summary>
    public string? Lead { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Init(TagHelperContext context) => context.Items[typeof(Parts)] = new Parts();

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ViewContext.ViewData["Title"] = Title;
        var beside = await output.GetChildContentAsync();
        var parts = (Parts)context.Items[typeof(Parts)];

        output.TagName = "header";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("page-header");
        output.Content.Clear();
        if (parts.Crumbs.Count > 0)
        {
            var list = Html.Element("ol", null, [.. parts.Crumbs.Select(crumb => (object)Html.Element("li", null, crumb))]);
            output.Content.AppendHtml(Html.Element("nav", "crumbs", list).With("aria-label", texts["Shared.Breadcrumbs"]));
        }

        var heading = Html.Element("div", "page-heading", Html.Element("h1", null, Title), beside.IsEmptyOrWhiteSpace ? null : beside);
        var lead = string.IsNullOrEmpty(Lead) ? null : Html.Element("p", "lead", Lead);
        output.Content.AppendHtml(Html.Element("div", "page-top", Html.Element("div", "page-title", heading, lead), parts.Actions));
    }

    internal sealed class Parts
    {
        public List<IHtmlContent> Crumbs { get; } = [];

        public IHtmlContent? Actions { get; set; }
    }
}

[HtmlTargetElement("crumb", ParentTag = "page-header")]
public sealed class CrumbTag : TagHelper
{
    public string Href { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = (await output.GetChildContentAsync()).GetContent();
        ((PageHeaderTag.Parts)context.Items[typeof(PageHeaderTag.Parts)]).Crumbs
            .Add(Html.Element("a", null, new HtmlString(text)).With("href", Href));
        output.SuppressOutput();
    }
}

[HtmlTargetElement("page-actions", ParentTag = "page-header")]
public sealed class PageActionsTag : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = (await output.GetChildContentAsync()).GetContent();
        ((PageHeaderTag.Parts)context.Items[typeof(PageHeaderTag.Parts)]).Actions =
            Html.Element("div", "actions", new HtmlString(content));
        output.SuppressOutput();
    }
}
