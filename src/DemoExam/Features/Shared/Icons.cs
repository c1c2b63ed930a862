using System.Xml.Linq;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// The drawings of <c>wwwroot/icons.svg</c>. They are written into the page: smaller than a reference to the sheet, and there
/// from the first paint.
/// </summary>
public sealed class Icons
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly Dictionary<string, HtmlString> drawings;

    public Icons(IWebHostEnvironment environment)
    {
        using var file = environment.WebRootFileProvider.GetFileInfo("icons.svg").CreateReadStream();
        drawings = XDocument.Load(file).Descendants(Svg + "symbol").ToDictionary(symbol => symbol.Attribute("id")!.Value, Draw);
    }

    public IEnumerable<string> Names => drawings.Keys;

    public IHtmlContent this[string name] =>
        drawings.TryGetValue(name, out var drawing) ? drawing : throw new KeyNotFoundException($"No icon '{name}' in wwwroot/icons.svg.");

    private static HtmlString Draw(XElement symbol)
    {
        var shapes = string.Concat(symbol.Elements().Select(shape => shape.ToString(SaveOptions.DisableFormatting)))
            .Replace($" xmlns=\"{Svg}\"", "", StringComparison.Ordinal);
        return new HtmlString($"<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">{shapes}</svg>");
    }
}

/// <summary><c>&lt;icon name="check" /&gt;</c>: always beside a word, never instead of one.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTag(Icons icons) : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(icons[Name]);
    }
}
