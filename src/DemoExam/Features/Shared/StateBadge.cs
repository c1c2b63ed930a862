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

/// <summary>
/// <c>&lt;state-badge of="@exam.Status" /&gt;</c> knows word, colour and icon of the domain's states (<see cref="States"/>);
/// <c>&lt;state-badge kind="Good" icon="lock"&gt;…&lt;/state-badge&gt;</c> shows what the page says.
/// </summary>
[HtmlTargetElement("state-badge")]
public sealed class StateBadgeTag(Texts texts, Icons icons) : TagHelper
{
    public Enum? Of { get; set; }

    public Kind Kind { get; set; }

    public string? Icon { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (kind, icon) = Of is null ? (Shared.Kind.Neutral, null) : States.Look(Of);
        if (context.AllAttributes.ContainsName("kind"))
        {
            kind = Kind;
        }

        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass($"badge {kind.Css()}");
        output.PreContent.AppendHtml(icons[Icon is { Length: > 0 } own ? own : icon ?? kind.Css()]);
        if (Of is not null)
        {
            output.Content.SetContent(texts.Of(Of));
        }
    }
}
