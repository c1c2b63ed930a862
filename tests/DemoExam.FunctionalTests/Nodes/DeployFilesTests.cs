using System.Text.RegularExpressions;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Nodes;

/// <summary>What operators copy names only commands, settings and files that exist, and hands out no rights.</summary>
public sealed class DeployFilesTests
{
    private static readonly string Folder = Path.Combine(Sources.Root, "templates/deploy");

    [Fact]
    public async Task Every_command_in_units_containers_and_guide_exists_with_its_options()
    {
        var all = Files().SelectMany(f => Regex.Matches(f.Text, """(?:DemoExam\.dll |`DemoExam |command: \["|CMD \[")(?<command>[a-z-]+)(?<rest>[^`\]\n]*)""")
            .Select(m => (f.Name, Command: m.Groups["command"].Value, Options: Regex.Matches(m.Groups["rest"].Value, "--[a-z-]+").Select(o => o.Value).ToArray()))).ToList();
        all.Select(c => c.Name).Distinct().Order(StringComparer.Ordinal).ShouldBe(["Dockerfile", "README.md", "compose.yaml", "demoexam-web.service", "demoexam-worker.service", "demoexam.service"]);

        var known = (await Tool.DemoExam("--help")).Output;
        foreach (var command in all)
        {
            known.ShouldMatch($@"(?m)^\s+{command.Command}\b", $"{command.Name}: {command.Command}");
            if (command.Options.Length > 0)
            {
                var help = (await Tool.DemoExam(command.Command, "--help")).Output;
                command.Options.ShouldAllBe(option => help.Contains(option, StringComparison.Ordinal), $"{command.Name}: {command.Command}");
            }
        }
    }

    [Fact]
    public void Every_setting_stands_in_the_table_of_the_readme()
    {
        var table = File.ReadAllText(Path.Combine(Sources.Root, "README.md"));
        var names = Files().SelectMany(f => Regex.Matches(f.Text, @"\b(?<section>[A-Z][A-Za-z]+)__(?<name>[A-Z][A-Za-z]+)").Select(m => (f.Name, Section: m.Groups["section"].Value, Key: m.Groups["name"].Value))).ToList();

        names.ShouldNotBeEmpty();
        names.ShouldAllBe(n => table.Split('\n', StringSplitOptions.None).Any(row => row.StartsWith($"| `{n.Section}:", StringComparison.Ordinal) && (row.Contains($":{n.Key}`") || row.Contains($"`{n.Key}`"))));
        foreach (var plain in new[] { "PublicAddress", "TrustedProxies", "DataFolder", "urls" })
        {
            table.ShouldContain($"| `{plain}` |");
            Files().ShouldContain(f => f.Text.Contains(plain, StringComparison.Ordinal), plain);
        }
    }

    [Theory]
    [InlineData("demoexam.service", "")]
    [InlineData("demoexam-web.service", " --web")]
    [InlineData("demoexam-worker.service", " --worker")]
    public async Task A_unit_runs_its_part_as_a_user_without_rights(string file, string part)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file)).Where(l => l.Length > 0 && l[0] != '#').ToList();
        lines.ShouldAllBe(l => Regex.IsMatch(l, @"^(\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*)$"));

        lines.ShouldContain($"ExecStart=/usr/bin/dotnet /opt/demoexam/DemoExam.dll serve{part}");
        foreach (var rule in new[] { "User=demoexam", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "UMask=0077", "StateDirectory=demoexam", "RestrictSUIDSGID=yes" })
        {
            lines.ShouldContain(rule);
        }

        // The runtime can't work under it.
        lines.ShouldNotContain("MemoryDenyWriteExecute=yes");
        // What systemd itself thinks of how much an intruder could do; 0 is nothing, 100 everything.
        var judged = await Tool.Run("systemd-analyze", "systemd", "security", "--offline=true", "--threshold=25", "--no-pager", Path.Combine(Folder, file));
        judged.Exit.ShouldBe(0, judged.Output + judged.Errors);
    }

    [Fact]
    public async Task The_compose_file_is_YAML_and_describes_the_cluster_of_the_guide()
    {
        // An independent reader of YAML that knows anchors and merges.
        const string Read = """
            import sys, json, yaml
            print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding="utf-8"))))
            """;
        var (exit, output, errors) = await Tool.Run("/usr/bin/python3", "python3-yaml", "-c", Read, Path.Combine(Folder, "compose.yaml"));
        exit.ShouldBe(0, errors);

        var services = System.Text.Json.Nodes.JsonNode.Parse(output)!["services"]!.AsObject();
        services.Select(s => s.Key).ShouldBe(["db", "migrate", "web1", "web2", "worker", "proxy"]);
        foreach (var (name, command) in new[] { ("migrate", "migrate"), ("web1", "serve --web"), ("web2", "serve --web"), ("worker", "serve --worker") })
        {
            string.Join(' ', services[name]!["command"]!.AsArray().Select(c => (string)c!)).ShouldBe(command);
            ((bool)services[name]!["read_only"]!).ShouldBeTrue(name);
            services[name]!["cap_drop"]!.AsArray().Select(c => (string)c!).ShouldBe(["ALL"]);
            ((string)services[name]!["environment"]!["Database__Provider"]!).ShouldBe("Postgres");
        }

        // The proxy names the nodes, and every file that is mounted from here is here.
        var proxy = File.ReadAllText(Path.Combine(Folder, "nginx.conf"));
        new[] { "web1", "web2" }.ShouldAllBe(node => proxy.Contains($"server {node}:8080 ", StringComparison.Ordinal));
        File.ReadAllText(Path.Combine(Folder, "Dockerfile")).ShouldContain("EXPOSE 8080");
        output.ShouldContain("templates/deploy/Dockerfile");
        Regex.Count(proxy, "{").ShouldBe(Regex.Count(proxy, "}"));
    }

    private static IEnumerable<(string Name, string Text)> Files() => Directory.EnumerateFiles(Folder).Select(f => (Path.GetFileName(f), File.ReadAllText(f)));
}
