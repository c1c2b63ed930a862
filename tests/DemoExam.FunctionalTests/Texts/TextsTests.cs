using System.Globalization;
using FluentValidation;

namespace DemoExam.FunctionalTests;

public sealed class TextsTests
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private readonly Texts texts = new(strict: true);

    [Fact]
    public void A_text_is_asked_for_in_a_language()
    {
        texts.In(Russian)["Shared.SignOut"].ShouldBe("Выйти");
        texts.In(English)["Shared.SignOut"].ShouldBe("Sign out");
    }

    [Fact]
    public void Places_are_filled_by_number_with_the_right_form() =>
        texts.In(Russian)["Shared.ErrorSummary.Title", 3].ShouldBe("Исправьте 3 поля");

    [Fact]
    public void A_missing_key_stops_a_developer_and_not_a_reader()
    {
        Should.Throw<KeyNotFoundException>(() => texts["Shared.NoSuchText"]);
        Should.Throw<KeyNotFoundException>(() => texts["NoSuchFile.Text"]);
        new Texts(strict: false)["Shared.NoSuchText"].ShouldBe("Shared.NoSuchText");
    }

    [Fact]
    public void A_rule_without_a_translation_speaks_for_itself_with_its_facts() =>
        texts.In(English).Rule("none.such", new Dictionary<string, object?> { ["day"] = new DateOnly(2026, 6, 14), ["count"] = 2 },
            "On {day} there are {count} {count:plural|venue|venues}, {unknown}.")
            .ShouldBe("On 14 June 2026 there are 2 venues, {unknown}.");

    [Fact]
    public void Doubled_braces_stand_for_themselves() =>
        MessageFormat.Fill("{{0}} {0}", ["x"], English).ShouldBe("{0} x");

    [Fact]
    public void Validators_speak_the_language_of_the_request()
    {
        ValidationTexts.Use(texts);
        var validator = new InlineValidator<Sample>();
        validator.RuleFor(sample => sample.Name).NotEmpty().MaximumLength(21);

        InLanguage(Russian, () => validator.Validate(new Sample("")).Errors.Single().ErrorMessage).ShouldBe("Заполните это поле");
        InLanguage(English, () => validator.Validate(new Sample("")).Errors.Single().ErrorMessage).ShouldBe("Fill in this field");
        InLanguage(Russian, () => validator.Validate(new Sample(new string('я', 30))).Errors.Single().ErrorMessage)
            .ShouldBe("Слишком длинно: не больше 21 символа, сейчас 30");
    }

    private static string InLanguage(CultureInfo culture, Func<string> speak)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = culture;
        try
        {
            return speak();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private sealed record Sample(string Name);
}
