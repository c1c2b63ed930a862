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

    [Fact]
    public void A_text_beyond_the_largest_code_is_refused() => Should.Throw<ArgumentException>(() => QrCode.Of(new string('x', 4000)));

    public void Dispose() => folder.Dispose();
}
