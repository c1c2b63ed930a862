using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.TestTools;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Fuzzing;

/// <summary>Every parser of foreign bytes in the credentials: nothing but its documented refusal, bounded work, and no changed byte that counts as genuine.</summary>
public sealed class CredentialFuzzTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly PassportStatus Good = new(PassportStanding.InForce, AnIssuer.Today);
    private static readonly AnIssuer Issuer = AnIssuer.WithEcKey();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IReadOnlyList<PublicKeyJwk> Keys => [PublicKeyJwk.Of(Issuer.Key.Certificate)];

    [Fact]
    public void Files_that_are_checked()
    {
        var (everyday, bare) = (APassport.Everyday(), APassport.Bare());
        var samples = new[] { Issuer.Issue(everyday), Issuer.Issue(bare), AnIssuer.WithRsaKey().Issue(bare) };
        new Fuzz(samples).Run(400, 256 * Megabyte, (input, isChanged) =>
        {
            var verdict = Issuer.Verifier.CheckFile(input, Good);
            if (isChanged)
            {
                verdict.IsGenuine.ShouldBeFalse("a changed file");
            }

            Verifier.LogCommitmentTo(input);
        });
    }

    [Fact]
    public void Files_that_are_to_be_marked()
    {
        var stamp = new PdfStamp(FontLibrary.Find());
        new Fuzz(Issuer.Issue(APassport.Bare()), Encoding.Latin1.GetBytes(SmallPdf)).Run(300, 256 * Megabyte, (input, _) => stamp.TryApply(input, "Открыто"));
    }

    [Fact]
    public void Tokens()
    {
        var tokens = new[] { ACredential.Sign(Issuer, APassport.Everyday()), ACredential.Sign(Issuer, APassport.Bare(), TokenType.VerifiableCredential) };
        var verifier = new TokenVerifier(Keys, Issuer.Verifier, new FixedClock());
        new Fuzz([.. tokens.Select(Encoding.UTF8.GetBytes)]).RunText(4000, 32 * Megabyte, (input, _) =>
        {
            (TokenReader.Read(input, ACredential.Did, Keys, out var _) == TokenFinding.Good).ShouldBe(tokens.Contains(input));
            verifier.CheckCredential(input).IsGenuine.ShouldBe(tokens.Contains(input));
        });
    }

    [Fact]
    public void Digits_of_codes_on_paper()
    {
        var digits = new[] { APassport.Everyday(), APassport.Bare() }.Select(c => QrToken.Sign(QrClaims.Of(c, ACredential.Did, new QrStatus(3, 7)), new TokenSigner(Issuer.Key, ACredential.Did), Ct).AsTask().GetAwaiter().GetResult()).ToList();
        var verifier = new TokenVerifier(Keys, Issuer.Verifier, new FixedClock());
        new Fuzz([.. digits.Select(Encoding.UTF8.GetBytes)]).RunText(3000, 64 * Megabyte, (input, _) =>
        {
            (QrToken.Read(input, ACredential.Did, Keys, out var claims) == TokenFinding.Good).ShouldBe(digits.Contains(input));
            (claims is not null).ShouldBe(digits.Contains(input));
            verifier.CheckProof(input).IsGenuine.ShouldBe(digits.Contains(input));
        });
    }

    [Fact]
    public void Messages_of_codes_on_paper()
    {
        var messages = new[] { APassport.Everyday(), APassport.Bare() }.Select(c =>
        {
            QrToken.TryUnpack(QrToken.Sign(QrClaims.Of(c, ACredential.Did), new TokenSigner(Issuer.Key, ACredential.Did), Ct).AsTask().GetAwaiter().GetResult(), out var message).ShouldBeTrue();
            return message;
        }).ToArray();
        new Fuzz(messages).Run(4000, 16 * Megabyte, (input, isChanged) => (QrToken.ReadMessage(input, ACredential.Did, Keys, out _) == TokenFinding.Good).ShouldBe(!isChanged));
    }

    [Fact]
    public void Selections_of_holders()
    {
        var presentations = new[] { new[] { "holder" }, ["holder", "total"] }.Select(shown => SdJwt.Sign(
            new TokenSigner(Issuer.Key, ACredential.Did),
            new SelectionFrame(new Uri("https://exam.example.org/vct/skills-passport/1"), AnIssuer.Today, AnIssuer.Today.AddDays(30), new StatusEntry(ACredential.List, 7)),
            [("holder", JsonValue.Create("Соколова")), ("total", JsonValue.Create(42))], shown.ToHashSet(), Ct).AsTask().GetAwaiter().GetResult()).ToList();
        var parts = presentations.SelectMany(p => p.Split('~')).ToHashSet();
        new Fuzz([.. presentations.Select(Encoding.UTF8.GetBytes)]).RunText(4000, 16 * Megabyte, (input, isChanged) =>
        {
            isChanged.ShouldBe(!presentations.Contains(input));
            // A holder may leave parts out; nobody may make one.
            if (SdJwt.Read(input, ACredential.Did, Keys, out _, out _) == TokenFinding.Good)
            {
                input.Split('~').ShouldAllBe(part => parts.Contains(part));
            }
        });
    }

    [Fact]
    public void Status_lists()
    {
        var list = new StatusList();
        list[77] = true;
        var token = ACredential.SignPayload(Issuer, StatusListCredential.Payload(ACredential.List, ACredential.Did, list, AnIssuer.Today, AnIssuer.Today.AddDays(1)));
        new Fuzz(Encoding.UTF8.GetBytes(list.Encode()), Encoding.UTF8.GetBytes(new StatusList().Encode())).RunText(1500, 32 * Megabyte, (input, _) => Refused<StatusListFault>(() => StatusList.Decode(input)));
        new Fuzz(Encoding.UTF8.GetBytes(token)).RunText(2000, 32 * Megabyte, (input, isChanged) =>
        {
            Refused<StatusListFault>(() => StatusListCredential.Read(input, ACredential.List, ACredential.Did, Keys, AnIssuer.Today, out _)).ShouldBe(isChanged);
            (StatusListCredential.ReadCopy(input, Keys) is null).ShouldBe(isChanged);
        });
    }

    [Fact]
    public async Task Proofs_of_the_log()
    {
        var leaf = new LogLeaf("issue", "q9Jh2W3x", 3, 7, AnIssuer.Today);
        var hash = MerkleTree.LeafHash(Encoding.UTF8.GetBytes(leaf.Text));
        var note = await new LogCheckpoint("exam.example.org/log", 2, MerkleTree.NodeHash(hash, hash)).Sign(Issuer.Key, Ct);
        var proof = new LogProof(leaf, 0, [hash], note).Text;
        new Fuzz(Encoding.UTF8.GetBytes(leaf.Text)).RunText(2000, Megabyte, (input, _) => LogLeaf.Read(input));
        new Fuzz(Encoding.UTF8.GetBytes(note)).RunText(3000, 4 * Megabyte, (input, _) =>
        {
            // Others may sign below; what is signed can't change.
            if (LogCheckpoint.Read(input, Keys) is { } read)
            {
                (read.Origin, read.Size, Convert.ToHexString(read.Root)).ShouldBe(("exam.example.org/log", 2, Convert.ToHexString(MerkleTree.NodeHash(hash, hash))));
            }
        });
        new Fuzz(Encoding.UTF8.GetBytes(proof)).RunText(3000, 4 * Megabyte, (input, _) =>
        {
            if (LogProof.Check(input, Keys, leaf.Commitment) == LogFinding.Good)
            {
                LogProof.Read(input)!.Leaf.ShouldBe(leaf);
            }
        });
    }

    [Fact]
    public void Keys_of_other_houses()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            foreach (var key in new[] { Issuer, AnIssuer.WithRsaKey() })
            {
                PublicKeyJwk.Of(key.Key.Certificate).Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        new Fuzz(json.ToArray()).Run(3000, 16 * Megabyte, (input, _) => Refused<JsonException>(() => PublicKeyJwk.ReadAll(input)));
    }

    [Fact]
    public void Signatures_of_other_houses()
    {
        var file = Issuer.Issue(APassport.Bare());
        // The room may be larger than the message, which says its own length; what follows it are zeros.
        var room = Convert.FromHexString(Regex.Match(Encoding.Latin1.GetString(file), @"/Contents\s*<([0-9A-Fa-f]{100,})>").Groups[1].Value);
        AsnDecoder.ReadEncodedValue(room, AsnEncodingRules.BER, out _, out _, out var length);
        var message = room[..length];
        new Fuzz(message).Run(2000, 16 * Megabyte, (input, _) => Refused<CryptographicException>(() => SignatureMessage.Read(input, [1, 2, 3])));
    }

    [Fact]
    public void Pictures() =>
        new Fuzz(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR4nGP4z8DAAMIM/xkYAB/uA/3zmk3vAAAAAElFTkSuQmCC"))
            .Run(3000, 64 * Megabyte, (input, _) => Refused<InvalidDataException>(() => PngImage.Read(input)));

    // True when the input was refused by the one exception that is documented; any other goes on as a failure.
    private static bool Refused<TFault>(Action parse) where TFault : Exception
    {
        try
        {
            parse();
            return false;
        }
        catch (TFault)
        {
            return true;
        }
    }

    private const string SmallPdf = """
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 200]>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <<>>>> endobj
        4 0 obj <</Length 8>> stream
        0 0 m S 
        endstream endobj
        xref
        0 5
        0000000000 65535 f 
        0000000009 00000 n 
        0000000056 00000 n 
        0000000135 00000 n 
        0000000212 00000 n 
        trailer <</Size 5 /Root 1 0 R>>
        startxref
        265
        %%EOF
        """;

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => AnIssuer.Today;
    }
}
