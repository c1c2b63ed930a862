// Recomputes a result file of an exam (…/api/v1/exams/{id}/results.json) from its entries and rules, and compares every mark,
// total and grade:  dotnet run scripts/recompute-results.cs results.json
// It shares no code with the service. Exit code: 0 all agree, 1 something differs, 2 the file can't be read.
using System.Globalization;
using System.Text.Json;

if (args is not [var path])
{
    Console.Error.WriteLine("Usage: dotnet run scripts/recompute-results.cs <results.json>");
    return 2;
}

JsonElement file;
try
{
    file = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    if (file.GetProperty("format").GetString() != "demoexam-results/1")
    {
        throw new FormatException("Another format.");
    }
}
catch (Exception unreadable) when (unreadable is IOException or JsonException or FormatException or KeyNotFoundException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{path} is no result file: {unreadable.Message}");
    return 2;
}

var differences = new List<string>();
var judges = file.GetProperty("judgement").GetProperty("judges").GetInt32();
var highest = file.GetProperty("judgement").GetProperty("highest").GetInt32();
var spread = file.GetProperty("judgement").GetProperty("spread").GetInt32();

foreach (var candidate in file.GetProperty("candidates").EnumerateArray())
{
    var number = $"No. {candidate.GetProperty("number").GetInt32()}";
    var entries = candidate.GetProperty("entries").EnumerateArray().ToList();
    var versions = candidate.GetProperty("versions").EnumerateArray().ToList();
    foreach (var version in versions)
    {
        // Entries are only added: what held when a version was fixed follows from those that had been received by then.
        var isLast = version.GetProperty("version").GetInt32() == versions.Count;
        var until = version.GetProperty("fixedAt").GetDateTimeOffset();
        Recompute(isLast ? number : $"{number}, version {version.GetProperty("version").GetInt32()}", isLast ? candidate : version,
            entries.Where(e => e.GetProperty("receivedAt").GetDateTimeOffset() <= until).ToList(), isLast ? candidate.GetProperty("marks") : null);
    }
}

differences.ForEach(Console.WriteLine);
var candidates = file.GetProperty("candidates").GetArrayLength();
Console.WriteLine(differences.Count == 0
    ? $"{file.GetProperty("exam").GetString()}: {candidates} candidates, every mark, total and grade agrees."
    : $"{file.GetProperty("exam").GetString()}: {differences.Count} differences.");
return differences.Count == 0 ? 0 : 1;

void Recompute(string who, JsonElement result, List<JsonElement> entries, JsonElement? marks)
{
    var total = 0m;
    var maximum = 0m;
    var sections = new SortedDictionary<int, decimal>();
    foreach (var criterion in file.GetProperty("criteria").EnumerateArray())
    {
        var module = 0m;
        foreach (var aspect in criterion.GetProperty("aspects").EnumerateArray())
        {
            var code = aspect.GetProperty("code").GetString()!;
            var mark = Mark(aspect, entries.Where(e => e.GetProperty("aspect").GetString() == code).ToList());
            if (marks is { } written)
            {
                Compare($"{who}, {code}", written.GetProperty(code).GetDecimal(), mark);
            }

            var section = aspect.GetProperty("section").GetInt32();
            sections[section] = sections.GetValueOrDefault(section) + (mark ?? 0);
            module += mark ?? 0;
            maximum += aspect.GetProperty("maximum").GetDecimal();
        }

        var letter = criterion.GetProperty("letter").GetString()!;
        Compare($"{who}, criterion {letter}", Line(result, "modules", letter), module);
        total += module;
    }

    foreach (var (section, sum) in sections)
    {
        Compare($"{who}, section {section}", Line(result, "sections", section.ToString(CultureInfo.InvariantCulture)), sum);
    }

    Compare($"{who}, total", result.GetProperty("total").GetDecimal(), total);
    Compare($"{who}, maximum", result.GetProperty("maximum").GetDecimal(), maximum);
    var scale = file.GetProperty("gradeScales").EnumerateArray().Single(s => s.GetProperty("id").GetGuid() == result.GetProperty("gradeScaleId").GetGuid());
    // Half-open bounds on the unrounded ratio.
    var grade = scale.GetProperty("bounds").EnumerateArray().Last(b => 100m * total >= b.GetProperty("fromPercent").GetDecimal() * maximum).GetProperty("grade").GetString();
    if (grade != result.GetProperty("grade").GetString())
    {
        differences.Add($"{who}, grade: the file says {result.GetProperty("grade").GetString()}, recomputed {grade}");
    }
}

