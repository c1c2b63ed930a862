using System.Security.Cryptography;
using System.Text;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Log;

/// <summary>The hash tree, its proofs and its signed state, judged by the published test vectors, by a program in Python, and by openssl.</summary>
public sealed class LogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // The eight inputs and roots that the test suites of certificate transparency share.
    private static readonly string[] Inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    // The recursive definitions of RFC 6962, section 2.1, word for word: nothing of ours in it.
    private const string Oracle = """
        import hashlib, sys
        def h(b): return hashlib.sha256(b).digest()
        def entry(i): return b"entry %d" % i
        def split(n):
            k = 1
            while k * 2 < n: k *= 2
            return k
        cache = {}
        def mth(a, b):
            if (a, b) not in cache:
                cache[(a, b)] = h(b"\x00" + entry(a)) if b - a == 1 else h(b"\x01" + mth(a, a + split(b - a)) + mth(a + split(b - a), b))
            return cache[(a, b)]
        def path(m, a, b):
            if b - a == 1: return []
            k = split(b - a)
            return path(m, a, a + k) + [mth(a + k, b)] if m < k else path(m - k, a + k, b) + [mth(a, a + k)]
        def sub(m, a, b, whole):
            if m == b - a: return [] if whole else [mth(a, b)]
            k = split(b - a)
            return sub(m, a, a + k, whole) + [mth(a + k, b)] if m <= k else sub(m - k, a + k, b, False) + [mth(a, a + k)]
        for line in sys.argv[1].split(";"):
            kind, x, n = line.split(","); x, n = int(x), int(n)
            found = [mth(0, n)] if kind == "root" else path(x, 0, n) if kind == "inclusion" else sub(x, 0, n, True)
            print(" ".join(f.hex() for f in found))
        """;

    [Fact]
    public async Task Roots_are_those_of_the_published_vectors()
    {
        var leaves = Inputs.Select(i => MerkleTree.LeafHash(Convert.FromHexString(i))).ToList();

        for (var size = 1; size <= Roots.Length; size++) Hex(await MerkleTree.Root(size, Tiles(leaves), Ct)).ShouldBe(Roots[size - 1]);
        Hex(await MerkleTree.Root(0, Tiles(leaves), Ct)).ShouldBe(Hex(SHA256.HashData([])));
    }

    [Fact]
    public async Task Roots_and_proofs_are_those_of_another_program_also_across_tiles()
    {
        var leaves = Enumerable.Range(0, 70_000).Select(i => MerkleTree.LeafHash(Encoding.ASCII.GetBytes($"entry {i}"))).ToList();
        var random = new Random(6962);
        var asked = new List<(string Kind, long First, long Size)>();
        foreach (var size in new[] { 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 70_000 })
        {
            asked.Add(("root", 0, size));
            asked.Add(("inclusion", 0, size));
            asked.Add(("inclusion", size - 1, size));
            asked.Add(("inclusion", random.Next(size), size));
            asked.Add(("consistency", size, size));
            asked.Add(("consistency", random.Next(1, size + 1), size));
            asked.Add(("consistency", random.Next(1, size + 1), size));
        }

        var (exit, output, errors) = Tool.Run("python3", "python3", "-c", Oracle, string.Join(';', asked.Select(a => $"{a.Kind},{a.First},{a.Size}")));
        exit.ShouldBe(0, errors);
        var answers = output.Split('\n');
        for (var i = 0; i < asked.Count; i++)
        {
            var (kind, first, size) = asked[i];
            IReadOnlyList<byte[]> ours = kind switch
            {
                "root" => [await MerkleTree.Root(size, Tiles(leaves), Ct)],
                "inclusion" => await MerkleTree.Inclusion(first, size, Tiles(leaves), Ct),
                _ => await MerkleTree.Consistency(first, size, Tiles(leaves), Ct),
            };
            string.Join(' ', ours.Select(Hex)).ShouldBe(answers[i].Trim(), $"{kind} {first} {size}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public async Task What_is_known_of_a_log_serves_it_while_it_grows(int most)
    {
        var leaves = Enumerable.Range(0, 1_100).Select(i => MerkleTree.LeafHash(Encoding.ASCII.GetBytes($"entry {i}"))).ToList();
        var (known, random, asked) = (new KnownTiles(most), new Random(9162), 0);
        var tiles = Tiles(leaves);
        TileReader counted = (level, tile, width, ct) =>
        {
            asked++;
            return tiles(level, tile, width, ct);
        };

        for (var size = 1; size <= leaves.Count; size += random.Next(1, 40))
        {
            var root = await MerkleTree.Root(size, tiles, Ct);
            foreach (var place in Enumerable.Range(0, 4).Select(_ => random.Next(size)))
            {
                var proof = await MerkleTree.Inclusion(place, size, counted, known, Ct);
                MerkleTree.VerifyInclusion(place, size, leaves[place], proof, root).ShouldBeTrue($"{place} of {size}");
            }

            var proved = await MerkleTree.Inclusion(size - 1, size, counted, known, Ct);
            var before = asked;
            (await MerkleTree.Inclusion(size - 1, size, counted, known, Ct)).Select(Hex).ShouldBe(proved.Select(Hex));
            if (most == 64) asked.ShouldBe(before, "Nothing is read twice while there is room.");
        }
    }

    [Fact]
    public async Task A_tile_of_another_width_is_no_tile()
    {
        var known = new KnownTiles();

        await Should.ThrowAsync<InvalidDataException>(async () => await MerkleTree.Inclusion(1, 3, (_, _, width, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(new byte[32 * (width - 1)]), known, Ct));
    }

    [Fact]
    public async Task Every_proof_of_every_small_log_holds_and_no_other_place_size_root_or_hash_does()
    {
        var leaves = Enumerable.Range(0, 40).Select(i => MerkleTree.LeafHash([(byte)i])).ToList();
        var roots = new List<byte[]> { Array.Empty<byte>() };
        for (var size = 1; size <= leaves.Count; size++) roots.Add(await MerkleTree.Root(size, Tiles(leaves), Ct));

        for (var size = 1; size <= leaves.Count; size++)
        {
            for (var place = 0; place < size; place++)
            {
                var proof = await MerkleTree.Inclusion(place, size, Tiles(leaves), Ct);
                MerkleTree.VerifyInclusion(place, size, leaves[place], proof, roots[size]).ShouldBeTrue($"{place} of {size}");
                if (size > 1) MerkleTree.VerifyInclusion((place + 1) % size, size, leaves[place], proof, roots[size]).ShouldBeFalse();
                MerkleTree.VerifyInclusion(place, size, leaves[(place + 1) % leaves.Count], proof, roots[size]).ShouldBeFalse();
                MerkleTree.VerifyInclusion(place, size, leaves[place], proof, roots[size == 1 ? 2 : size - 1]).ShouldBeFalse();
                MerkleTree.VerifyInclusion(place, size, leaves[place], [.. proof, new byte[32]], roots[size]).ShouldBeFalse();
                foreach (var changed in Changes(proof)) MerkleTree.VerifyInclusion(place, size, leaves[place], changed, roots[size]).ShouldBeFalse();
            }

            for (var first = 1; first <= size; first++)
            {
                var proof = await MerkleTree.Consistency(first, size, Tiles(leaves), Ct);
                MerkleTree.VerifyConsistency(first, size, roots[first], roots[size], proof).ShouldBeTrue($"{first} to {size}");
                if (first < size) MerkleTree.VerifyConsistency(first, size, roots[first == 1 ? 2 : first - 1], roots[size], proof).ShouldBeFalse();
                if (first < size) MerkleTree.VerifyConsistency(first, size, roots[first], roots[first], proof).ShouldBeFalse();
                foreach (var changed in Changes(proof)) MerkleTree.VerifyConsistency(first, size, roots[first], roots[size], changed).ShouldBeFalse();
            }
        }

        MerkleTree.VerifyInclusion(-1, 3, leaves[0], [], roots[3]).ShouldBeFalse();
        MerkleTree.VerifyInclusion(3, 3, leaves[0], [], roots[3]).ShouldBeFalse();
        MerkleTree.VerifyConsistency(0, 3, roots[1], roots[3], []).ShouldBeFalse();
        MerkleTree.VerifyConsistency(3, 2, roots[3], roots[2], []).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ec")]
    [InlineData("rsa")]
    public async Task A_signed_state_is_accepted_by_openssl_and_no_changed_byte_is_by_us(string kind)
    {
        var issuer = kind == "ec" ? AnIssuer.WithEcKey() : AnIssuer.WithRsaKey();
        var keys = new[] { PublicKeyJwk.Of(issuer.Key.Certificate) };
        var state = new LogCheckpoint(LogCheckpoint.OriginOf(new Uri("https://exam.example.org:8443/a/")), 17, SHA256.HashData([1]));
        state.Origin.ShouldBe("exam.example.org:8443/a/log");
        var note = await state.Sign(issuer.Key, Ct);

        using var folder = new TemporaryFolder();
        var signature = Convert.FromBase64String(note.TrimEnd('\n').Split(' ')[^1]);
        var spki = issuer.Key.Certificate.PublicKey.ExportSubjectPublicKeyInfo();
        signature[..4].ShouldBe(SHA256.HashData(spki)[..4]);
        await File.WriteAllTextAsync(folder.File("key.pem"), PemEncoding.WriteString("PUBLIC KEY", spki), Ct);
        await File.WriteAllBytesAsync(folder.File("signature"), signature[4..], Ct);
        await File.WriteAllTextAsync(folder.File("text"), note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)], Ct);
        Tool.Run("openssl", "openssl", "dgst", "-sha256", "-verify", folder.File("key.pem"), "-signature", folder.File("signature"), folder.File("text")).Exit.ShouldBe(0);

        LogCheckpoint.Read(note, keys)!.Text.ShouldBe(state.Text);
        LogCheckpoint.Read(note, [PublicKeyJwk.Of(AnIssuer.Impostor().Key.Certificate)]).ShouldBeNull();
        for (var i = 0; i < note.Length - 1; i++)
        {
            var changed = note.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            LogCheckpoint.Read(new string(changed), keys).ShouldBeNull($"byte {i}");
        }
    }

    [Fact]
    public async Task A_proof_file_is_checked_offline_for_one_document_only()
    {
        var issuer = AnIssuer.WithEcKey();
        var keys = PublicKeyJwk.ReadAll(IssuerKeys.KeySet([new IssuerKey(PublicKeyJwk.Of(issuer.Key.Certificate))]));
        var leaves = Enumerable.Range(0, 300).Select(i => new LogLeaf("issue", LogLeaf.CommitmentTo($"token {i}", "credential", SHA256.HashData([1])), 1, i, AnIssuer.Today)).ToList();
        var tiles = Tiles([.. leaves.Select(l => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(l.Text)))]);
        var state = new LogCheckpoint("exam.example.org/log", leaves.Count, await MerkleTree.Root(leaves.Count, tiles, Ct));
        var text = new LogProof(leaves[270], 270, await MerkleTree.Inclusion(270, leaves.Count, tiles, Ct), await state.Sign(issuer.Key, Ct)).Text;

        LogProof.Check(text, keys, leaves[270].Commitment).ShouldBe(LogFinding.Good);
        LogProof.Check(text, keys, leaves[271].Commitment).ShouldBe(LogFinding.OtherDocument);
        LogProof.Check(text, [], leaves[270].Commitment).ShouldBe(LogFinding.UnknownKey);
        LogProof.Check(text.Replace("index 270", "index 271", StringComparison.Ordinal), keys, leaves[270].Commitment).ShouldBe(LogFinding.NotInLog);
        for (var i = 0; i < text.Length - 1; i++)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            LogProof.Check(new string(changed), keys, leaves[270].Commitment).ShouldNotBe(LogFinding.Good, $"byte {i}");
        }
    }

    [Fact]
    public void A_line_says_nothing_about_a_person_and_depends_on_every_part_of_the_document()
    {
        var one = LogLeaf.CommitmentTo("token", "credential", SHA256.HashData([1]));

        one.ShouldNotBe(LogLeaf.CommitmentTo("other", "credential", SHA256.HashData([1])));
        one.ShouldNotBe(LogLeaf.CommitmentTo("token", "other", SHA256.HashData([1])));
        one.ShouldNotBe(LogLeaf.CommitmentTo("token", "credential", SHA256.HashData([2])));
        var leaf = new LogLeaf("revoke", one, 3, 77, AnIssuer.Today);
        leaf.Text.ShouldBe($$"""{"v":1,"kind":"revoke","commitment":"{{one}}","list":3,"index":77,"time":1781946000}""");
        LogLeaf.Read(leaf.Text).ShouldBe(leaf);
        LogLeaf.Read(leaf.Text + " ").ShouldBeNull();
        LogLeaf.Read("{}").ShouldBeNull();
        LogLeaf.Read("no json").ShouldBeNull();
    }

    // Every byte of every hash, and each hash left out.
    private static IEnumerable<IReadOnlyList<byte[]>> Changes(IReadOnlyList<byte[]> proof)
    {
        for (var i = 0; i < proof.Count; i++)
        {
            yield return [.. proof.Where((_, k) => k != i)];
            yield return [.. proof.Select((step, k) => k == i ? [(byte)(step[0] ^ 1), .. step[1..]] : step)];
        }
    }

    private static TileReader Tiles(List<byte[]> leaves)
    {
        return (level, tile, width, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(Tile(level, tile, width));

        byte[] Tile(int level, long tile, int width) => [.. Enumerable.Range(0, width).SelectMany(i =>
        {
            var place = (tile * MerkleTree.TileWidth) + i;
            return level == 0 ? leaves[(int)place] : MerkleTree.TileHash(Tile(level - 1, place, MerkleTree.TileWidth));
        })];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
