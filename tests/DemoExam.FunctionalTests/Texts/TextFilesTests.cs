using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DemoExam.Jobs;

namespace DemoExam.FunctionalTests;

/// <summary>The two languages say the same, and pages ask only for what is written.</summary>
public sealed partial class TextFilesTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "../../../src/DemoExam"));

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Source, "Texts"), "*.resx")
        .Select(path => Path.GetFileName(path)[..^".resx".Length])
        .Where(name => !name.EndsWith(".en", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Files))]
    public void Both_languages_have_the_same_keys(string file) =>
        Read($"{file}.en").Keys.ShouldBe(Read(file).Keys, ignoreOrder: true);

    [Theory, MemberData(nameof(Files))]
    public void Both_languages_have_the_same_places(string file)
    {
        var english = Read($"{file}.en");
        foreach (var (key, text) in Read(file))
        {
            MessageFormat.Places(english[key]).ShouldBe(MessageFormat.Places(text), ignoreOrder: true, customMessage: key);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_key_starts_with_the_name_of_its_file(string file) =>
        Read(file).Keys.ShouldAllBe(key => key.StartsWith(file + "."));

    [Theory, MemberData(nameof(Files))]
    public void No_text_is_empty_and_no_brace_is_left_open(string file)
    {
        foreach (var (key, text) in Read(file).Concat(Read($"{file}.en")))
        {
            text.ShouldNotBeNullOrWhiteSpace(key);
            Leftover().IsMatch(Place().Replace(text, "")).ShouldBeFalse($"{key}: {text}");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Plurals_bring_every_form_of_their_language(string file)
    {
        CheckForms(Read(file), 3);
        CheckForms(Read($"{file}.en"), 2);

        static void CheckForms(Dictionary<string, string> texts, int forms)
        {
            foreach (var (key, text) in texts)
            {
                foreach (Match plural in Plural().Matches(text))
                {
                    plural.Groups["forms"].Value.Split('|').Length.ShouldBe(forms, key);
                }
            }
        }
    }

    [Fact]
    public void Every_key_that_the_source_mentions_exists()
    {
        var known = Files.SelectMany(file => Read((string)file.Data).Keys).ToHashSet();
        var files = Files.Select(file => (string)file.Data).ToHashSet();
        var mentioned = Directory.EnumerateFiles(Source, "*.cs*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".cshtml", StringComparison.Ordinal))
            .SelectMany(path => Mention().Matches(File.ReadAllText(path)).Select(match => (Path: path, Key: match.Groups["key"].Value)))
            .Where(mention => files.Contains(mention.Key.Split('.')[0]))
            .ToList();

        mentioned.Count.ShouldBeGreaterThan(100);
        mentioned.Where(mention => !known.Contains(mention.Key))
            .Select(mention => $"{mention.Key} in {Path.GetRelativePath(Source, mention.Path)}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_job_of_the_schedule_has_a_name()
    {
        var known = Read("Admin").Keys.ToHashSet();
        var jobs = typeof(Schedule).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToArray();
        jobs.Length.ShouldBeGreaterThan(5);
        jobs.Where(job => !known.Contains($"Admin.Job.{job}")).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Source, "Texts", file + ".resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    // T["…"], texts["…", …], texts.Named("…"), WithMessage("…"), new NavigationEntry("…") and the attributes of our tag helpers.
    [GeneratedRegex(@"(?:\[|\bNamed\(|\bWithMessage\(|\bnew(?: NavigationEntry)?\(|\b(?:label|hint)=)""(?<key>[A-Z][A-Za-z]*(?:\.[A-Za-z0-9-]+)+)""")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\{\{|\}\}|\{\w+(?::[^{}]+)?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\{\w+:plural\|(?<forms>[^{}]+)\}")]
    private static partial Regex Plural();

    [GeneratedRegex("[{}]")]
    private static partial Regex Leftover();
}
