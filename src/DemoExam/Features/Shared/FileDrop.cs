using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// <c>&lt;file-drop for="Input.File" label="…" accept=".xlsx,.csv" largest="@(10 * 1024 * 1024)" /&gt;</c>: a field for one file
/// that can also be dropped on it. The form needs <c>enctype="multipart/form-data"</c>.
/// </summary>
[HtmlTargetElement("file-drop", Attributes = "for", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FileDropTag(Texts texts, Icons icons) : TagHelper
{
    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string? Accept { get; set; }

    /// <summary>In bytes; said in the hint and checked in the browser. The server checks again.</summary>
    public long? Largest { get; set; }

    public bool Multiple { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var error = ViewContext.ModelState.TryGetValue(name, out var entry) ? entry.Errors.FirstOrDefault()?.ErrorMessage : null;
        if (context.Items.TryGetValue(typeof(FieldLabels), out var labels))
        {
            ((FieldLabels)labels).Add(name, id, texts[Label]);
        }

        var limits = string.Join(", ", new[]
        {
            Accept is null ? null : texts["Shared.FileDrop.Accepts", Accept.Replace(",", ", ", StringComparison.Ordinal)],
            Largest is null ? null : texts["Shared.FileDrop.Largest", Formats.FileSize(Largest.Value)],
        }.OfType<string>());

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass(error is null ? "field" : "field invalid");
        output.Content.AppendHtml(Html.Element("label", null, texts[Label]).With("for", id));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Html.Element("p", "hint", texts[Hint]));
        }

        if (error is not null)
        {
            output.Content.AppendHtml(Html.Element("p", "error", icons["bad"], Html.Element("span", null, error)).With("id", $"{id}-error"));
        }

        output.Content.AppendHtml(Html.Element("div", "drop",
            icons["upload"],
            Html.Element("p", null, texts["Shared.FileDrop.Drop"]),
            new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
                .With("type", "file").With("id", id).With("name", name).With("accept", Accept)
                .With("multiple", Multiple ? "multiple" : null)
                .With("aria-invalid", error is null ? null : "true")
                .With("aria-describedby", $"{id}-limits" + (error is null ? "" : $" {id}-error")),
            Html.Element("p", "hint", limits).With("id", $"{id}-limits")));
    }
}
