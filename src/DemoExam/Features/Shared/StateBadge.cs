using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>How good or bad a state is; the colour follows, the words and the icon say it too.</summary>
public enum Kind
{
    Neutral,
    Info,
    Good,
    Warning,
    Bad,
}

internal static class Kinds
{
    public static string Css(this Kind kind) => kind switch
    {
        Kind.Info => "info",
        Kind.Good => "good",
        Kind.Warning => "warning",
        Kind.Bad => "bad",
        _ => "neutral",
    };
}

/// <summary><c>&lt;state-badge kind="Good"&gt;Действует&lt;/state-badge&gt;</c>; another icon by <c>icon="lock"</c>.</summary>
[HtmlTargetElement("state-badge")]
public sealed class StateBadgeTag(Icons icons) : TagHelper
{
    public Kind Kind { get; set; }

    public string? Icon { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.AddClass($"badge {Kind.Css()}");
        output.PreContent.AppendHtml(icons[Icon ?? Kind.Css()]);
    }
}
