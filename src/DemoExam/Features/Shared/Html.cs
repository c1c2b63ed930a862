using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>Short forms for the tag helpers of this folder.</summary>
internal static class Html
{
    /// <summary>An element with a class and encoded text or ready content.</summary>
    public static TagBuilder Element(string name, string? css, params object?[] content)
    {
        var element = new TagBuilder(name);
        if (!string.IsNullOrEmpty(css))
        {
            element.AddCssClass(css);
        }

        foreach (var part in content)
        {
            _ = part switch
            {
                null => element.InnerHtml,
                IHtmlContent html => element.InnerHtml.AppendHtml(html),
                _ => element.InnerHtml.Append(part.ToString() ?? ""),
            };
        }

        return element;
    }

    public static TagBuilder With(this TagBuilder element, string attribute, string? value)
    {
        if (value is not null)
        {
            element.Attributes[attribute] = value;
        }

        return element;
    }

    /// <summary>Adds classes to those that the page wrote itself.</summary>
    public static void AddClass(this TagHelperOutput output, string css)
    {
        var own = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", string.IsNullOrEmpty(own) ? css : $"{css} {own}");
    }
}
