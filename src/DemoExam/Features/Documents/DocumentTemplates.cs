using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Pdf;
using DemoExam.Domain.Documents;

namespace DemoExam.Features.Documents;

/// <summary>A text in both languages.</summary>
internal sealed record Words(string Ru, string En)
{
    public string In(string language) => language == "ru" ? Ru : En;
}

/// <summary>What the lines of a document's table are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentRows>))]
internal enum DocumentRows
{
    /// <summary>None: the document has no table.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>Lines of the readiness checklist with what was found; on the blank form those of the checklist in force.</summary>
    [JsonStringEnumMemberName("readiness")] Readiness,

    [JsonStringEnumMemberName("candidates")] Candidates,
    [JsonStringEnumMemberName("experts")] Experts,
    [JsonStringEnumMemberName("groups")] Groups,

    /// <summary>Candidates at their drawn workplaces.</summary>
    [JsonStringEnumMemberName("draw")] Draw,

    /// <summary>Candidates with the points of the protocol that holds.</summary>
    [JsonStringEnumMemberName("results")] Results,

    /// <summary>Locked sheets.</summary>
    [JsonStringEnumMemberName("locks")] Locks,

    /// <summary>Each candidate's clock: start, end, time of stops and of special conditions, how the part ended.</summary>
    [JsonStringEnumMemberName("times")] Times,

    /// <summary>Technical stops, oldest first.</summary>
    [JsonStringEnumMemberName("stops")] Stops,

    /// <summary>Incidents, oldest first.</summary>
    [JsonStringEnumMemberName("incidents")] Incidents,

    /// <summary>Experts who were replaced.</summary>
    [JsonStringEnumMemberName("replaced")] Replaced,

    /// <summary>Candidates who were removed.</summary>
    [JsonStringEnumMemberName("removed")] Removed,

    [JsonStringEnumMemberName("appeals")] Appeals,
}

/// <summary>Whose name stands on a signature line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentSigner>))]
internal enum DocumentSigner
{
    /// <summary>Nobody's: it is written by hand.</summary>
    [JsonStringEnumMemberName("anybody")] Anybody,

    [JsonStringEnumMemberName("chief")] Chief,

    /// <summary>A line for each scoring expert.</summary>
    [JsonStringEnumMemberName("scoring")] Scoring,

    [JsonStringEnumMemberName("technical")] Technical,
}

/// <summary>A label with a fact; without one it is a line to write on.</summary>
internal sealed record DocumentFact(Words Label, string? Value = null);

/// <summary>A column; without a value it is empty, to write in.</summary>
internal sealed record DocumentColumn(Words Header, double Width, string? Value = null);

/// <summary>A signature line.</summary>
internal sealed record DocumentSignature(Words Role, DocumentSigner Who = DocumentSigner.Anybody);

/// <summary>Words and columns of one kind of document, from <c>templates/protocols</c>.</summary>
internal sealed record DocumentTemplate
{
    public required Words Title { get; init; }
    public IReadOnlyList<Words> Text { get; init; } = [];
    public IReadOnlyList<DocumentFact> Facts { get; init; } = [];
    public DocumentRows Rows { get; init; }
    public IReadOnlyList<DocumentColumn> Columns { get; init; } = [];

    /// <summary>Empty lines of a blank form, and of a document whose lines only come up on the day.</summary>
    public int EmptyRows { get; init; } = 12;

    /// <summary>Further tables, each under a text of its own.</summary>
    public IReadOnlyList<DocumentTable> More { get; init; } = [];

    public IReadOnlyList<Words> After { get; init; } = [];
    public IReadOnlyList<DocumentSignature> Signatures { get; init; } = [];

    /// <summary>The table that tells whether the exam has what the document says.</summary>
    public DocumentTable Table => new(Rows, Columns, null, EmptyRows);
}

/// <summary>A table of a document.</summary>
/// <param name="Text">Stands above it.</param>
/// <param name="EmptyRows">Lines of the blank form.</param>
internal sealed record DocumentTable(DocumentRows Rows, IReadOnlyList<DocumentColumn> Columns, Words? Text = null, int EmptyRows = 6);

