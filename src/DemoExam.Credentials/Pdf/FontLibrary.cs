namespace DemoExam.Credentials.Pdf;

/// <summary>The regular and bold typefaces of the documents, with the other fonts of the machine behind them for rare characters.</summary>
/// <remarks>The product ships no font file: it takes the operator's own fonts first, then those of the operating system.</remarks>
public sealed class FontLibrary
{
    private static readonly (string Regular, string Bold)[] Known =
    [
        ("PTS55F.ttf", "PTS75F.ttf"),
        ("PTSans_400Regular.ttf", "PTSans_700Bold.ttf"),
        ("PTSans-Regular.ttf", "PTSans-Bold.ttf"),
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
        ("arial.ttf", "arialbd.ttf"),
        ("Arial.ttf", "Arial Bold.ttf"),
    ];

    private static readonly string[] SystemFolders =
    [
        "/usr/share/fonts/truetype/paratype",
        "/usr/share/fonts/truetype/dejavu",
        "/usr/share/fonts/truetype/liberation",
        "/usr/share/fonts/truetype/liberation2",
        "/usr/share/fonts/truetype/noto",
        "C:/Windows/Fonts",
        "/Library/Fonts",
        "/System/Library/Fonts/Supplemental",
    ];

    private FontLibrary(List<(string Regular, string Bold)> pairs)
    {
        Regular = new FontChain([.. pairs.Select(p => p.Regular)]);
        Bold = new FontChain([.. pairs.Select(p => p.Bold)]);
    }

    /// <summary>File of the regular face in use, for the start-up log.</summary>
    public string RegularPath => Regular.Primary.Path;

    internal FontChain Regular { get; }

    internal FontChain Bold { get; }

    /// <summary>Finds usable fonts.</summary>
    /// <param name="folders">
    /// Folders to look in first, in this order: the folder from the settings, then the operator's own <c>templates/passport/fonts</c>.
    /// Null or missing ones are passed over.
    /// </param>
    /// <param name="useSystemFonts">False to look nowhere else.</param>
    /// <exception cref="InvalidOperationException">No usable font was found; the message names the package to install.</exception>
    public static FontLibrary Find(IEnumerable<string?>? folders = null, bool useSystemFonts = true)
    {
        var searched = (folders ?? []).Where(f => !string.IsNullOrWhiteSpace(f)).Select(f => f!).ToList();
        if (useSystemFonts) searched.AddRange(SystemFolders);
        var found = new List<(string, string)>();
        var refused = new List<string>();
        foreach (var folder in searched.Where(Directory.Exists))
            foreach (var (regular, bold) in Pairs(folder))
            {
                try
                {
                    // The first pair is opened now, so that a damaged file is found at start and not in the middle of a night's issue.
                    if (found.Count == 0) RequireRussian(TrueTypeFont.Load(regular), TrueTypeFont.Load(bold));
                    found.Add((regular, bold));
                }
                catch (InvalidDataException e)
                {
                    refused.Add(e.Message);
                }
            }

        if (found.Count > 0) return new FontLibrary(found);
        throw new InvalidOperationException(
            "No font with Russian letters was found for the passports. Install one, on Debian: apt-get install fonts-paratype; "
            + "or put a Regular and a Bold TrueType file into templates/passport/fonts. "
            + $"Looked in: {string.Join(", ", searched)}.{string.Concat(refused.Select(r => " " + r))}");
    }

    private static IEnumerable<(string Regular, string Bold)> Pairs(string folder)
    {
        foreach (var (regular, bold) in Known)
            if (File.Exists(Path.Combine(folder, regular)) && File.Exists(Path.Combine(folder, bold)))
                yield return (Path.Combine(folder, regular), Path.Combine(folder, bold));
        if (SystemFolders.Contains(folder)) yield break;
        // An operator's own pair: Name-Regular.ttf and Name-Bold.ttf.
        foreach (var regular in Directory.EnumerateFiles(folder, "*Regular.ttf").Order(StringComparer.Ordinal))
        {
            var bold = regular[..^"Regular.ttf".Length] + "Bold.ttf";
            if (File.Exists(bold) && !Known.Any(k => k.Regular == Path.GetFileName(regular))) yield return (regular, bold);
        }
    }

    private static void RequireRussian(params TrueTypeFont[] fonts)
    {
        foreach (var font in fonts)
            if (font.Glyph('Я') == 0 || font.Glyph('ё') == 0)
                throw new InvalidDataException($"The font file {font.Path} has no Russian letters.");
    }
}

/// <summary>One face: the font of the documents, and the fonts that help out with characters which it lacks.</summary>
internal sealed class FontChain(string[] paths)
{
    private readonly Lazy<TrueTypeFont>[] fonts = [.. paths.Select(p => new Lazy<TrueTypeFont>(() => TrueTypeFont.Load(p)))];

    public TrueTypeFont Primary => fonts[0].Value;

    /// <summary>The first font that has the character; null when none has.</summary>
    public TrueTypeFont? With(char character)
    {
        foreach (var font in fonts)
            if (font.Value.Glyph(character) != 0) return font.Value;
        return null;
    }
}
