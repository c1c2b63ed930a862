using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using DemoExam.Domain;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DemoExam.Features.Shared;

/// <summary>
/// One row of a form: label, hint, error and the control that suits the type of the property. After a refusal it shows what
/// was typed. <c>label</c> and <c>hint</c> are text keys, <c>label-text</c> and <c>hint-text</c> finished texts. Attributes it
/// does not know (<c>maxlength</c>, <c>min</c>, <c>autofocus</c>, <c>list</c> …) go to the control.
/// </summary>
[HtmlTargetElement("field", Attributes = "for")]
public sealed class FieldTag(Texts texts, Icons icons) : TagHelper
{
    private static readonly ConcurrentDictionary<(Type, string), bool> Nullable = new();

    public ModelExpression For { get; set; } = null!;

    public string? Label { get; set; }

    public string? LabelText { get; set; }

    public string? Hint { get; set; }

    public string? HintText { get; set; }

    /// <summary>Known from the property: what may be null may be left empty. Say it only where that is wrong.</summary>
    public bool? Required { get; set; }

    /// <summary>The type of the input, such as <c>email</c> or <c>password</c>, where the property's type doesn't tell.</summary>
    public string? Type { get; set; }

    public bool Multiline { get; set; }

    public int Rows { get; set; } = 4;

    /// <summary>Makes a select, or radio buttons with <see cref="Radio"/>.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>For an enum whose members have other texts here than in <c>Enums.resx</c>: the beginning of their keys.</summary>
    public string? Choices { get; set; }

    public bool Radio { get; set; }

    /// <summary>A unit after the control, such as «баллов».</summary>
    public string? Suffix { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    private string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private string Id => TagBuilder.CreateSanitizedId(Name, "_");

    private Type ValueType => System.Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType;

    private bool Check => ValueType == typeof(bool) && Options is null;

    private bool IsRequired => Required ?? (!Check && !MayBeNull());

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var own = await output.GetChildContentAsync();
        var state = ViewContext.ModelState.TryGetValue(Name, out var entry) ? entry : null;
        var label = LabelText ?? texts[Label ?? throw new InvalidOperationException($"<field for=\"{Name}\"> needs a label.")];
        var hint = HintText ?? (Hint is null ? null : texts[Hint]);
        var error = state?.Errors.FirstOrDefault()?.ErrorMessage;
        if (context.Items.TryGetValue(typeof(FieldLabels), out var labels))
        {
            ((FieldLabels)labels).Add(Name, Id, label);
        }

        var described = string.Join(' ', new[] { hint is null ? null : $"{Id}-hint", error is null ? null : $"{Id}-error" }.OfType<string>());
        var attributes = output.Attributes.Where(attribute => attribute.Name != "class").ToList();
        foreach (var attribute in attributes)
        {
            output.Attributes.Remove(attribute);
        }

        var hintElement = hint is null ? null : Html.Element("p", "hint", hint).With("id", $"{Id}-hint");
        var errorElement = error is null
            ? null
            : Html.Element("p", "error", icons["bad"], Html.Element("span", null, Html.Element("span", "sr-only", texts["Shared.ErrorPrefix"]), error))
                .With("id", $"{Id}-error");
        object[] labelContent = IsRequired ? [label, Html.Element("span", "required", " *").With("title", texts["Shared.Required"])] : [label];

        output.TagName = Radio ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("field" + (Check ? " check" : "") + (error is null ? "" : " invalid"));
        output.Content.Clear();
        if (Check)
        {
            output.Content.AppendHtml(errorElement!);
            output.Content.AppendHtml(Control());
            output.Content.AppendHtml(Html.Element("label", null, labelContent).With("for", Id));
            output.Content.AppendHtml(hintElement!);
            output.Content.AppendHtml(new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
                .With("type", "hidden").With("name", Name).With("value", "false"));
            return;
        }

        output.Content.AppendHtml(Radio ? Html.Element("legend", null, labelContent) : Html.Element("label", null, labelContent).With("for", Id));
        output.Content.AppendHtml(hintElement!);
        output.Content.AppendHtml(errorElement!);
        if (Radio)
        {
            if (described.Length > 0)
            {
                output.Attributes.SetAttribute("aria-describedby", described);
            }

            output.Content.AppendHtml(RadioButtons());
        }
        else if (!own.IsEmptyOrWhiteSpace)
        {
            output.Content.AppendHtml(own);
        }
        else
        {
            var control = Control();
            output.Content.AppendHtml(Suffix is null ? control : Html.Element("div", "with-suffix", control, Html.Element("span", "suffix", Suffix)));
        }

        IHtmlContent Control()
        {
            var control = Check ? CheckBox() : AllOptions() is { } options ? Select(options) : Multiline || HasMultilineAttribute() ? TextArea() : Input();
            control.With("id", Id).With("name", Name);
            control.With("aria-describedby", described.Length > 0 ? described : null);
            control.With("aria-invalid", error is null ? null : "true");
            control.With("required", IsRequired ? "required" : null);
            foreach (var attribute in attributes)
            {
                control.Attributes[attribute.Name] = attribute.Value?.ToString() ?? attribute.Name;
            }

            return control;
        }
    }

