using System.Net.Http.Headers;
using System.Text.Json;
using DemoExam.Credentials.Signing;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>The API and the command say of the files of <c>tests/vectors</c> what is written beside them; the page does so in <c>CheckFilesTests</c>.</summary>
public sealed class VectorsTests(VectorsTests.VectorsApp app) : IClassFixture<VectorsTests.VectorsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_API_says_what_is_written_beside_each()
    {
        using var client = await app.As(TestUser.Anonymous);
        var wrong = new List<string>();
        foreach (var vector in Vectors.All)
        {
            using var body = new ByteArrayContent(await File.ReadAllBytesAsync(vector.File, Ct)) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
            using var answer = await client.PostAsync("/api/v1/check/file", body, Ct);
            var check = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
            // Genuine, and in no register here.
            var state = check.GetProperty("state").GetString() switch { "unknown" => "genuine", "untrustedIssuer" => "foreign", var other => other };
            Note(wrong, vector, state!, check.GetProperty("reasons"));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_command_says_what_is_written_beside_each()
    {
        var (exit, output, errors) = await Tool.DemoExam(["verify", .. Vectors.All.Select(v => v.File), "--root", Vectors.RootFile, "--timestamp-root", Vectors.RootFile, "--json"]);
        exit.ShouldBe(10, errors);
        var wrong = new List<string>();
        foreach (var (vector, check) in Vectors.All.Zip(JsonDocument.Parse(output).RootElement.EnumerateArray()))
        {
            var state = check.GetProperty("exitCode").GetInt32() switch { 0 => "genuine", 10 => "tampered", 11 => "foreign", 12 => "unreadable", _ => "cannotCheck" };
            Note(wrong, vector, state, check.GetProperty("reasons"));
            if (vector.State == "genuine" && (check.GetProperty("level").GetString(), check.GetProperty("state").GetString()) is var found && found != (vector.Level, vector.Standing is { Length: > 0 } standing ? standing : "cannotCheck"))
            {
                wrong.Add($"{vector.Name}: {found}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static void Note(List<string> wrong, Vector vector, string state, JsonElement reasons)
    {
        var said = reasons.EnumerateArray().Select(r => r.GetString()).ToList();
        if (state != vector.State || (vector.Reason.Length > 0 && !said.Contains(vector.Reason)))
        {
            wrong.Add($"{vector.Name}: {state} ({string.Join(", ", said)}), not {vector.State} ({vector.Reason})");
        }
    }

    /// <summary>A host that trusts the issuer of the vectors as another house that signs for it.</summary>
    public sealed class VectorsApp : App
    {
        protected override void Configure(IDictionary<string, string> settings)
        {
            // One certificate of the other house is in use; what a former one has signed stays the issuer's.
            var keys = Path.Combine(Folder, "keys");
            NewSigningKey.Create(keys, "Vectors", TestClock.Start);
            var retired = Directory.CreateDirectory(Path.Combine(keys, NewSigningKey.RetiredFolder)).FullName;
            File.Copy(Vectors.RsaSignerFile, Path.Combine(retired, "rsa.crt"));
            settings["Signing:External:Address"] = "http://127.0.0.1:9/";
            settings["Signing:External:CertificateFile"] = Vectors.SignerFile;
            settings["Signing:External:RootFile"] = Vectors.RootFile;
        }
    }
}