/// <summary>
/// The templates of the folder <c>templates/protocols</c>. One that was edited is used from the next print on; one that was broken by
/// the edit is not, the last good one stays in use. At start all must be good.
/// </summary>
internal sealed partial class DocumentTemplates
{
    /// <summary>A column for each module.</summary>
    public const string Modules = "modules";

    /// <summary>Facts that labels and texts can name.</summary>
    public static readonly IReadOnlyList<string> Facts =
    [
        "exam", "package", "packageName", "speciality", "level", "type", "venue", "address", "certificate", "organiser", "preparatoryDay", "days", "starts",
        "chief", "technical", "candidates", "maximum", "duration", "readiness", "briefers", "variant", "openedAt", "startedAt", "finishedAt",
        "commitment", "seed", "drawnAt", "edition", "fixedAt", "fingerprint",
    ];

    /// <summary>Facts that only the preparatory day and the day itself bring: empty on a blank form.</summary>
    public static readonly IReadOnlyList<string> DaysOwn = ["readiness", "briefers", "variant", "openedAt", "startedAt", "finishedAt", "commitment", "seed", "drawnAt", "edition", "fixedAt", "fingerprint"];

    // What every line about a candidate can say.
    private static readonly string[] Seat = ["name", "organisation", "group", "shift", "workplace", "outcome", "remark"];

    private static readonly Dictionary<DocumentRows, string[]> Values = new()
    {
        [DocumentRows.None] = [],
        [DocumentRows.Readiness] = ["number", "item", "found", "note", "checkedBy", "checkedAt"],
        [DocumentRows.Candidates] = ["number", .. Seat, "identity", "admittedAt", "briefedAt", "briefedBy"],
        [DocumentRows.Experts] = ["number", "name", "organisation", "role", "criteria", "briefedAt", "briefedBy"],
        [DocumentRows.Groups] = ["number", "day", "start", "end", "candidates"],
        [DocumentRows.Draw] = ["number", .. Seat, "drawn", "changed"],
        [DocumentRows.Results] = ["number", .. Seat, Modules, "total", "maximum", "percent", "grade"],
        [DocumentRows.Locks] = ["number", "name", "criterion", "points", "lockedAt", "lockedBy"],
        [DocumentRows.Times] = ["number", .. Seat, "startedAt", "endsAt", "stopped", "extra", "finishedAt"],
        [DocumentRows.Stops] = ["number", "whom", "from", "to", "minutes", "reason", "by"],
        [DocumentRows.Incidents] = ["number", "at", "kind", "whom", "text", "measures", "effect", "by"],
        [DocumentRows.Replaced] = ["number", "name", "role", "endedAt", "reason", "replacedBy"],
        [DocumentRows.Removed] = ["number", .. Seat, "removedAt", "reason", "document"],
        [DocumentRows.Appeals] = ["number", "name", "kind", "filedAt", "outcome", "decidedAt"],
    };

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly ConcurrentDictionary<DocumentKind, (DateTime Stamp, DocumentTemplate Template)> loaded = new();
    private readonly string folder;
    private readonly ILogger<DocumentTemplates> log;

    /// <exception cref="TemplateFault">A template is missing or wrong; the message names file, place and what is expected.</exception>
    public DocumentTemplates(IConfiguration configuration, ILogger<DocumentTemplates> log)
    {
        this.log = log;
        folder = TemplatesFolder.Of(configuration, "protocols");
        foreach (var kind in Enum.GetValues<DocumentKind>())
        {
            loaded[kind] = (Stamp(kind), Load(kind));
        }
    }

    /// <summary>The file of a template: <c>readiness-act.json</c>.</summary>
    public static string FileName(DocumentKind kind) => Capitals().Replace(kind.ToString(), "-$0").ToLowerInvariant() + ".json";