    private TagBuilder Input()
    {
        var (type, mode, size) = Type is not null ? (Type, null, "") : ValueType switch
        {
            var t when t == typeof(DateOnly) => ("date", null, "short"),
            var t when t == typeof(TimeOnly) => ("time", null, "short"),
            var t when t == typeof(DateTime) => ("datetime-local", null, "short"),
            // A number field of the browser loses the decimal comma and what is typed wrongly; ours keeps both.
            var t when t == typeof(decimal) || t == typeof(double) || t == typeof(Marks) => ("text", "decimal", "short"),
            var t when t == typeof(int) || t == typeof(long) || t == typeof(short) => ("text", "numeric", "short"),
            var t when t == typeof(string) && DataTypeName() is nameof(DataType.EmailAddress) => ("email", null, ""),
            var t when t == typeof(string) && DataTypeName() is nameof(DataType.Password) => ("password", null, ""),
            var t when t == typeof(string) && DataTypeName() is nameof(DataType.PhoneNumber) => ("tel", null, ""),
            var t when typeof(IFormFile).IsAssignableFrom(t) => ("file", null, ""),
            _ => ("text", (string?)null, ""),
        };
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.AddCssClass($"input {size}".Trim());
        return input.With("type", type).With("inputmode", mode)
            .With("value", type is "password" or "file" ? null : Typed())
            .With("autocomplete", mode is null ? null : "off");
    }

    private TagBuilder TextArea() =>
        // The first line break after the tag is swallowed by browsers.
        Html.Element("textarea", "input", "\n" + Typed()).With("rows", Rows.ToString(CultureInfo.InvariantCulture));

    private TagBuilder CheckBox() => new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
        .With("type", "checkbox").With("value", "true")
        .With("checked", Typed().Split(',')[0].Equals("true", StringComparison.OrdinalIgnoreCase) ? "checked" : null);

    private TagBuilder Select(IReadOnlyList<SelectListItem> options)
    {
        var chosen = Typed();
        var select = Html.Element("select", "input");
        if (options.All(option => !string.IsNullOrEmpty(option.Value)))
        {
            select.InnerHtml.AppendHtml(Html.Element("option", null, texts["Shared.Choose"]).With("value", ""));
        }

        foreach (var group in options.GroupBy(option => option.Group?.Name))
        {
            var items = group.Select(option => Html.Element("option", null, option.Text).With("value", option.Value)
                .With("selected", option.Value == chosen ? "selected" : null).With("disabled", option.Disabled ? "disabled" : null));
            select.InnerHtml.AppendHtml(group.Key is null
                ? new HtmlContentBuilder([.. items])
                : Html.Element("optgroup", null, [.. items]).With("label", group.Key));
        }

        return select;
    }

    private HtmlContentBuilder RadioButtons()
    {
        var (chosen, number, all) = (Typed(), 0, new HtmlContentBuilder());
        foreach (var option in AllOptions() ?? [])
        {
            // The first has the field's own id, so that the error summary leads to it.
            var id = number++ == 0 ? Id : $"{Id}-{number.ToString(CultureInfo.InvariantCulture)}";
            all.AppendHtml(Html.Element("div", "choice",
                new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
                    .With("type", "radio").With("id", id).With("name", Name).With("value", option.Value)
                    .With("checked", option.Value == chosen ? "checked" : null).With("disabled", option.Disabled ? "disabled" : null)
                    .With("required", IsRequired ? "required" : null),
                Html.Element("label", null, option.Text).With("for", id)));
        }

        return all;
    }

