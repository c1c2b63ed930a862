using System.Text.Json;
using DemoExam.FunctionalTests.Architecture;

namespace DemoExam.FunctionalTests.Support;

/// <summary>The files of <c>tests/vectors</c>: what every checker must say of them is written beside them.</summary>
internal static class Vectors
{
    private static readonly string Folder = Path.Combine(Sources.Root, "tests", "vectors");

    private static readonly JsonElement Index = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "vectors.json"))).RootElement;

    public static string RootFile => Path.Combine(Folder, Index.GetProperty("root").GetString()!);

    public static string SignerFile => Path.Combine(Folder, Index.GetProperty("signer").GetString()!);

    public static string RsaSignerFile => Path.Combine(Folder, Index.GetProperty("signerRsa").GetString()!);

    /// <summary>What the script of the page must know: issuer, keys and pinned certificates.</summary>
    public static string Trust => JsonSerializer.Serialize(new { issuer = Index.GetProperty("issuer").GetString(), certificates = Index.GetProperty("certificates"), keys = Index.GetProperty("keys") });

    public static IReadOnlyList<Vector> All { get; } =
        [.. Index.GetProperty("vectors").EnumerateArray().Select(v => new Vector(Path.Combine(Folder, Text(v, "file")), Text(v, "state"), Text(v, "reason"), Text(v, "level"), Text(v, "standing")))];

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}

/// <param name="File">Path of the file.</param>
/// <param name="State"><c>genuine</c>, <c>tampered</c>, <c>foreign</c>, <c>unreadable</c> or <c>cannotCheck</c>.</param>
/// <param name="Reason">Code of the reason; empty where checkers may find different ones first.</param>
/// <param name="Level"><c>basic</c>, <c>timestamped</c> or <c>longTerm</c>; empty of what is not genuine.</param>
/// <param name="Standing"><c>expired</c> or <c>notYetValid</c> where the passport's own dates decide, else empty.</param>
internal sealed record Vector(string File, string State, string Reason, string Level, string Standing)
{
    public string Name => Path.GetFileName(File);
}
