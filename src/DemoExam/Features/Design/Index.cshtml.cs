using System.Globalization;
using DemoExam.Features.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Design;

/// <summary>Every component with lifelike data, for developers. It is not mapped outside of development.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    public const string LongName = "ГБПОУ «Приморский колледж индустрии сервиса и туризма Востока»";

    [BindProperty]
    public SampleForm Input { get; set; } = new();

    public IReadOnlyList<NavigationItem> SampleNavigation { get; } =
    [
        new("Design.Nav.Home", "/design", "home", true),
        new("Design.Nav.Exams", "/design#table", "exam", false),
        new("Design.Nav.Venues", "/design#cards", "venue", false),
        new("Design.Nav.Experts", "/design#form", "expert", false),
        new("Design.Nav.Candidates", "/design#empty", "people", false),
        new("Design.Nav.Packages", "/design#charts", "package", false),
        new("Design.Nav.Passports", "/design#more", "passport", false),
        new("Design.Nav.Reports", "/design#charts", "report", false),
    ];

    public IReadOnlyList<SampleVenue> Venues { get; } =
    [
        new(LongName, "Владивосток, ул. Светланская, 147, корпус 2, мастерские 114 и 116", "09.02.07-2-2026", 16, new DateOnly(2026, 6, 30), Kind.Good, "Действует", "Valid"),
        new("КИТиС, мастерская 12", "Калининград, ул. Сержанта Колоскова, 10", "09.02.06-1-2026", 10, new DateOnly(2026, 6, 10), Kind.Warning, "Истекает", "Expires soon"),
        new("Амурский колледж строительства", "Благовещенск, пер. Строителей, 64", "08.01.28-1-2026", 8, new DateOnly(2026, 2, 1), Kind.Bad, "Истёк", "Expired"),
        new("ЦОПП региона", "Благовещенск, ул. Ленина, 80", "43.02.15-2-2026", 12, new DateOnly(2026, 12, 31), Kind.Info, "На экспертизе", "Under review"),
    ];

    public IReadOnlyList<SampleAspect> Aspects { get; } =
        [.. Enumerable.Range(1, 52).Select(number => new SampleAspect(
            $"{(char)('A' + (number - 1) / 11)}{(number - 1) % 11 / 4 + 1}.{(number - 1) % 4 + 1}",
            Works[number % Works.Length],
            (number % 3) switch { 0 => "J", 1 => "B", _ => "D" },
            number % 4 == 0 ? 1.5m : number % 5 == 0 ? 2.25m : 2m,
            number > 40 ? null : number % 7 == 0 ? 0m : number % 4 == 0 ? 1.25m : 2m))];

    public IReadOnlyList<ChartPoint> Modules { get; } =
    [
        new("М1. Разработка веб-приложения", 23.5m),
        new("М2. Обеспечение безопасности и производительности", 18.75m),
        new("М3. Поддержка и сопровождение", 11m, Kind.Warning),
        new("Вариативная часть работодателя", 25m, Kind.Good),
    ];

    public IReadOnlyList<Bin> Totals { get; } =
        [.. new[] { 2, 5, 9, 24, 61, 118, 164, 132, 68, 17 }.Select((count, i) => new Bin(i * 10, (i + 1) * 10, count))];

    public IReadOnlyList<ChartPoint> Days { get; } =
        [.. new[] { 4, 9, 14, 12, 22, 31, 28, 36, 41, 39, 52, 47 }.Select((count, i) =>
            new ChartPoint((i + 1).ToString("00", CultureInfo.InvariantCulture) + ".06", count))];

    public IReadOnlyList<HeatRow> Load { get; } =
    [
        new("КИТиС", [10, 10, 8, null, 6, 10]),
        new("Амурский колледж строительства", [2, 4, 8, 8, 6, 0]),
        new("ЦОПП региона", [12, 9, 3, 1, null, 12]),
    ];

    public IEnumerable<SelectListItem> Ways { get; } =
        [new("Очно, на площадке", "site"), new("На производстве у работодателя", "employer"), new("Сетевая форма", "network")];

    private static readonly string[] Works =
    [
        "Главная страница соответствует макету",
        "Форма регистрации проверяет адрес почты и показывает понятную ошибку рядом с полем",
        "Запросы к базе данных защищены от внедрения кода",
        "Код разделён на понятные части",
        "Страница открывается быстрее двух секунд на медленной сети",
    ];

    public void OnGet()
    {
    }

    public IActionResult OnPost([FromServices] Texts texts)
    {
        if (string.IsNullOrWhiteSpace(Input.Name))
        {
            ModelState.AddModelError("Input.Name", texts["Validation.NotEmptyValidator"]);
        }

        if (Input.Workplaces is null or < 1)
        {
            ModelState.AddModelError("Input.Workplaces", texts.Named("Validation.GreaterThanOrEqualValidator", new Dictionary<string, object?> { ["ComparisonValue"] = 1 }));
        }

        if (Input.To < Input.From)
        {
            ModelState.AddModelError("", texts["Design.Refusal", Input.From, Input.To]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        TempData.Notify(Kind.Good, texts["Design.Saved", Input.Name]);
        return RedirectToPage();
    }
}

public enum SampleLevel
{
    Interim,
    Base,
    Profile,
}

public sealed record SampleForm
{
    public string Name { get; init; } = "";

    public string? Address { get; init; }

    public string? Email { get; init; }

    public int? Workplaces { get; init; }

    public decimal Points { get; init; } = 37.5m;

    public DateOnly From { get; init; } = new(2026, 6, 14);

    public DateOnly To { get; init; } = new(2026, 6, 30);

    public TimeOnly Start { get; init; } = new(9, 0);

    public SampleLevel Level { get; init; } = SampleLevel.Base;

    public string Way { get; init; } = "site";

    public bool Accessible { get; init; }

    public string? Notes { get; init; }

    public IFormFile? File { get; init; }
}

public sealed record SampleVenue(string Name, string Address, string Package, int Workplaces, DateOnly ValidTo, Kind Kind, string Russian, string English)
{
    public string State => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru" ? Russian : English;
}

public sealed record SampleAspect(string Code, string Text, string Type, decimal Max, decimal? Mark);
