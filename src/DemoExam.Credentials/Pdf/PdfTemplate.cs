using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DemoExam.Credentials.Pdf;

/// <summary>A layout file is wrong; the message names the file, the place and what is expected.</summary>
public sealed class TemplateFault(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The parts of a passport that a layout may reorder or leave out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassportBlock>))]
public enum PassportBlock
{
    /// <summary>Title, name and organisation of the holder.</summary>
    [JsonStringEnumMemberName("holder")] Holder,

    /// <summary>The total beside its scale.</summary>
    [JsonStringEnumMemberName("result")] Result,

    /// <summary>Exam, venue, accreditation, experts.</summary>
    [JsonStringEnumMemberName("event")] Event,

    /// <summary>Points by module.</summary>
    [JsonStringEnumMemberName("modules")] Modules,

    /// <summary>Points by standard section.</summary>
    [JsonStringEnumMemberName("sections")] Sections,
}

/// <summary>
/// Colours, wording and order of a family of passports, read from <c>templates/passport/NAME.json</c>. Everything that a person
/// without a compiler may change is here; everything that makes a passport checkable (QR, signature, number) is not.
/// </summary>
public sealed record PdfTemplate
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Name of the layout: the file name without its ending.</summary>
    [JsonIgnore]
    public string Name { get; private set; } = "";

    /// <summary>The one strong colour, as <c>#RRGGBB</c>; dark enough to read on white.</summary>
    public required string Accent { get; init; }

    /// <summary>Colour of the text.</summary>
    public required string Ink { get; init; }

    /// <summary>Colour of labels and notes.</summary>
    public required string Muted { get; init; }

    /// <summary>Colour of the empty part of bars and of hairlines.</summary>
    public required string Track { get; init; }

    /// <summary>Colour of the panel behind the total.</summary>
    public required string Panel { get; init; }

    /// <summary>PNG file beside the template, drawn at the upper left; null for none.</summary>
    public string? Logo { get; init; }

    /// <summary>The blocks in the order of printing.</summary>
    public required IReadOnlyList<PassportBlock> Blocks { get; init; }

    /// <summary>All words that are printed.</summary>
    public required PassportTexts Texts { get; init; }

    [JsonIgnore]
    internal PngImage? LogoImage { get; private set; }

    /// <summary>Reads and checks a layout.</summary>
    /// <exception cref="TemplateFault">The file is missing or wrong.</exception>
    public static PdfTemplate Load(string path)
    {
        try
        {
            var template = JsonSerializer.Deserialize<PdfTemplate>(File.ReadAllBytes(path), Json) ?? throw new TemplateFault($"{path} is empty.");
            template.Name = Path.GetFileNameWithoutExtension(path);
            template.Check(path);
            return template;
        }
        catch (JsonException e)
        {
            throw new TemplateFault($"{path}, line {e.LineNumber + 1}, {e.Path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateFault($"{path} cannot be read: {e.Message}", e);
        }
    }

    internal static Colour ParseColour(string text)
    {
        if (text.Length != 7 || text[0] != '#' || !int.TryParse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb))
            throw new FormatException($"“{text}” is no colour; write it as #RRGGBB, for example #1E3A70");
        return new Colour((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
    }

    private void Check(string path)
    {
        foreach (var (name, value) in new[] { ("accent", Accent), ("ink", Ink), ("muted", Muted), ("track", Track), ("panel", Panel) })
            try
            {
                ParseColour(value);
            }
            catch (FormatException e)
            {
                throw new TemplateFault($"{path}, {name}: {e.Message}.", e);
            }

        foreach (var (name, value) in new[] { ("accent", Accent), ("ink", Ink), ("muted", Muted) })
            if (ContrastWithWhite(value) < 4.5)
                throw new TemplateFault($"{path}, {name}: {value} is too light to be read on white (contrast {ContrastWithWhite(value):0.0}, at least 4.5 is needed).");

        if (Blocks.Distinct().Count() != Blocks.Count) throw new TemplateFault($"{path}, blocks: a block stands twice.");
        foreach (var needed in new[] { PassportBlock.Holder, PassportBlock.Result })
            if (!Blocks.Contains(needed)) throw new TemplateFault($"{path}, blocks: “{needed.ToString().ToLowerInvariant()}” is missing; a passport without it says nothing.");
        Texts.Check(path);
        if (Logo is null) return;
        var logo = Path.Combine(Path.GetDirectoryName(path) ?? "", Logo);
        try
        {
            LogoImage = PngImage.Read(File.ReadAllBytes(logo));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new TemplateFault($"{path}, logo: {logo} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Contrast ratio of WCAG 2.1 against white.</summary>
    private static double ContrastWithWhite(string colour)
    {
        var rgb = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        static double Linear(int part) => part / 255d <= 0.04045 ? part / 255d / 12.92 : Math.Pow(((part / 255d) + 0.055) / 1.055, 2.4);
        var luminance = (0.2126 * Linear((rgb >> 16) & 255)) + (0.7152 * Linear((rgb >> 8) & 255)) + (0.0722 * Linear(rgb & 255));
        return 1.05 / (luminance + 0.05);
    }
}

/// <summary>The words of a layout. <c>{0}</c> and <c>{1}</c> stand for values that the program puts in.</summary>
public sealed record PassportTexts
{
    /// <summary>«Паспорт компетенций».</summary>
    public required Bilingual Title { get; init; }

    /// <summary>Word before the number: «№».</summary>
    public required Bilingual Number { get; init; }

    /// <summary>{0} = date of issue.</summary>
    public required Bilingual Issued { get; init; }

    /// <summary>{0} = version, printed from the second on.</summary>
    public required Bilingual Version { get; init; }

    /// <summary>{0} = last day of validity.</summary>
    public required Bilingual ValidUntil { get; init; }

    /// <summary>Label of the total.</summary>
    public required Bilingual Total { get; init; }

    /// <summary>{0} = maximum.</summary>
    public required Bilingual OutOf { get; init; }

    /// <summary>Labels of the event block.</summary>
    public required Bilingual Event { get; init; }

    /// <summary>{0} = number of the exam.</summary>
    public required Bilingual ExamNumber { get; init; }
    public required Bilingual Dates { get; init; }
    public required Bilingual Package { get; init; }
    public required Bilingual Speciality { get; init; }
    public required Bilingual Level { get; init; }
    public required Bilingual Duration { get; init; }
    public required Bilingual Venue { get; init; }
    public required Bilingual Accreditation { get; init; }

    /// <summary>{0} and {1} = first and last day.</summary>
    public required Bilingual Period { get; init; }
    public required Bilingual ChiefExpert { get; init; }
    public required Bilingual ScoringExperts { get; init; }

    /// <summary>Headings of the two breakdowns.</summary>
    public required Bilingual Modules { get; init; }
    public required Bilingual Sections { get; init; }

    /// <summary>Heads of the columns.</summary>
    public required Bilingual ModuleColumn { get; init; }
    public required Bilingual SectionColumn { get; init; }
    public required Bilingual PointsColumn { get; init; }

    /// <summary>The stamp of the signature.</summary>
    public required Bilingual StampTitle { get; init; }
    public required Bilingual Certificate { get; init; }
    public required Bilingual Owner { get; init; }

    /// <summary>{0} and {1} = first and last day.</summary>
    public required Bilingual CertificatePeriod { get; init; }

    /// <summary>Stands where the stamp would be when a document is only previewed.</summary>
    public required Bilingual PreviewNote { get; init; }

    /// <summary>Reason inside the signature.</summary>
    public required Bilingual Reason { get; init; }

    /// <summary>One sentence on how to check; {0} = address for people who type.</summary>
    public required Bilingual HowToCheck { get; init; }

    /// <summary>What the passport is not.</summary>
    public required Bilingual Notice { get; init; }

    /// <summary>{0} = page, {1} = number of pages.</summary>
    public required Bilingual Page { get; init; }

    internal void Check(string path)
    {
        foreach (var property in typeof(PassportTexts).GetProperties())
        {
            var text = (Bilingual)property.GetValue(this)!;
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (string.IsNullOrWhiteSpace(text.Ru)) throw new TemplateFault($"{path}, texts.{name}.ru is empty.");
            if (string.IsNullOrWhiteSpace(text.En)) throw new TemplateFault($"{path}, texts.{name}.en is empty.");
            foreach (var form in new[] { text.Ru, text.En })
                try
                {
                    _ = string.Format(CultureInfo.InvariantCulture, form, "", "");
                }
                catch (FormatException e)
                {
                    throw new TemplateFault($"{path}, texts.{name}: “{form}” has a brace that is no place holder; only {{0}} and {{1}} may stand in braces.", e);
                }
        }
    }
}
