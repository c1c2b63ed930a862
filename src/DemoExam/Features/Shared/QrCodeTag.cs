using System.Globalization;
using System.Text;
using DemoExam.Credentials.Qr;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary><c>&lt;qr-code text="…" label="…" /&gt;</c>: a QR code as a vector drawing, dark on white in both colour schemes, because readers need that.</summary>
[HtmlTargetElement("qr-code", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrCodeTag : TagHelper
{
    public string Text { get; set; } = "";

    /// <summary>What a screen reader says.</summary>
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var code = QrCode.Of(Text);
        var side = code.Size + (2 * QrCode.QuietZone);
        var path = new StringBuilder();
        for (var row = 0; row < code.Size; row++)
        {
            for (var column = 0; column < code.Size; column++)
            {
                var run = 0;
                while (column + run < code.Size && code[column + run, row])
                {
                    run++;
                }

                if (run > 0)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{column + QrCode.QuietZone} {row + QrCode.QuietZone}h{run}v1h-{run}z");
                    column += run;
                }
            }
        }

        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("qr");
        output.Attributes.SetAttribute("viewBox", $"0 0 {side} {side}");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.SetHtmlContent($"<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" shape-rendering=\"crispEdges\" d=\"{path}\"/>");
    }
}
