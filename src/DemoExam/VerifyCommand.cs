using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Security;

namespace DemoExam;

/// <summary>
/// <c>verify FILE…</c>: checks passports without network and without the database, by the same algorithm as the page. What a file
/// can't tell, whether the passport was revoked meanwhile, is said to be unknown.
/// </summary>
internal static class VerifyCommand
{
    private const int Genuine = 0, Changed = 10, NotOurs = 11, NoPassport = 12, NotChecked = 13;

    // A passport takes some tens of kilobytes.
    private const long LargestFile = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Make()
    {
        var files = new Argument<string[]>("FILE") { Description = "PDF files of passports.", Arity = ArgumentArity.OneOrMore };
        var root = new Option<string?>("--root") { Description = "Root certificate of the issuer, PEM. Default: the one of this installation; others download it from /keys/root.crt." };
        var json = new Option<bool>("--json") { Description = "Write one JSON document instead of words." };
        var data = new Option<string?>("--DataFolder") { Description = "Data folder of this installation, where its root certificate lies. Default: as for the service." };
        var command = new Command("verify", $"""
            Check passport files offline: is the file unchanged, and did our issuer sign it?

            Whether a passport is still in force only the register knows: open the address of its QR code for that.

            Exit code, the gravest of all files:
              {Genuine}   every file is genuine
              {Changed}  a file was changed after it was signed
              {NotOurs}  a file is signed, but not by the issuer
              {NoPassport}  a file is not a signed passport
              {NotChecked}  a file could not be checked (not readable, no root certificate)
            """) { files, root, data, json };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(root), parsed.GetValue(data), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] files, string? root, string? dataFolder, bool json)
    {
        Verifier verifier;
        try
        {
            verifier = new Verifier(Trust(root, dataFolder), TimeProvider.System);
        }
        catch (Exception failure) when (failure is SigningKeyFault or IOException or UnauthorizedAccessException or CryptographicException)
        {
            Console.Error.WriteLine($"{failure.Message}{(root is null ? " Name the issuer's root certificate by --root FILE." : "")}");
            return NotChecked;
        }

        var checks = files.Select(file => Check(verifier, file)).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(checks, Json));
        }
        else
        {
            checks.ForEach(Write);
        }

        // The codes grow with doubt, not with gravity: a changed file outweighs one that could not be read.
        return checks.Select(c => c.ExitCode).Where(code => code != Genuine).DefaultIfEmpty(Genuine).Min();
    }

    private static IssuerTrust Trust(string? root, string? dataFolder)
    {
        if (root is not null)
        {
            return IssuerTrust.FromPem(File.ReadAllText(root));
        }

        return SigningKeys.ReadTrust(Settings(dataFolder));
    }

    /// <summary>The settings of the service without the service.</summary>
    internal static IConfiguration Settings(string? dataFolder) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(dataFolder is null ? [] : [new(DataFolder.Setting, dataFolder)])
        .Build();

    private static FileCheck Check(Verifier verifier, string file)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                return FileCheck.Unread(file, "too large for a passport");
            }

            bytes = File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return FileCheck.Unread(file, failure.Message);
        }

        var verdict = verifier.CheckFile(bytes);
        var exit = verdict.IsGenuine ? Genuine : verdict.State switch
        {
            VerdictState.Tampered => Changed,
            VerdictState.UntrustedIssuer => NotOurs,
            VerdictState.Unreadable => NoPassport,
            _ => NotChecked,
        };
        var values = verdict.Values;
        return new FileCheck(
            file, exit, verdict.State, verdict.Unchanged, verdict.IssuedByUs, verdict.InForce, verdict.Reasons, verdict.Signer?.Name, verdict.Signer?.SignedAt,
            values?.Number, values?.Holder.FullName, values?.Event.PackageName.Ru, values?.Result.TotalHundredths / 100m, values?.Result.MaximumHundredths / 100m, values?.VerificationUrl, null);
    }

    private static void Write(FileCheck check)
    {
        var headline = check.ExitCode switch
        {
            Genuine => "genuine",
            Changed => "CHANGED after it was signed",
            NotOurs => "signed, but NOT BY THE ISSUER",
            NoPassport => "not a signed passport",
            _ => "could not be checked",
        };
        Console.WriteLine($"{check.File}: {headline}");
        if (check.Fault is not null)
        {
            Console.WriteLine($"  {check.Fault}");
        }
        else if (check.ExitCode == Genuine)
        {
            Console.WriteLine(FormattableString.Invariant($"  {check.Number}, {check.Holder}, {check.Skill}, {check.Total:0.##} of {check.Maximum:0.##}"));
            Console.WriteLine(FormattableString.Invariant($"  signed by {check.Signer} at {check.SignedAt:u}"));
            Console.WriteLine($"  whether it is still in force: {check.Address}");
        }
        else
        {
            Console.WriteLine($"  {string.Join(", ", check.Reasons)}{(check.Signer is null ? "" : $"; signed by {check.Signer}")}");
        }
    }

    /// <summary>What was found in one file; the shape of <c>--json</c>.</summary>
    private sealed record FileCheck(
        string File, int ExitCode, VerdictState State, FactMark Unchanged, FactMark IssuedByUs, FactMark InForce, IReadOnlyList<string> Reasons, string? Signer,
        DateTimeOffset? SignedAt, string? Number, string? Holder, string? Skill, decimal? Total, decimal? Maximum, Uri? Address, string? Fault)
    {
        public static FileCheck Unread(string file, string fault) => new(
            file, NotChecked, VerdictState.CannotCheck, FactMark.NotChecked, FactMark.NotChecked, FactMark.NotChecked, ["file-not-read"],
            null, null, null, null, null, null, null, null, fault);
    }
}
