using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// <c>&lt;stepper current="2"&gt;&lt;step href="…"&gt;Площадка&lt;/step&gt;&lt;step&gt;Даты&lt;/step&gt;&lt;/stepper&gt;</c>: where one is in
/// a long task. Steps before the current one are done and may lead back.
/// </summary>
[HtmlTargetElement("stepper")]
public sealed class StepperTag : TagHelper
{
    /// <summary>Counted from one.</summary>
    public int Current { get; set; } = 1;

    public override void Init(TagHelperContext context) => context.Items[typeof(StepperTag)] = this;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.AddClass("stepper");
    }

    internal int Number { get; set; }
}

[HtmlTargetElement("step", ParentTag = "stepper")]
public sealed class StepTag(Texts texts, Icons icons) : TagHelper
{
    public string? Href { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var stepper = (StepperTag)context.Items[typeof(StepperTag)];
        var number = ++stepper.Number;
        var text = new HtmlString((await output.GetChildContentAsync()).GetContent());
        var done = number < stepper.Current;
        output.TagName = "li";
        output.AddClass(done ? "done" : number == stepper.Current ? "current" : "ahead");
        if (number == stepper.Current)
        {
            output.Attributes.SetAttribute("aria-current", "step");
        }

        output.Content.Clear();
        output.Content.AppendHtml(Html.Element("span", "step-mark", done ? icons["check"] : number));
        output.Content.AppendHtml(done && Href is not null ? Html.Element("a", null, text).With("href", Href) : Html.Element("span", null, text));
        if (done)
        {
            output.Content.AppendHtml(Html.Element("span", "sr-only", $" ({texts["Shared.Step.Done"]})"));
        }
    }
}
