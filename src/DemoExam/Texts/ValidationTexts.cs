using System.Globalization;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Resources;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam;

/// <summary>
/// Lets everything that checks input speak from <c>Texts/Validation.resx</c>: FluentValidation (the key is <c>Validation.</c> +
/// the name of the validator, or what <c>WithMessage("Validation.…")</c> says) and model binding.
/// </summary>
public static class ValidationTexts
{
    private const string Prefix = "Validation.";

    public static void Use(Texts texts)
    {
        ValidatorOptions.Global.LanguageManager = new Keys(texts);
        ValidatorOptions.Global.MessageFormatterFactory = () => new Formatter(texts);
    }

    public static void Use(Texts texts, MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetValueMustNotBeNullAccessor(_ => texts["Validation.NotEmptyValidator"]);
        messages.SetValueIsInvalidAccessor(_ => texts["Validation.Unreadable"]);
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => texts["Validation.Unreadable"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => texts["Validation.Unreadable"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => texts["Validation.Unreadable"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["Validation.Unreadable"]);
        messages.SetValueMustBeANumberAccessor(_ => texts["Validation.Number"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["Validation.Number"]);
        messages.SetMissingBindRequiredValueAccessor(_ => texts["Validation.NotEmptyValidator"]);
        messages.SetMissingKeyOrValueAccessor(() => texts["Validation.NotEmptyValidator"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["Validation.NotEmptyValidator"]);
    }

    private sealed class Keys(Texts texts) : ILanguageManager
    {
        public bool Enabled { get; set; } = true;

        public CultureInfo? Culture { get; set; }

        public string GetString(string key, CultureInfo? culture = null) =>
            texts.Has(Prefix + key) ? Prefix + key : Prefix + "PredicateValidator";
    }

    private sealed class Formatter(Texts texts) : MessageFormatter
    {
        public override string BuildMessage(string messageTemplate) =>
            messageTemplate.StartsWith(Prefix, StringComparison.Ordinal)
                ? texts.Named(messageTemplate, new Dictionary<string, object?>(PlaceholderValues!))
                : base.BuildMessage(messageTemplate);
    }
}