    /// <summary>The template, with the last good state of its file.</summary>
    public DocumentTemplate For(DocumentKind kind)
    {
        var current = loaded[kind];
        try
        {
            if (Stamp(kind) is var stamp && stamp == current.Stamp)
            {
                return current.Template;
            }

            loaded[kind] = (stamp, Load(kind));
            log.LogInformation("The document template {File} was edited and is used from now on", FileName(kind));
            return loaded[kind].Template;
        }
        catch (Exception fault) when (fault is TemplateFault or IOException or UnauthorizedAccessException)
        {
            log.LogError("A document template was edited and is wrong; its last good state stays in use: {Fault}", fault.Message);
            // Not complained about again until the next edit.
            loaded[kind] = (Stamp(kind), current.Template);
            return current.Template;
        }
    }

    /// <summary>Reads a template and checks it.</summary>
    /// <exception cref="TemplateFault">It is wrong.</exception>
    public static DocumentTemplate Read(string file, ReadOnlySpan<byte> json)
    {
        DocumentTemplate template;
        try
        {
            template = JsonSerializer.Deserialize<DocumentTemplate>(json, Json) ?? throw new TemplateFault($"{file} is empty.");
        }
        catch (JsonException fault)
        {
            throw new TemplateFault($"{file}, line {fault.LineNumber + 1}, {fault.Path}: {fault.Message}", fault);
        }

        Check(template.Title.Ru.Length > 0 && template.Title.En.Length > 0, "title: write it in both languages");
        Check((template.Rows == DocumentRows.None) == (template.Columns.Count == 0), "columns: a document with rows has columns, one without has none");
        CheckTable(template.Table, "");
        foreach (var (table, index) in template.More.Select((x, i) => (x, i)))
        {
            Check(table.Rows != DocumentRows.None && table.Columns.Count > 0, $"more[{index}]: a table has rows and columns");
            CheckTable(table, $"more[{index}].");
        }

        foreach (var (fact, index) in template.Facts.Select((f, i) => (f, i)))
        {
            Check(fact.Value is null || Facts.Contains(fact.Value), $"facts[{index}].value: “{fact.Value}” is unknown; there are {string.Join(", ", Facts)}");
        }

        CheckTexts(template.Text, "text");
        CheckTexts(template.After, "after");
        return template;

        void CheckTable(DocumentTable table, string place)
        {
            Check(table.EmptyRows is >= 0 and <= 60, $"{place}emptyRows: {table.EmptyRows} is not 0 to 60");
            foreach (var (column, index) in table.Columns.Select((c, i) => (c, i)))
            {
                Check(column.Width > 0, $"{place}columns[{index}].width: {column.Width} is not more than 0");
                Check(column.Value is null || Values[table.Rows].Contains(column.Value), $"{place}columns[{index}].value: “{column.Value}” is unknown; these rows have {string.Join(", ", Values[table.Rows])}");
            }
        }

        void CheckTexts(IReadOnlyList<Words> texts, string name)
        {
            foreach (var (text, index) in texts.Select((t, i) => (t, i)))
            {
                foreach (Match place in Places().Matches(text.Ru + text.En))
                {
                    Check(place.Value is "{{" or "}}" || Facts.Contains(place.Groups["name"].Value), $"{name}[{index}]: “{place.Value}” is no place; there are {string.Join(", ", Facts.Select(f => $"{{{f}}}"))}, a brace itself is written twice");
                }
            }
        }

        void Check(bool good, string expected)
        {
            if (!good)
            {
                throw new TemplateFault($"{file}, {expected}.");
            }
        }
    }

    private DocumentTemplate Load(DocumentKind kind)
    {
        var path = Path.Combine(folder, FileName(kind));
        try
        {
            return Read(path, File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TemplateFault($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    private DateTime Stamp(DocumentKind kind) => File.GetLastWriteTimeUtc(Path.Combine(folder, FileName(kind)));

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex Capitals();

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>\w+)\}|[{}]")]
    private static partial Regex Places();
}
