using System.Globalization;
using System.Text;
using DemoExam.Credentials.Pdf;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Pdf;

/// <summary>Files of other programs, made by hand and rewritten by qpdf, read back by poppler.</summary>
public sealed class PdfStampTests : IDisposable
{
    private const string Mark = "Открыто: Ёлкина-Щукина Ю. П., 14 июня 2026, 08:05 (МСК+7)";

    private static readonly PdfStamp Stamp = new(FontLibrary.Find());

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Makes => ["table", "streams", "turned", "turned back", "linearised", "marked before"];

    [Theory]
    [MemberData(nameof(Makes))]
    public void Every_page_shows_the_line_beside_its_own_words_and_the_old_file_is_the_beginning_of_the_new(string make)
    {
        var file = Make(make);

        var marked = Stamp.TryApply(file, Mark).ShouldNotBeNull();

        marked.AsSpan(0, file.Length).SequenceEqual(file).ShouldBeTrue();
        var path = folder.Write("marked.pdf", marked);
        var (exit, output, errors) = Tool.Run("qpdf", "qpdf", "--check", path);
        exit.ShouldBe(0, output + errors);
        foreach (var page in new[] { "1", "2" })
        {
            var text = Words(Tool.Run("pdftotext", "poppler-utils", "-raw", "-f", page, "-l", page, path, "-").Output);
            text.ShouldContain("First words");
            // At the foot, and across the page, where slanting letters stand apart.
            text.ShouldContain(Mark);
            text.Replace(" ", "", StringComparison.Ordinal).Split(Mark.Replace(" ", "", StringComparison.Ordinal)).Length.ShouldBeGreaterThanOrEqualTo(3, text);
        }

        Words(Tool.Run("pdftotext", "poppler-utils", "-raw", path, "-").Output).ShouldContain("Second words");
    }

    [Fact]
    public void The_line_at_the_foot_stands_in_the_lower_left_of_a_page_as_it_is_looked_at()
    {
        // The page is 595 points wide and 842 high; turned by a quarter it is 595 high.
        foreach (var (make, height) in new[] { ("table", 842), ("turned", 595), ("turned back", 595) })
        {
            var path = folder.Write("marked.pdf", Stamp.TryApply(Make(make), Mark)!);
            // Tops and lefts by poppler, from the upper left corner of the page as it is shown.
            var lines = Tool.Run("pdftotext", "poppler-utils", "-bbox", "-l", "1", path, "-").Output;
            var first = System.Text.RegularExpressions.Regex.Matches(lines, "xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\"[^>]*>Открыто:")
                .Select(m => (Left: double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), Top: double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();
            first.ShouldContain(at => at.Left < 20 && at.Top > height - 20, $"{make}: {string.Join("; ", first)} of {height}");
        }
    }

    [Fact]
    public void A_file_that_is_encrypted_or_no_pdf_is_not_marked()
    {
        Stamp.TryApply(Make("encrypted"), Mark).ShouldBeNull();
        Stamp.TryApply("%PDF-1.7 and nothing else"u8.ToArray(), Mark).ShouldBeNull();
        Stamp.TryApply(Make("table")[..^200], Mark).ShouldBeNull();
    }

    [Theory]
    [InlineData("2000000000")]
    [InlineData("-1")]
    [InlineData("0")]
    public void A_file_that_claims_objects_without_number_takes_no_memory_for_them(string claimed)
    {
        var text = Encoding.Latin1.GetString(TwoPages());
        var claiming = System.Text.RegularExpressions.Regex.Replace(text, @"/Size \d+", $"/Size {claimed}");
        claiming.ShouldNotBe(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Stamp.TryApply(Encoding.Latin1.GetBytes(claiming), Mark).ShouldBeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
    }

    public void Dispose() => folder.Dispose();

    private byte[] Make(string make)
    {
        var plain = folder.Write("plain.pdf", TwoPages());
        return make switch
        {
            "table" => TwoPages(),
            "streams" => ByQpdf("--object-streams=generate"),
            "turned" => ByQpdf("--rotate=90"),
            "turned back" => ByQpdf("--rotate=270", "--object-streams=generate"),
            "linearised" => ByQpdf("--linearize"),
            "encrypted" => ByQpdf("--encrypt", "", "owner", "256", "--"),
            _ => Stamp.TryApply(TwoPages(), "Открыто раньше")!,
        };

        byte[] ByQpdf(params string[] how)
        {
            var made = folder.File("made.pdf");
            var (exit, _, errors) = Tool.Run("qpdf", "qpdf", [.. how, plain, made]);
            exit.ShouldBe(0, errors);
            return File.ReadAllBytes(made);
        }
    }

    // Size, fonts and the first page's words come from the tree; the second page has a size and words of its own.
    private static byte[] TwoPages()
    {
        var (first, second) = ("BT /F1 24 Tf 72 500 Td (First words) Tj ET", "1 0 0 rg BT /F1 24 Tf 72 300 Td (Second words) Tj ET");
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Type/Page/Parent 2 0 R/Contents 6 0 R>>",
            "<</Type/Page/Parent 2 0 R/Contents[6 0 R 7 0 R]/MediaBox[0 0 842 595]/Resources 8 0 R>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            $"<</Length {first.Length}>>\nstream\n{first}\nendstream",
            $"<</Length {second.Length}>>\nstream\n{second}\nendstream",
            "<</Font<</F1 5 0 R>>/XObject<<>>>>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (body, index) in objects.Select((o, i) => (o, i)))
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{body}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<</Root 1 0 R/Size {objects.Length + 1}>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
