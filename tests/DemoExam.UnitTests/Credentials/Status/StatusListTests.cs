using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Status;

public sealed class StatusListTests
{
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();

    private IReadOnlyList<PublicKeyJwk> Keys => [PublicKeyJwk.Of(issuer.Key.Certificate)];

    [Fact]
    public void Bits_survive_encoding_and_stand_where_another_language_finds_them()
    {
        int[] withdrawn = [0, 7, 8, 104332, StatusList.MinimumLength - 1];
        var list = new StatusList();
        foreach (var index in withdrawn) list[index] = true;
        var encoded = list.Encode();
        var back = StatusList.Decode(encoded);
        Enumerable.Range(0, back.Length).Where(i => back[i]).ShouldBe(withdrawn);

        var python = Tool.Run("python3", "python3", "-c",
            "import sys,base64,gzip\ns=sys.argv[1]\nassert s[0]=='u'\nb=gzip.decompress(base64.urlsafe_b64decode(s[1:]+'='*(-len(s[1:])%4)))\n"
            + "print(len(b)*8,*[i for i in range(len(b)*8) if b[i>>3]&(0x80>>(i&7))])", encoded);
        python.Output.Trim().ShouldBe($"{StatusList.MinimumLength} {string.Join(' ', withdrawn)}", python.Errors);
    }

    [Fact]
    public void A_cleared_bit_is_clear_and_an_index_outside_is_refused()
    {
        var list = new StatusList();
        list[5] = true;
        list[5] = false;
        list[5].ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => list[-1]);
        Should.Throw<ArgumentOutOfRangeException>(() => list[StatusList.MinimumLength]);
        Should.Throw<ArgumentOutOfRangeException>(() => new StatusList(8192));
    }

    [Fact]
    public void Short_damaged_and_bomb_like_lists_are_refused()
    {
        static string Pack(int bytes)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(new byte[bytes]);
            return "u" + Base64Url.EncodeToString(packed.ToArray());
        }

        Should.Throw<StatusListFault>(() => StatusList.Decode(Pack(1024)));
        Should.Throw<StatusListFault>(() => StatusList.Decode(Pack(64 * 1024 * 1024)));
        Should.Throw<StatusListFault>(() => StatusList.Decode("u!!"));
        Should.Throw<StatusListFault>(() => StatusList.Decode("zAAAA"));
        Should.Throw<StatusListFault>(() => StatusList.Decode(""));
        Should.Throw<StatusListFault>(() => StatusList.Decode("u" + Base64Url.EncodeToString("no gzip"u8)));
    }

    [Fact]
    public void A_signed_list_is_read_back_with_its_time()
    {
        var list = new StatusList();
        list[77] = true;
        var read = StatusListCredential.Read(Signed(list), ACredential.List, ACredential.Did, Keys, AnIssuer.Today, out var madeAt);
        read[77].ShouldBeTrue();
        read[78].ShouldBeFalse();
        madeAt.ShouldBe(AnIssuer.Today);
    }

    [Fact]
    public void The_signed_list_has_the_shape_of_the_standard()
    {
        var payload = JsonDocument.Parse(StatusListCredential.Payload(ACredential.List, ACredential.Did, new StatusList(), AnIssuer.Today, AnIssuer.Today.AddDays(1))).RootElement;
        payload.GetProperty("type").EnumerateArray().Select(t => t.GetString()).ShouldBe(["VerifiableCredential", "BitstringStatusListCredential"]);
        var subject = payload.GetProperty("credentialSubject");
        subject.GetProperty("statusPurpose").ValueKind.ShouldBe(JsonValueKind.String);
        subject.GetProperty("type").GetString().ShouldBe("BitstringStatusList");
        subject.GetProperty("encodedList").GetString()![0].ShouldBe('u');
        payload.GetProperty("jti").GetString().ShouldBe(payload.GetProperty("id").GetString());
        payload.GetProperty("iss").GetString().ShouldBe(payload.GetProperty("issuer").GetString());
        payload.GetProperty("exp").GetInt64().ShouldBe(AnIssuer.Today.AddDays(1).ToUnixTimeSeconds());
    }

    [Fact]
    public void Another_address_issuer_key_or_time_is_refused()
    {
        var token = Signed(new StatusList());
        void Refused(Uri address, string did, IReadOnlyList<PublicKeyJwk> keys, DateTimeOffset now) =>
            Should.Throw<StatusListFault>(() => StatusListCredential.Read(token, address, did, keys, now, out _));
        Refused(new Uri("https://exam.example.org/status/4"), ACredential.Did, Keys, AnIssuer.Today);
        Refused(ACredential.List, "did:web:other.example.org", Keys, AnIssuer.Today);
        Refused(ACredential.List, ACredential.Did, [PublicKeyJwk.Of(AnIssuer.Impostor().Key.Certificate)], AnIssuer.Today);
        Refused(ACredential.List, ACredential.Did, Keys, AnIssuer.Today.AddDays(2));
        token = ACredential.SignPayload(issuer, Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(StatusListCredential.Payload(ACredential.List, ACredential.Did, new StatusList(), AnIssuer.Today, AnIssuer.Today.AddDays(1))).Replace("\"revocation\"", "\"suspension\"")));
        Refused(ACredential.List, ACredential.Did, Keys, AnIssuer.Today);
    }

    [Fact]
    public void No_changed_bit_leaves_a_signed_list_readable()
    {
        var token = Encoding.ASCII.GetBytes(Signed(new StatusList()));
        for (var at = 0; at < token.Length; at++)
            foreach (var bit in new[] { at % 7, 5 })
            {
                token[at] ^= (byte)(1 << bit);
                Should.Throw<StatusListFault>(() => StatusListCredential.Read(Encoding.Latin1.GetString(token), ACredential.List, ACredential.Did, Keys, AnIssuer.Today, out _));
                token[at] ^= (byte)(1 << bit);
            }
    }

    private string Signed(StatusList list) =>
        ACredential.SignPayload(issuer, StatusListCredential.Payload(ACredential.List, ACredential.Did, list, AnIssuer.Today, AnIssuer.Today.AddDays(1)));
}
