using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Security;

namespace DemoExam;

/// <summary>
/// <c>verify INPUT…</c>: checks passports without network and without the database, by the same algorithm as the page. What the input
/// can't tell, whether the passport was revoked meanwhile, is told by a status list or said to be unknown.
/// </summary>
internal static class VerifyCommand
{
    private const int Genuine = 0, Changed = 10, NotOurs = 11, NoPassport = 12, NotChecked = 13, Withdrawn = 14, NotInLog = 15;

    // What outweighs what, the gravest first: a changed file outweighs one that could not be read.
    private static readonly int[] Gravity = [Changed, NotOurs, Withdrawn, NoPassport, NotChecked, Genuine];

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
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "PDF, signature beside it (.sig), credential (.jwt), status list, file with a QR code's text; a folder of them; or the text itself: link or digits.", Arity = ArgumentArity.OneOrMore,
        };
        var root = new Option<string?>("--root") { Description = "Root certificate of the issuer, PEM. Default: the one of this installation; others download it from /keys/root.crt." };
        var stamps = new Option<string?>("--timestamp-root") { Description = "Root above the authority of time whose stamps count, PEM. Default: Signing:Timestamp:RootFile of this installation; without one a stamp proves nothing." };
        var keys = new Option<string?>("--keys") { Description = "The issuer's public keys, for credentials, QR codes and status lists. Default: those of this installation; others download /.well-known/did.json." };
        var status = new Option<string[]>("--status") { Description = "Status list, downloaded from /status/N: tells whether passports were still in force when it was made." };
        var json = new Option<bool>("--json") { Description = "Write one JSON document instead of words." };
        var data = new Option<string?>("--DataFolder") { Description = "Data folder of this installation, where its root certificate lies. Default: as for the service." };
        var proof = new Option<string?>("--log-proof") { Description = "Proof that the one file stands in the issuer's transparency log: passport.tlog-proof, from the passport's address + /log-proof." };
        var qualified = new Option<string?>("--qualified-root") { Description = "Root above qualified signatures by GOST (.gost.sig), PEM. Default: Signing:Qualified:RootFile of this installation." };
        var command = new Command("verify", $"""
            Check passports offline: are they unchanged, and did our issuer sign them?

            Whether a passport is still in force only the register knows: give a status list by --status, or open the address of
            its QR code.

            Exit code, the gravest of all inputs:
              {Genuine}   every input is genuine
              {Changed}  one was changed after it was signed
              {NotOurs}  one is signed, but not by the issuer
              {NoPassport}  one is not a signed passport
              {NotChecked}  one could not be checked (not readable, no root certificate)
              {Withdrawn}  one is genuine, and withdrawn or replaced by the status list
              {NotInLog}  the proof of the log does not hold for the file
            """) { inputs, root, stamps, keys, qualified, status, data, json, proof };
        command.SetAction(parsed =>
        {
            var all = parsed.GetValue(inputs)!;
            var exit = Run(all, parsed.GetValue(root), parsed.GetValue(stamps), parsed.GetValue(keys), parsed.GetValue(qualified), parsed.GetValue(status) ?? [], parsed.GetValue(data), parsed.GetValue(json));
            return exit == Genuine && parsed.GetValue(proof) is { } file ? CheckLog(all, file, parsed.GetValue(keys)) : exit;
        });
        return command;
    }

    private static int Run(string[] inputs, string? root, string? stamps, string? keys, string? qualifiedRoot, string[] lists, string? dataFolder, bool json)
    {
        VerifyInput checker;
        try
        {
            var settings = Settings(dataFolder);
            var trust = root is null ? SigningKeys.ReadTrust(settings) : IssuerTrust.FromPem(File.ReadAllText(root));
            var verifier = new Verifier(stamps is null ? trust : trust with { TimestampRoots = IssuerTrust.FromPem(File.ReadAllText(stamps)).Roots }, TimeProvider.System);
            // Only asked for when something needs keys: whoever checks PDF files has no use for them.
            var known = new Lazy<IReadOnlyList<PublicKeyJwk>>(() => keys is null ? SigningKeys.ReadTokenKeys(settings) : PublicKeyJwk.ReadAll(File.ReadAllBytes(keys)));
            checker = new VerifyInput(verifier, known, new Lazy<GostTrust>(() => QualifiedRoots(qualifiedRoot ?? SigningOptions.Of(settings).Qualified.RootFile)));
            foreach (var list in lists)
            {
                checker.Add(list);
            }
        }
        catch (Exception failure) when (failure is SigningKeyFault or IOException or UnauthorizedAccessException or CryptographicException or JsonException or StatusListFault)
        {
            Console.Error.WriteLine($"{failure.Message}{(root is null ? " Name the issuer's root certificate by --root FILE." : "")}");
            return NotChecked;
        }

        var checks = inputs.SelectMany(VerifyInput.Expand).Select(input => Describe(input, checker.Check(input))).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(checks, Json));
        }
        else
        {
            checks.ForEach(Write);
        }

        return checks.Select(c => c.ExitCode).DefaultIfEmpty(NoPassport).MinBy(code => Array.IndexOf(Gravity, code));
    }

    private static GostTrust QualifiedRoots(string? file) => file is not null && File.Exists(file)
        ? GostTrust.FromPem(File.ReadAllText(file))
        : throw new SigningKeyFault("Name the root above qualified signatures by --qualified-root FILE.");

    // The file is known to be genuine; its signed values are read again.
    private static int CheckLog(string[] inputs, string proof, string? keys)
    {
        try
        {
            if (inputs is not [var file] || keys is null || !File.Exists(file))
            {
                Console.Error.WriteLine("Name one PDF file, and the issuer's keys by --keys FILE.");
                return NotChecked;
            }

            var text = File.ReadAllText(proof);
            var finding = LogProof.Check(text, PublicKeyJwk.ReadAll(File.ReadAllBytes(keys)), Verifier.LogCommitmentTo(File.ReadAllBytes(file)) ?? "");
            Console.WriteLine(finding == LogFinding.Good && LogProof.Read(text) is { } line
                ? FormattableString.Invariant($"  stands in the log as line {line.Place + 1}, since {line.Leaf.At:u}")
                : $"  the proof of the log DOES NOT HOLD: {finding}");
            return finding == LogFinding.Good ? Genuine : NotInLog;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine(failure.Message);
            return NotChecked;
        }
    }

    /// <summary>The settings of the service without the service.</summary>
    internal static IConfiguration Settings(string? dataFolder) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(dataFolder is null ? [] : [new(DataFolder.Setting, dataFolder)])
        .Build();

    private static InputCheck Describe(string input, InputVerdict found)
    {
        var (verdict, fault, list, qualified) = found;
        var exit = fault is not null ? NotChecked : list is not null || qualified is not null ? Genuine : verdict switch
        {
            { IsGenuine: true, State: VerdictState.Revoked or VerdictState.Superseded } => Withdrawn,
            { IsGenuine: true } => Genuine,
            { State: VerdictState.Tampered } => Changed,
            { State: VerdictState.UntrustedIssuer } => NotOurs,
            { State: VerdictState.Unreadable } => NoPassport,
            _ => NotChecked,
        };
        var facts = verdict?.Facts;
        return new InputCheck(
            // A link's digits hold the whole passport and are no name for it.
            input.Length <= 200 ? input : input[..60] + "…", exit, verdict?.State ?? VerdictState.CannotCheck, verdict?.Unchanged ?? FactMark.NotChecked, verdict?.IssuedByUs ?? FactMark.NotChecked,
            verdict?.InForce ?? FactMark.NotChecked, verdict?.Reasons ?? (qualified is not null ? ["qualified-signature"] : list is null ? ["not-read"] : ["status-list"]), verdict?.Signer?.Name, verdict?.Signer?.SignedAt, verdict?.Signer?.Level,
            verdict?.Signer?.TimestampedAt, facts?.Number, facts?.Holder, facts?.Skill, facts?.TotalHundredths / 100m, facts?.MaximumHundredths / 100m, verdict?.Values?.VerificationUrl,
            verdict?.Status?.AsOf, list, qualified, fault);
    }

    private static void Write(InputCheck check)
    {
        var headline = check.List is not null ? "genuine status list" : check.Qualified is not null ? "genuine qualified signature" : check.ExitCode switch
        {
            Genuine => "genuine",
            Changed => "CHANGED after it was signed",
            NotOurs => "signed, but NOT BY THE ISSUER",
            NoPassport => "not a signed passport",
            Withdrawn => "genuine, but WITHDRAWN OR REPLACED",
            _ => "could not be checked",
        };
        Console.WriteLine($"{check.File}: {headline}");
        if ((check.Fault ?? check.List ?? check.Qualified) is { } words)
        {
            Console.WriteLine($"  {words}");
        }
        else if (check.Number is null)
        {
            Console.WriteLine($"  {string.Join(", ", check.Reasons)}{(check.Signer is null ? "" : $"; signed by {check.Signer}")}");
        }
        else
        {
            Console.WriteLine(FormattableString.Invariant($"  {check.Number}, {check.Holder}, {check.Skill}, {check.Total:0.##} of {check.Maximum:0.##}"));
            if (check.Signer is not null)
            {
                Console.WriteLine(FormattableString.Invariant($"  signed by {check.Signer} at {check.SignedAt:u}{(check.TimestampedAt is { } time ? FormattableString.Invariant($", witnessed at {time:u}") : "")}"));
            }

            Console.WriteLine(check.StatusAsOf is { } asOf
                ? FormattableString.Invariant($"  {check.State switch { VerdictState.Valid => "in force", VerdictState.StatusStale => "in force, by an old list", _ => "no longer in force" }} as of {asOf:u}")
                : $"  whether it is still in force: {check.Address?.ToString() ?? "give a status list by --status"}");
        }
    }

    /// <summary>What was found in one input; the shape of <c>--json</c>.</summary>
    private sealed record InputCheck(
        string File, int ExitCode, VerdictState State, FactMark Unchanged, FactMark IssuedByUs, FactMark InForce, IReadOnlyList<string> Reasons, string? Signer,
        DateTimeOffset? SignedAt, SignatureLevel? Level, DateTimeOffset? TimestampedAt, string? Number, string? Holder, string? Skill, decimal? Total, decimal? Maximum, Uri? Address,
        DateTimeOffset? StatusAsOf, string? List, string? Qualified, string? Fault);
}
