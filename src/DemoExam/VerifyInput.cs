using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.Features.Passports;

namespace DemoExam;

/// <summary>What was found in one input of the <c>verify</c> command: a verdict, or why there is none, or in words a genuine status list or qualified signature.</summary>
internal sealed record InputVerdict(Verdict? Verdict, string? Fault = null, string? List = null, string? Qualified = null);

/// <summary>Tells the kinds of input of the <c>verify</c> command apart and checks each in its own way.</summary>
/// <param name="verifier">Checks PDF files.</param>
/// <param name="keys">The issuer's public keys; opened when they are needed.</param>
/// <param name="qualified">Roots of qualified signatures; opened when they are needed.</param>
internal sealed partial class VerifyInput(Verifier verifier, Lazy<IReadOnlyList<PublicKeyJwk>> keys, Lazy<GostTrust> qualified)
{
    private const string Beside = ".sig";

    // A passport takes some tens of kilobytes.
    private const long LargestFile = 64 * 1024 * 1024;
    private const int MostFiles = 100_000;

    private static readonly string[] Kinds = [".pdf", Beside, ".jwt", ".jws", ".txt"];

    private readonly Lazy<TokenVerifier> tokens = new(() => new TokenVerifier(keys.Value, verifier, TimeProvider.System));

    /// <summary>The files of a folder that may be passports; anything else as it is.</summary>
    public static IEnumerable<string> Expand(string input) => Directory.Exists(input)
        ? Directory.EnumerateFiles(input, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(MostFiles)
        : [input];

    /// <summary>Takes a status list into account.</summary>
    /// <exception cref="StatusListFault">Its signature does not hold, or it is out of date.</exception>
    public void Add(string file) => tokens.Value.Add(tokens.Value.ReadStatusList(Encoding.UTF8.GetString(File.ReadAllBytes(file)).Trim()));

    /// <summary>Checks one input. Never throws for a bad one.</summary>
    public InputVerdict Check(string input)
    {
        try
        {
            if (!File.Exists(input) && Proof().Match(input.Trim()) is { Success: true } proof)
            {
                return new InputVerdict(tokens.Value.CheckProof(proof.Groups["digits"].Value));
            }

            return CheckFile(input);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new InputVerdict(null, failure.Message);
        }
        catch (Exception failure) when (failure is SigningKeyFault or JsonException)
        {
            return new InputVerdict(null, $"{failure.Message} Name the issuer's public keys by --keys FILE.");
        }
        catch (StatusListFault fault)
        {
            return fault.Message.Contains("out of date", StringComparison.Ordinal)
                ? new InputVerdict(null, fault.Message)
                : new InputVerdict(Refused(VerdictState.Tampered));
        }
    }

    private InputVerdict CheckFile(string file)
    {
        if (new FileInfo(file).Length > LargestFile)
        {
            return new InputVerdict(null, "too large for a passport");
        }

        var bytes = File.ReadAllBytes(file);
        if (Path.GetExtension(file).Equals(Beside, StringComparison.OrdinalIgnoreCase))
        {
            var gost = GostSignature.IsOne(bytes);
            var signed = file[..^(gost && file.EndsWith(PassportFiles.QualifiedEnding, StringComparison.OrdinalIgnoreCase) ? PassportFiles.QualifiedEnding : Beside).Length];
            return !File.Exists(signed) ? new InputVerdict(null, $"{signed}, the file that it signs, is not beside it")
                : gost ? CheckQualified(File.ReadAllBytes(signed), bytes)
                : new InputVerdict(WithStatus(verifier.CheckBeside(File.ReadAllBytes(signed), bytes)));
        }

        if (bytes.AsSpan().StartsWith("%PDF-"u8) || bytes.AsSpan().ContainsAnyExceptInRange((byte)9, (byte)126))
        {
            return new InputVerdict(WithStatus(verifier.CheckFile(bytes)));
        }

        var text = Encoding.ASCII.GetString(bytes).Trim();
        if (Proof().Match(text) is { Success: true } proof)
        {
            return new InputVerdict(tokens.Value.CheckProof(proof.Groups["digits"].Value));
        }

        if (!Token().IsMatch(text))
        {
            return new InputVerdict(verifier.CheckFile(bytes));
        }

        return TokenVerifier.IsStatusList(text) ? new InputVerdict(null, List: InWords(tokens.Value.ReadStatusList(text))) : new InputVerdict(tokens.Value.CheckCredential(text));
    }

    // It says that every byte of the file was there when the house signed; what the file says of itself is another input.
    private InputVerdict CheckQualified(byte[] signed, byte[] message)
    {
        GostTrust roots;
        try
        {
            roots = qualified.Value;
        }
        catch (SigningKeyFault fault)
        {
            return new InputVerdict(null, fault.Message);
        }

        var report = GostSignature.Check(signed, message, roots, TimeProvider.System.GetUtcNow());
        return report.Finding switch
        {
            GostFinding.Good => new InputVerdict(null, Qualified: FormattableString.Invariant($"{report.Signer}{(report.SignedAt is { } at ? FormattableString.Invariant($" at {at:u}") : "")}")),
            GostFinding.NotTrusted => new InputVerdict(Refused(VerdictState.UntrustedIssuer)),
            _ => new InputVerdict(Refused(VerdictState.Tampered)),
        };
    }

    // Without lists there is nothing to add, and no key is needed.
    private Verdict WithStatus(Verdict verdict) => tokens.IsValueCreated ? tokens.Value.WithStatus(verdict) : verdict;

    private static string InWords(KnownStatusList list) =>
        FormattableString.Invariant($"{list.Address}, made at {list.MadeAt:u}: {Enumerable.Range(0, list.List.Length).Count(i => list.List[i])} of {list.List.Length} places withdrawn or replaced");

    private static Verdict Refused(VerdictState state) => new()
    {
        State = state, Unchanged = FactMark.No, IssuedByUs = FactMark.NotChecked, InForce = FactMark.NotChecked, Reasons = [VerdictReason.SignatureMismatch],
    };

    [GeneratedRegex(@"^(?:https?://\S+#)?(?<digits>[0-9]{100,8000})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Proof();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