void Compare(string what, decimal? written, decimal? recomputed)
{
    if (written != recomputed)
    {
        differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: the file says {written}, recomputed {(recomputed is null ? "no mark" : recomputed)}"));
    }
}

static decimal? Line(JsonElement candidate, string list, string code)
{
    var line = candidate.GetProperty(list).EnumerateArray().Where(l => l.GetProperty("code").GetString() == code).ToList();
    return line.Count == 1 ? line[0].GetProperty("mark").GetDecimal() : null;
}

// Null when the entries give no mark.
decimal? Mark(JsonElement aspect, List<JsonElement> entries)
{
    var scale = aspect.GetProperty("scale");
    var judged = scale.GetProperty("kind").GetString() == "judgement";
    var standing = Standing(entries, judged);
    if (standing.Count == 0)
    {
        return null;
    }

    // A mark that was carried over from paper holds as it is, unless something else stands beside it.
    if (standing.Exists(e => Kind(e) == "fromPaper"))
    {
        var points = standing.Select(e => (Kind(e), e.GetProperty("value").ValueKind == JsonValueKind.Number ? e.GetProperty("value").GetDecimal() : 0m)).Distinct().ToList();
        return points.Count == 1 ? points[0].Item2 : null;
    }

    // One agreed score for all, or one of each judge.
    var scores = standing.GroupBy(e => judged ? Expert(e) : 0).Select(own => own.Select(Score).Distinct().ToList()).ToList();
    if (scores.Any(own => own.Count > 1))
    {
        return null;
    }

    var agreed = scores.Select(own => own[0]).ToList();
    var maximum = aspect.GetProperty("maximum").GetDecimal();
    if (judged)
    {
        var values = agreed.Select(s => s ?? 0m).ToList();
        return values.Count != judges || values.Max() - values.Min() > spread ? null : Math.Round(maximum * values.Sum() / (judges * highest), 2, MidpointRounding.AwayFromZero);
    }

    return agreed[0] is not { } value ? 0m : scale.GetProperty("kind").GetString() switch
    {
        "yes-no" => value == 1 ? maximum : 0m,
        "count" => Math.Min(maximum, value * scale.GetProperty("step").GetDecimal()),
        "deduction" => Math.Max(0m, maximum - value * scale.GetProperty("step").GetDecimal()),
        "steps" => scale.GetProperty("steps")[(int)value].GetProperty("mark").GetDecimal(),
        "tolerance" => scale.GetProperty("bands").EnumerateArray()
            .Where(b => b.GetProperty("from").GetDecimal() <= value && value <= b.GetProperty("to").GetDecimal())
            .Select(b => b.GetProperty("mark").GetDecimal()).FirstOrDefault(),
        var other => throw new NotSupportedException($"Unknown scale {other}."),
    };
}

// Scores that nothing newer takes the place of. An entry is newer than those it names, and than those that these name. A judge
// replaces only own scores; a decision of the chief expert sets aside any.
static List<JsonElement> Standing(List<JsonElement> entries, bool judged)
{
    var newer = entries.ToDictionary(Id, old => entries
        .Where(e => Kind(e) == "setAside" || (Kind(old) != "setAside" && (!judged || Expert(e) == Expert(old))))
        .Where(e => Id(e) != Id(old) && e.GetProperty("replaces").EnumerateArray().Any(r => r.GetGuid() == Id(old)))
        .Select(Id).ToHashSet());
    for (var grew = true; grew;)
    {
        grew = false;
        foreach (var (id, above) in newer)
        {
            var before = above.Count;
            above.UnionWith(above.ToList().SelectMany(a => newer[a]));
            grew |= above.Count > before;
        }
    }

    return [.. entries.Where(e => Kind(e) is "value" or "notAttempted" or "fromPaper" && newer[Id(e)].All(a => newer[a].Contains(Id(e))))];
}

static Guid Id(JsonElement entry) => entry.GetProperty("id").GetGuid();
static int Expert(JsonElement entry) => entry.GetProperty("expert").GetInt32();
static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;

// Null for "not attempted", which counts as zero but is no zero that was measured.
static decimal? Score(JsonElement entry) => Kind(entry) == "value" ? entry.GetProperty("value").GetDecimal() : null;
