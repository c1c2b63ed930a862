#!/usr/bin/env dotnet
#:include shared/Shell.cs
// Lists what the service is made of, with licences, as CycloneDX 1.6 JSON:  dotnet run scripts/sbom.cs [file, default artifacts/sbom.cdx.json]
// Reads the lock files for versions, hashes and who needs whom, and the restored packages for licences. It asks no server.
// It fails when a package has no licence that it can name: somebody has to look then.
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

// Packages whose own file names no licence in a form that programs read; looked up by a person.
var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
{
    ["Hangfire.AspNetCore"] = "LGPL-3.0-or-later", ["Hangfire.Core"] = "LGPL-3.0-or-later", ["Hangfire.NetCore"] = "LGPL-3.0-or-later", ["Hangfire.SqlServer"] = "LGPL-3.0-or-later",
    ["Hangfire.InMemory"] = "LGPL-3.0-or-later", ["Hangfire.PostgreSql"] = "LGPL-3.0-or-later", ["MediatR"] = "Apache-2.0",
};
var target = Path.Combine(Shell.Root, args.Length > 0 ? args[0] : "artifacts/sbom.cdx.json");
var store = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
var version = XDocument.Load(Path.Combine(Shell.Root, "Directory.Build.props")).Descendants().FirstOrDefault(e => e.Name.LocalName is "Version" or "VersionPrefix")?.Value ?? "0";
var packages = new SortedDictionary<string, (string Version, string Hash, SortedSet<string> Needs)>(StringComparer.OrdinalIgnoreCase);
var direct = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
foreach (var project in new[] { "DemoExam.Domain", "DemoExam.Credentials", "DemoExam" })
{
    using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shell.Root, "src", project, "packages.lock.json")));
    foreach (var framework in locked.RootElement.GetProperty("dependencies").EnumerateObject())
    {
        foreach (var package in framework.Value.EnumerateObject().Where(p => p.Value.GetProperty("type").GetString() is not "Project"))
        {
            var needs = package.Value.TryGetProperty("dependencies", out var list) ? list.EnumerateObject().Select(d => d.Name) : [];
            packages[package.Name] = (package.Value.GetProperty("resolved").GetString()!, package.Value.GetProperty("contentHash").GetString()!, new(needs, StringComparer.OrdinalIgnoreCase));
            if (package.Value.GetProperty("type").GetString() == "Direct")
            {
                direct.Add(package.Name);
            }
        }
    }
}

var unnamed = new List<string>();
var components = new JsonArray();
var dependencies = new JsonArray(Dependency("demoexam", direct.Where(packages.ContainsKey)));
foreach (var (name, package) in packages)
{
    var specification = Path.Combine(store, name.ToLowerInvariant(), package.Version.ToLowerInvariant(), $"{name.ToLowerInvariant()}.nuspec");
    if (!File.Exists(specification))
    {
        Console.Error.WriteLine($"{name} {package.Version} is not restored here. Run: dotnet restore DemoExam.sln --locked-mode");
        return 1;
    }

    var about = XDocument.Load(specification).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    var component = new JsonObject
    {
        ["type"] = "library",
        ["bom-ref"] = Reference(name),
        ["name"] = name,
        ["version"] = package.Version,
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(package.Hash)) }),
        ["purl"] = Reference(name),
    };
    if (Licence(about, name) is { } licence)
    {
        component["licenses"] = new JsonArray(licence);
    }
    else
    {
        unnamed.Add($"{name} {package.Version}");
    }

    components.Add(component);
    dependencies.Add(Dependency(Reference(name), package.Needs.Where(packages.ContainsKey).Select(n => n)));
}

var bom = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = "demoexam", ["name"] = "DemoExam", ["version"] = version } },
    ["components"] = components,
    ["dependencies"] = dependencies,
};
Directory.CreateDirectory(Path.GetDirectoryName(target)!);
File.WriteAllText(target, bom.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
Console.WriteLine($"{packages.Count} packages in {target}.");
foreach (var licence in components.GroupBy(c => c!["licenses"]?[0]?["expression"]?.GetValue<string>() ?? c!["licenses"]?[0]?["license"]?["id"]?.GetValue<string>() ?? c!["licenses"]?[0]?["license"]?["name"]?.GetValue<string>() ?? "?").OrderByDescending(g => g.Count()))
{
    Console.WriteLine($"  {licence.Count(),4}  {licence.Key}");
}

foreach (var name in unnamed)
{
    Console.Error.WriteLine($"No licence known for {name}.");
}

return unnamed.Count == 0 ? 0 : 1;

string Reference(string name) => packages.TryGetValue(name, out var package) ? $"pkg:nuget/{name}@{package.Version}" : name;

JsonObject Dependency(string of, IEnumerable<string> needs) => new() { ["ref"] = of, ["dependsOn"] = new JsonArray([.. needs.Select(n => (JsonNode)Reference(n))]) };

JsonObject? Licence(XElement about, string name)
{
    var element = about.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
    var address = about.Elements().FirstOrDefault(e => e.Name.LocalName == "licenseUrl")?.Value;
    return element?.Attribute("type")?.Value == "expression" ? new JsonObject { ["expression"] = element.Value }
        : known.TryGetValue(name, out var id) ? new JsonObject { ["license"] = new JsonObject { ["id"] = id } }
        : element is not null ? new JsonObject { ["license"] = new JsonObject { ["name"] = $"{name}: {element.Value} in the package" } }
        : address is not null ? new JsonObject { ["license"] = new JsonObject { ["name"] = address, ["url"] = address } }
        : null;
}
