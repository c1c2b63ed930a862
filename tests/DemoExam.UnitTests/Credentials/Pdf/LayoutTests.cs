using System.Globalization;
using System.Xml.Linq;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Pdf;

/// <summary>Every layout with every content that is hard to set: poppler says where each word stands, and none may stand over another or outside.</summary>
public sealed class LayoutTests : IDisposable
{
    // The margins of the page; page number and coloured strip stand outside of the text, but inside of these.
    private const double Left = 55, Right = 595.28 - 55, Top = 20, Bottom = 841.89 - 20;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Cases()
    {
        var all = new TheoryData<string, string>();
        foreach (var layout in Directory.EnumerateFiles(Path.GetDirectoryName(AnIssuer.TemplatePath("any"))!, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
            foreach (var content in Contents.Keys) all.Add(layout!, content);
        return all;
    }

    private static Dictionary<string, PassportContent> Contents { get; } = new()
    {
        ["everyday"] = APassport.Everyday(),
        ["lengthy"] = APassport.Lengthy(),
        ["bare"] = APassport.Bare(),
        ["no patronymic"] = Named("Ли Анна", "Li Anna"),
        ["Latin only"] = Named("O’Connor-Smith Mary-Jane", "O’Connor-Smith Mary-Jane"),
        ["three parts and a particle"] = Named("Мамедов-Оглы Гусейн Али оглы", "Mamedov-Ogly Guseyn Ali ogly"),
        ["one word of seventy letters"] = Named(new string('Ж', 1) + new string('щ', 69), new string('W', 70)),
        ["all zero"] = APassport.Everyday() with { Result = APassport.Everyday().Result with { TotalHundredths = 0, Modules = [.. APassport.Everyday().Result.Modules.Select(m => m with { MarkHundredths = 0 })] } },
        ["all full and large"] = APassport.Everyday() with { Result = APassport.Everyday().Result with { TotalHundredths = 100_025, MaximumHundredths = 100_025 } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_word_stands_outside_the_margins_or_over_another(string layout, string which)
    {
        var press = new PassportPdf(PdfTemplate.Load(AnIssuer.TemplatePath(layout)), FontLibrary.Find());
        using var pdf = press.Render(Contents[which] with { OfflineProof = new string('4', 793) }, AnIssuer.WithEcKey().Signer.Slot(AnIssuer.Today));
        var path = folder.Write("p.pdf", pdf.ToArray());
        Tool.Run("pdftotext", "poppler-utils", "-bbox", path, folder.File("p.html")).Exit.ShouldBe(0);
        var pages = XDocument.Load(folder.File("p.html")).Descendants().Where(e => e.Name.LocalName == "page").ToList();

        pages.Count.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var page in pages)
        {
            var words = page.Elements().Select(Word.Of).ToList();
            words.Count.ShouldBeGreaterThan(5);
            foreach (var word in words)
            {
                word.X1.ShouldBeGreaterThanOrEqualTo(Left, word.Text);
                word.X2.ShouldBeLessThanOrEqualTo(Right, word.Text);
                word.Y1.ShouldBeGreaterThanOrEqualTo(Top, word.Text);
                word.Y2.ShouldBeLessThanOrEqualTo(Bottom, word.Text);
            }

            for (var i = 0; i < words.Count; i++)
                for (var k = i + 1; k < words.Count; k++)
                    words[i].Covers(words[k]).ShouldBeFalse($"“{words[i].Text}” and “{words[k].Text}”, page {pages.IndexOf(page) + 1}");
        }
    }

    public void Dispose() => folder.Dispose();

    private static PassportContent Named(string name, string latin) => APassport.Everyday() with { Holder = APassport.Everyday().Holder with { FullName = name, LatinName = latin } };

    private sealed record Word(string Text, double X1, double Y1, double X2, double Y2)
    {
        public static Word Of(XElement e)
        {
            double At(string name) => double.Parse(e.Attribute(name)!.Value, CultureInfo.InvariantCulture);
            // The boxes have the font's whole ascent and descent; letters fill about two thirds of that.
            var (top, bottom) = (At("yMin"), At("yMax"));
            var air = (bottom - top) / 6;
            return new Word(e.Value, At("xMin"), top + air, At("xMax"), bottom - air);
        }

        public bool Covers(Word other) => X1 < other.X2 - 0.5 && other.X1 < X2 - 0.5 && Y1 < other.Y2 - 0.5 && other.Y1 < Y2 - 0.5;
    }
}
