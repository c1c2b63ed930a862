using System.Globalization;
using System.Numerics;
using DemoExam.Credentials;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Qr;

public sealed class QrTokenTests : IDisposable
{
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();
    private readonly TemporaryFolder folder = new();

    private IReadOnlyList<PublicKeyJwk> Keys => [PublicKeyJwk.Of(issuer.Key.Certificate)];

    public static TheoryData<string> Contents => ["everyday", "lengthy", "bare"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void The_digits_prove_what_was_signed(string which)
    {
        var claims = QrClaims.Of(Content(which), ACredential.Did, new QrStatus(3, 104332));
        var digits = Sign(claims);
        QrToken.Read(digits, ACredential.Did, Keys, out var read).ShouldBe(TokenFinding.Good);
        (read! with { Modules = [] }).ShouldBe(claims with { Modules = [] });
        read.Modules.ShouldBe(claims.Modules);
    }

    [Fact]
    public void The_token_is_read_from_the_paper_and_an_independent_program_verifies_it()
    {
        var content = APassport.Everyday();
        content = content with { OfflineProof = Sign(QrClaims.Of(content, ACredential.Did, new QrStatus(3, 104332))) };
        var path = folder.Write("p.pdf", issuer.Issue(content));
        Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", "-l", "1", path, folder.File("page"));
        var url = Tool.Run("zbarimg", "zbar-tools", "-q", "--raw", folder.File("page.png")).Output.Trim();
        url.ShouldBe($"{content.VerificationUrl.AbsoluteUri}#{content.OfflineProof}");

        // Unpacked, cut by hand and checked by OpenSSL, without any code of ours.
        File.WriteAllText(folder.File("key.pem"), issuer.Key.Certificate.PublicKey.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(folder.File("check.py"), """
            import sys, zlib, subprocess
            digits, folder = sys.argv[1].split('#')[1], sys.argv[2]
            n = int(digits)
            raw = n.to_bytes((n.bit_length() + 7) // 8, 'big')
            assert raw[0] == 1
            cose = zlib.decompress(raw[1:])
            def item(b, i):
                major, low = b[i] >> 5, b[i] & 31
                i += 1
                if low < 24: n = low
                else:
                    size = 1 << (low - 24)
                    n, i = int.from_bytes(b[i:i+size], 'big'), i + size
                if major == 0: return n, i
                if major == 1: return -1 - n, i
                if major in (2, 3): return (b[i:i+n] if major == 2 else b[i:i+n].decode()), i + n
                if major == 4:
                    out = []
                    for _ in range(n): v, i = item(b, i); out.append(v)
                    return out, i
                if major == 5:
                    out = {}
                    for _ in range(n):
                        k, i = item(b, i); v, i = item(b, i); out[k] = v
                    return out, i
                if major == 6: return item(b, i)
                return None, i
            (header, unprotected, payload, signature), end = item(cose, 0)
            assert cose[0] == 0xD2 and end == len(cose) and unprotected == {}
            assert item(header, 0)[0][1] == -7
            def text(b): return (bytes([0x58, len(b)]) if 24 <= len(b) < 256 else bytes([0x59]) + len(b).to_bytes(2, 'big') if len(b) > 255 else bytes([0x40 + len(b)])) + b
            signed = b'\x84\x6aSignature1' + text(header) + b'\x40' + text(payload)
            def der(x):
                x = x.lstrip(b'\0') or b'\0'
                if x[0] & 0x80: x = b'\0' + x
                return bytes([2, len(x)]) + x
            pair = der(signature[:32]) + der(signature[32:])
            open(folder + '/sig', 'wb').write(bytes([0x30, len(pair)]) + pair)
            open(folder + '/data', 'wb').write(signed)
            print(subprocess.run(['openssl', 'dgst', '-sha256', '-verify', folder + '/key.pem', '-signature', folder + '/sig', folder + '/data'], capture_output=True, text=True).stdout.strip())
            print(item(payload, 0)[0][-65537])
            """);
        var checkedBy = Tool.Run("python3", "python3", folder.File("check.py"), url, folder.Path);
        checkedBy.Output.ShouldContain("Verified OK", Case.Sensitive, checkedBy.Errors);
        checkedBy.Output.ShouldContain("Соколова Анна Сергеевна");
        checkedBy.Output.ShouldContain("8650, 10000");
    }

    [Fact]
    public void No_changed_bit_of_the_message_leaves_it_good()
    {
        QrToken.TryUnpack(Sign(QrClaims.Of(APassport.Everyday(), ACredential.Did)), out var message).ShouldBeTrue();
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            QrToken.ReadMessage(message, ACredential.Did, Keys, out var claims).ShouldNotBe(TokenFinding.Good, $"bit {bit}");
            claims.ShouldBeNull();
            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void No_changed_digit_yields_other_claims()
    {
        // The packing is not signed: a digit may change the packing and still unpack to the very same message, never to another one.
        var digits = Sign(QrClaims.Of(APassport.Everyday(), ACredential.Did));
        QrToken.TryUnpack(digits, out var original).ShouldBeTrue();
        for (var i = 0; i < digits.Length; i++)
        {
            var changed = string.Concat(digits.AsSpan(0, i), ((char)('0' + ((digits[i] - '0' + 3) % 10))).ToString(), digits.AsSpan(i + 1));
            if (QrToken.Read(changed, ACredential.Did, Keys, out _) == TokenFinding.Good && QrToken.TryUnpack(changed, out var unpacked)) unpacked.ShouldBe(original);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("00012")]
    [InlineData("12a")]
    [InlineData("999999999999999999999999")]
    public void Other_texts_are_unreadable(string digits) => QrToken.Read(digits, ACredential.Did, Keys, out _).ShouldBe(TokenFinding.Unreadable);

    [Fact]
    public void A_message_that_asks_for_a_dictionary_is_unreadable()
    {
        byte[] numbered = [1, .. PackedData.AskingForADictionary];
        var digits = new BigInteger(numbered, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
        QrToken.Read(digits, ACredential.Did, Keys, out _).ShouldBe(TokenFinding.Unreadable);
    }

    [Fact]
    public void Long_texts_and_bombs_are_bounded()
    {
        QrToken.Read(new string('7', 1_000_000), ACredential.Did, Keys, out _).ShouldBe(TokenFinding.Unreadable);
        QrToken.Read(QrToken.Digits(new byte[1_000_000]), ACredential.Did, Keys, out _).ShouldBe(TokenFinding.Unreadable);
    }

    [Fact]
    public void A_stranger_another_issuer_and_an_RSA_key_are_refused()
    {
        var claims = QrClaims.Of(APassport.Everyday(), ACredential.Did);
        QrToken.Read(Sign(claims, AnIssuer.Impostor()), ACredential.Did, Keys, out _).ShouldBe(TokenFinding.UnknownKey);
        QrToken.Read(Sign(claims), "did:web:other.example.org", Keys, out _).ShouldBe(TokenFinding.UnknownKey);
        Should.Throw<SigningKeyFault>(() => Sign(claims, AnIssuer.WithRsaKey()));
    }

    [Fact]
    public void An_everyday_proof_keeps_the_code_at_version_16_or_below()
    {
        var content = APassport.Everyday();
        var digits = Sign(QrClaims.Of(content, ACredential.Did, new QrStatus(3, 104332)));
        QrCode.Of($"{content.VerificationUrl.AbsoluteUri}#{digits}").Size.ShouldBeLessThanOrEqualTo(17 + (4 * 16));
    }

    public void Dispose() => folder.Dispose();

    private static PassportContent Content(string which) => which switch { "lengthy" => APassport.Lengthy(), "bare" => APassport.Bare(), _ => APassport.Everyday() };

    private string Sign(QrClaims claims, AnIssuer? by = null) =>
        QrToken.Sign(claims, new TokenSigner((by ?? issuer).Key, ACredential.Did), TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
}
