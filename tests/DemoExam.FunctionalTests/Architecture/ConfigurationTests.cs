using System.Text.Json;

namespace DemoExam.FunctionalTests.Architecture;

/// <summary>What is delivered holds no secret and asks no stranger.</summary>
public sealed class ConfigurationTests
{
    private static readonly string[] SecretWords = ["password", "secret", "apikey", "privatekey", "token", "pin"];

    [Fact]
    public void Settings_hold_no_secret()
    {
        var files = Sources.Files("src", "appsettings*.json").Where(f => !f.EndsWith(".schema.json", StringComparison.Ordinal)).ToList();

        files.ShouldNotBeEmpty();
        files.SelectMany(Settings)
            .Where(s => s.Value.Length > 0 && (SecretWords.Any(w => s.Path.Split(':')[^1].Contains(w, StringComparison.OrdinalIgnoreCase))
                || s.Value.Contains("password=", StringComparison.OrdinalIgnoreCase)))
            .Select(s => s.Path)
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_repository_holds_no_private_key() =>
        new[] { "src", "templates", "tests", "scripts" }.SelectMany(folder => Sources.Files(folder, "*"))
            .Where(file => Path.GetExtension(file) is ".pfx" or ".p12" or ".key" || (Path.GetExtension(file) == ".pem" && File.ReadAllText(file).Contains("PRIVATE KEY", StringComparison.Ordinal)))
            .Select(Sources.Short)
            .ShouldBeEmpty();

    [Fact]
    public void Every_package_has_its_reason_and_licence_in_the_list()
    {
        var list = File.ReadAllText(Path.Combine(Sources.Root, "src/README.md"));

        new[] { "src", "tests" }.SelectMany(folder => Sources.Files(folder, "*.csproj"))
            .SelectMany(project => System.Xml.Linq.XDocument.Load(project).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value)
            // Packages of one family share a line: "Hangfire.AspNetCore, .SqlServer".
            .Where(name => !list.Contains(name, StringComparison.Ordinal) && !list.Contains($" .{name.Split('.')[^1]}", StringComparison.Ordinal))
            .Distinct()
            .ShouldBeEmpty("Add its line to src/README.md, \"Dependencies\".");
    }

    [Fact]
    public void Pages_load_nothing_from_other_servers()
    {
        var files = new[] { "*.cshtml", "*.css", "*.js", "*.svg" }.SelectMany(pattern => Sources.Files("src/DemoExam", pattern));

        var loads = new System.Text.RegularExpressions.Regex("""(?:src|href|action)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|(?:fetch|import)\(\s*["'`](?:https?:)?//""");
        files.SelectMany(f => loads.Matches(File.ReadAllText(f)).Select(m => $"{Sources.Short(f)}: {m.Value}")).ShouldBeEmpty();
    }

    private static IEnumerable<(string Path, string Value)> Settings(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return [.. Walk("", json.RootElement)];

        static IEnumerable<(string, string)> Walk(string path, JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Walk(path.Length == 0 ? p.Name : $"{path}:{p.Name}", p.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => Walk($"{path}:{i}", item)),
            JsonValueKind.String => [(path, element.GetString()!)],
            _ => [],
        };
    }
}
