using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Qr;

public sealed class QrCodeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(null, 1)]
    [InlineData(null, 2)]
    [InlineData(793, 1)]
    public void The_printed_code_is_read_by_an_independent_reader(int? digits, int page)
    {
        var content = APassport.Everyday() with { OfflineProof = digits is { } d ? string.Concat(Enumerable.Range(0, d).Select(i => (char)('0' + ((i * 7) % 10)))) : null };
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content));
        var text = $"{page}";
        Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", "-f", text, "-l", text, path, folder.File("page"));
        var read = Tool.Run("zbarimg", "zbar-tools", "-q", "--raw", folder.File("page.png")).Output.Trim();
        read.ShouldBe(content.VerificationUrl.AbsoluteUri + (digits is null ? "" : "#" + content.OfflineProof));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(793)]
    public void A_poor_scan_is_still_read(int? digits)
    {
        // Grey at 150 dpi, three degrees askew, JPEG at half quality.
        var content = APassport.Everyday() with { OfflineProof = digits is { } d ? new string('4', d) : null };
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content));
        Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", "-l", "1", path, folder.File("page"));
        Tool.Run("convert", "imagemagick", folder.File("page.png"), "-background", "white", "-rotate", "3", "-quality", "50", folder.File("scan.jpg")).Exit.ShouldBe(0);
        var read = Tool.Run("zbarimg", "zbar-tools", "-q", "--raw", folder.File("scan.jpg")).Output.Trim();
        read.ShouldBe(content.VerificationUrl.AbsoluteUri + (digits is null ? "" : "#" + content.OfflineProof));
    }

    public static TheoryData<string> Layouts =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(AnIssuer.TemplatePath("any"))!, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task The_proof_in_every_layout_is_read_from_a_poor_scan_byte_for_byte_on_both_faces(string layout)
    {
        var issuer = AnIssuer.WithEcKey();
        var press = new PassportPdf(PdfTemplate.Load(AnIssuer.TemplatePath(layout)), FontLibrary.Find());
        foreach (var content in new[] { APassport.Everyday(), APassport.Lengthy() })
        {
            var proven = content with
            {
                OfflineProof = await QrToken.Sign(QrClaims.Of(content, ACredential.Did, new QrStatus(3, 104332)), new TokenSigner(issuer.Key, ACredential.Did), TestContext.Current.CancellationToken),
            };
            using var pdf = press.Render(proven, issuer.Signer.Slot(AnIssuer.Today));
            var path = folder.Write("p.pdf", pdf.ToArray());
            var codes = new List<string>();
            var pages = int.Parse(Tool.Run("pdfinfo", "poppler-utils", path).Output.Split('\n').Single(l => l.StartsWith("Pages:", StringComparison.Ordinal))[6..].Trim(), System.Globalization.CultureInfo.InvariantCulture);
            for (var page = 1; page <= pages; page++)
            {
                Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", "-f", $"{page}", "-l", $"{page}", path, folder.File("page"));
                Tool.Run("convert", "imagemagick", folder.File("page.png"), "-background", "white", "-rotate", "3", "-quality", "50", folder.File("scan.jpg")).Exit.ShouldBe(0);
                codes.AddRange(Tool.Run("zbarimg", "zbar-tools", "-q", "--raw", folder.File("scan.jpg")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }

            codes.ShouldBe(Enumerable.Repeat($"{proven.VerificationUrl.AbsoluteUri}#{proven.OfflineProof}", 2), layout);
        }
    }

    [Fact]
    public void A_link_with_a_proof_of_793_digits_fits_version_14_or_15()
    {
        var code = QrCode.Of("https://exam.example.org/p#" + new string('4', 793));
        // Version v has 17 + 4v modules.
        code.Size.ShouldBeInRange(17 + (4 * 14), 17 + (4 * 15));
    }

    /// <summary>Digits, other text, and both, in every version.</summary>
    public static TheoryData<string> Kinds => ["0123456789", "abcdefghijk-_/", "https://host.example/p/a1b2#0123456789012345678901234567890123456789"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Another_encoder_draws_the_same_modules_in_every_version(string kind)
    {
        var sizes = new HashSet<int>();
        for (var length = 1; length <= 5596; length += 1 + (length / 40))
        {
            var text = kind.Length < 20
                ? string.Concat(Enumerable.Range(0, length).Select(i => kind[i * 7 % kind.Length]))
                : "https://host.example/p/" + new string('7', 3) + "x#" + string.Concat(Enumerable.Range(0, length + 20).Select(i => (char)('0' + (i * 3 % 10))));
            if (Judge(text) is not { } judge)
            {
                Should.Throw<ArgumentException>(() => QrCode.Of(text));
                break;
            }

            var code = QrCode.Of(text, MaskOf(judge));
            Drawing(code).ShouldBe(Drawing(judge), text);
            sizes.Add(code.Size);
        }

        (kind.Length < 20 ? 40 : 38).ShouldBe(sizes.Count);
    }

    [Fact]
    public void The_mask_has_the_fewest_penalty_points_of_the_standard()
    {
        for (var digits = 0; digits < 900; digits += 31)
        {
            var text = $"https://exam.example.org/p/0f3k9#{new string('4', digits)}";
            var all = Enumerable.Range(0, 8).Select(mask => Points(Drawing(QrCode.Of(text, mask)))).ToList();
            Points(Drawing(QrCode.Of(text))).ShouldBe(all.Min(), text);
        }
    }

    [Fact]
    public void A_text_beyond_the_largest_code_is_refused() => Should.Throw<ArgumentException>(() => QrCode.Of(new string('x', 4000)));

    private static List<System.Collections.BitArray>? Judge(string text)
    {
        try
        {
            return QRCoder.QRCodeGenerator.GenerateQrCode(text, QRCoder.QRCodeGenerator.ECCLevel.M).ModuleMatrix;
        }
        catch (QRCoder.Exceptions.DataTooLongException)
        {
            return null;
        }
    }

    // The three bits of the mask beside the upper left finder, under their own mask 101 (ISO/IEC 18004, 7.9.1); the border is 4 wide.
    private static int MaskOf(List<System.Collections.BitArray> judge) =>
        ((judge[12][6] ? 4 : 0) | (judge[12][7] ? 2 : 0) | (judge[12][8] ? 1 : 0)) ^ 0b101;

    private static string[] Drawing(QrCode code) =>
        [.. Enumerable.Range(0, code.Size).Select(row => string.Concat(Enumerable.Range(0, code.Size).Select(column => code[column, row] ? '#' : '.')))];

    private static string[] Drawing(List<System.Collections.BitArray> judge) =>
        [.. Enumerable.Range(4, judge.Count - 8).Select(row => string.Concat(Enumerable.Range(4, judge.Count - 8).Select(column => judge[row][column] ? '#' : '.')))];

    /// <summary>Table 11 of ISO/IEC 18004 word by word, on strings.</summary>
    private static int Points(string[] rows)
    {
        var columns = Enumerable.Range(0, rows.Length).Select(column => string.Concat(rows.Select(row => row[column]))).ToArray();
        var points = 0;
        foreach (var line in rows.Concat(columns))
        {
            points += System.Text.RegularExpressions.Regex.Matches(line, "(.)\\1{4,}").Sum(m => m.Length - 2);
            points += 40 * System.Text.RegularExpressions.Regex.Count(line, "(?=#\\.###\\.#\\.{4}|\\.{4}#\\.###\\.#)");
        }

        for (var row = 1; row < rows.Length; row++)
            for (var column = 1; column < rows.Length; column++)
                if (new[] { rows[row][column], rows[row - 1][column], rows[row][column - 1], rows[row - 1][column - 1] }.Distinct().Count() == 1) points += 3;

        var share = 100m * rows.Sum(row => row.Count(c => c == '#')) / (rows.Length * rows.Length);
        return points + (10 * (int)(Math.Abs(share - 50) / 5));
    }

    public void Dispose() => folder.Dispose();
}