    private List<SelectListItem>? AllOptions()
    {
        if (Options is not null)
        {
            return [.. Options];
        }

        return ValueType.IsEnum
            ? [.. Enum.GetNames(ValueType).Select(name => new SelectListItem(texts[$"{Choices ?? $"Enums.{ValueType.Name}"}.{name}"], name))]
            : null;
    }

    /// <summary>What was typed before a refusal, else the value of the model, written as the control wants it.</summary>
    private string Typed()
    {
        if (ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.AttemptedValue is { } attempted)
        {
            return attempted;
        }

        return For.Model switch
        {
            null => "",
            // No day was said yet; the browser would show the year 1.
            DateOnly date when date == default => "",
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
            DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
            decimal number => Formats.Typed(number),
            Marks marks => Formats.Typed(marks.Value),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
    }

    private bool HasMultilineAttribute() => DataTypeName() is nameof(DataType.MultilineText);

    private string? DataTypeName() => For.Metadata.DataTypeName;

    private bool MayBeNull()
    {
        var metadata = For.Metadata;
        if (metadata.ContainerType is null || metadata.PropertyName is null)
        {
            return metadata.IsReferenceOrNullableType;
        }

        return Nullable.GetOrAdd((metadata.ContainerType, metadata.PropertyName), static key =>
            key.Item1.GetProperty(key.Item2) is { } property
            && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);
    }
}

/// <summary>What the fields of a form are called, for its error summary.</summary>
internal sealed class FieldLabels
{
    private readonly Dictionary<string, LabelledField> fields = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string name, string id, string label) => fields.TryAdd(name, new LabelledField(fields.Count, id, label));

    public LabelledField? Find(string name) => fields.GetValueOrDefault(name);
}

internal sealed record LabelledField(int Order, string Id, string Label);

/// <summary>
/// <c>&lt;form method="post" error-summary&gt;</c>: after a refusal the form starts with all errors, each leading to its field;
/// an error without a field (a rule that said no) is shown as a sentence. The browser's own bubbles are switched off.
/// </summary>
[HtmlTargetElement("form", Attributes = "error-summary")]
public sealed class ErrorSummaryTag(Texts texts, Icons icons) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Init(TagHelperContext context) => context.Items[typeof(FieldLabels)] = new FieldLabels();

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("error-summary");
        output.Attributes.SetAttribute("novalidate", "novalidate");
        await output.GetChildContentAsync();
        var labels = (FieldLabels)context.Items[typeof(FieldLabels)];
        var errors = ViewContext.ModelState
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Field: labels.Find(entry.Key), error.ErrorMessage)))
            .ToList();
        if (errors.Count == 0)
        {
            return;
        }

        var box = Html.Element("div", "notice bad error-summary", icons["bad"]).With("tabindex", "-1").With("autofocus", "autofocus").With("role", "alert");
        var body = Html.Element("div", "notice-body");
        foreach (var (_, message) in errors.Where(error => error.Field is null))
        {
            body.InnerHtml.AppendHtml(Html.Element("p", "notice-title", message));
        }

        var fields = errors.Where(error => error.Field is not null).OrderBy(error => error.Field!.Order).ToList();
        if (fields.Count > 0)
        {
            body.InnerHtml.AppendHtml(Html.Element("p", "notice-title", texts["Shared.ErrorSummary.Title", fields.DistinctBy(error => error.Field).Count()]));
            body.InnerHtml.AppendHtml(Html.Element("ul", null, [.. fields.Select(error =>
                (object)Html.Element("li", null, Html.Element("a", null, error.Field!.Label).With("href", "#" + error.Field.Id), ": ", error.ErrorMessage))]));
        }

        box.InnerHtml.AppendHtml(body);
        output.PreContent.AppendHtml(box);
    }
}
