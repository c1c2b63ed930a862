using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// For the irreversible only: a button that first shows the consequence (inside, with further fields if needed) and then asks
/// for the deed by its verb. Without script the question unfolds in place; with script it is a dialog.
/// <c>&lt;confirm-dialog open="Отозвать…" title="Отозвать паспорт № 25-0417?" verb="Отозвать паспорт" handler="Revoke" icon="bin"&gt;…</c>
/// </summary>
[HtmlTargetElement("confirm-dialog")]
public sealed class ConfirmDialogTag(Texts texts, Icons icons, IHtmlGenerator generator) : TagHelper
{
    /// <summary>The button on the page; it ends with an ellipsis, because nothing happens yet.</summary>
    public string Open { get; set; } = "";

    public string Title { get; set; } = "";

    public string Verb { get; set; } = "";

    /// <summary>The page handler that does it; or say <see cref="Action"/>.</summary>
    public string? Handler { get; set; }

    public string? Action { get; set; }

    public string? Icon { get; set; }

    /// <summary>Bad for what destroys or withdraws; Neutral for what merely cannot be undone, such as a lock.</summary>
    public Kind Kind { get; set; } = Kind.Bad;

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var body = new HtmlString((await output.GetChildContentAsync()).GetContent());
        var titleId = $"confirm-{context.UniqueId}";
        var button = Kind == Kind.Bad ? "button danger" : "button primary";
        output.TagName = "details";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("confirm");
        output.Content.Clear();
        output.Content.AppendHtml(Html.Element("summary", Kind == Kind.Bad ? "button danger-quiet" : "button", Icon is null ? null : icons[Icon], Open));
        output.Content.AppendHtml(Html.Element("form", "confirm-panel",
                Html.Element("h2", null, Title).With("id", titleId),
                Html.Element("div", "confirm-body", body),
                Html.Element("div", "actions",
                    Html.Element("button", button, Verb).With("type", "submit"),
                    Html.Element("button", "button", texts["Shared.Cancel"]).With("type", "button").With("data-close", "").With("hidden", "hidden")),
                generator.GenerateAntiforgery(ViewContext))
            .With("method", "post")
            .With("action", Action ?? Address.With(ViewContext.HttpContext.Request, ("handler", Handler))));
    }
}
