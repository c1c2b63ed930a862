using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace DemoExam;

/// <summary>
/// Every sentence that people read. The word before the first dot of a key names the file:
/// <c>Venues.Accredit.Title</c> stands in <c>Texts/Venues.resx</c> (Russian) and <c>Texts/Venues.en.resx</c>,
/// under its full key, so that a key found on a page is found in both files by one search.
/// </summary>
/// <remarks>
/// It lives in the root namespace: a namespace <c>DemoExam.Texts</c> would hide the class.
/// The language is that of the request; mail, PDF and jobs name theirs with <see cref="In"/>.
/// </remarks>
public sealed class Texts
{
    private static readonly ConcurrentDictionary<string, ResourceManager?> Files = new(StringComparer.Ordinal);

    private readonly bool strict;
    private readonly CultureInfo? culture;

    /// <param name="strict">A missing key throws instead of showing itself: for development and tests.</param>
    public Texts(bool strict)
        : this(strict, null)
    {
    }

    private Texts(bool strict, CultureInfo? culture)
    {
        this.strict = strict;
        this.culture = culture;
    }

    /// <summary>The language in which this instance speaks.</summary>
    public CultureInfo Culture => culture ?? CultureInfo.CurrentUICulture;

    /// <summary>The same texts in a language that the caller chooses.</summary>
    public Texts In(CultureInfo language) => new(strict, language);

    public string this[string key] => Find(key) is { } text ? MessageFormat.Fill(text, [], Culture) : Missing(key);

    public string this[string key, params object?[] arguments] =>
        Find(key) is { } text ? MessageFormat.Fill(text, [.. arguments.Select(Spoken)], Culture) : Missing(key);

    /// <summary>The word for a member of an enum of the domain: <c>Enums.ExamStatus.Running</c>.</summary>
    public string Of(Enum member) => this[KeyOf(member)];

    /// <summary>The sentence of a key with named places, such as <c>{venue}</c>.</summary>
    public string Named(string key, IReadOnlyDictionary<string, object?> facts) =>
        Find(key) is { } text ? MessageFormat.Fill(text, Spoken(facts), Culture) : Missing(key);

    /// <summary>Why a rule said no: <c>Rules.</c> + its code, else the sentence that the rule itself brought.</summary>
    public string Rule(string code, IReadOnlyDictionary<string, object?> facts, string fallback) =>
        MessageFormat.Fill(Find($"Rules.{code}") ?? fallback, Spoken(facts), Culture);

    /// <summary>A name from the data in the reader's language; the Russian one where there is no English.</summary>
    public string Name(string russian, string english) =>
        Culture.TwoLetterISOLanguageName == "ru" || string.IsNullOrWhiteSpace(english) ? russian : english;

    public bool Has(string key) => Find(key) is not null;

    private static string KeyOf(Enum member) => $"Enums.{member.GetType().Name}.{member}";

    /// <summary>An enum in a sentence is said by its word where it has one.</summary>
    private object? Spoken(object? value) => value switch
    {
        Domain.Exams.Words words => Name(words.Russian, words.English),
        Enum member => Find(KeyOf(member)) ?? member.ToString(),
        IEnumerable many and not string => many.Cast<object?>().Select(Spoken).ToList(),
        _ => value,
    };

    private Dictionary<string, object?> Spoken(IReadOnlyDictionary<string, object?> facts) =>
        facts.ToDictionary(fact => fact.Key, fact => Spoken(fact.Value));

    private string? Find(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot < 1 ? null : Files.GetOrAdd(key[..dot], Open)?.GetString(key, Culture);
    }

    private static ResourceManager? Open(string file)
    {
        var name = $"DemoExam.Texts.{file}";
        var assembly = typeof(Texts).Assembly;
        return assembly.GetManifestResourceInfo($"{name}.resources") is null ? null : new ResourceManager(name, assembly);
    }

    private string Missing(string key) =>
        strict ? throw new KeyNotFoundException($"No text '{key}' for '{Culture.Name}' in Texts/*.resx.") : key;
}
