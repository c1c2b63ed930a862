using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DemoExam.Credentials.Pdf;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Pdf;

public sealed class PdfTemplateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Shipped =>
        [.. Directory.GetFiles(Path.GetDirectoryName(AnIssuer.TemplatePath("x"))!, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_shipped_layout_prints_the_everyday_and_the_hardest_passport(string name)
    {
        var layout = new PassportPdf(PdfTemplate.Load(AnIssuer.TemplatePath(name)), FontLibrary.Find());
        layout.Template.Name.ShouldBe(name);
        foreach (var content in new[] { APassport.Everyday(), APassport.Lengthy(), APassport.Bare() })
        {
            using var pdf = layout.Render(content);
            var text = Tool.Text(folder.Write("p.pdf", pdf.ToArray()));
            text.ShouldContain(content.Holder.FullName);
            text.ShouldContain(layout.Template.Texts.Notice.Ru[^40..].Replace('\u00A0', ' '));
            text.ShouldContain(layout.Template.Texts.Notice.En[^40..]);
        }
    }

    [Fact]
    public void Five_layouts_are_shipped() =>
        Shipped.Select(row => row.Data).ShouldBe(["civil-servant", "company", "schoolchild", "state-attestation", "vocational-training"]);

    [Theory]
    [InlineData("accent", "blue", "accent")]
    [InlineData("accent", "#FFD900", "too light")]
    [InlineData("colour", "#000000", "colour")]
    [InlineData("blocks", "[\"holder\",\"result\",\"holder\"]", "twice")]
    [InlineData("blocks", "[\"holder\"]", "result")]
    [InlineData("blocks", "[\"holder\",\"result\",\"photo\"]", "blocks")]
    [InlineData("logo", "missing.png", "missing.png")]
    [InlineData("texts.title", "{\"ru\":\"\",\"en\":\"x\"}", "texts.title.ru is empty")]
    [InlineData("texts.page", "{\"ru\":\"{5}\",\"en\":\"x\"}", "texts.page")]
    [InlineData("texts.title", null, "title")]
    public void A_wrong_layout_is_refused_with_its_place(string member, string? value, string expected)
    {
        var json = JsonNode.Parse(File.ReadAllText(AnIssuer.TemplatePath("state-attestation")))!.AsObject();
        var path = member.Split('.');
        var parent = path.Length == 1 ? json : json[path[0]]!.AsObject();
        if (value is null) parent.Remove(path[^1]);
        else parent[path[^1]] = value[0] is '[' or '{' ? JsonNode.Parse(value) : JsonValue.Create(value);
        File.WriteAllText(folder.File("wrong.json"), json.ToJsonString());
        var fault = Should.Throw<TemplateFault>(() => PdfTemplate.Load(folder.File("wrong.json")));
        fault.Message.ShouldContain("wrong.json");
        fault.Message.ShouldContain(expected);
    }

    [Fact]
    public void A_missing_and_a_broken_file_are_named()
    {
        Should.Throw<TemplateFault>(() => PdfTemplate.Load(folder.File("none.json"))).Message.ShouldContain("none.json");
        File.WriteAllText(folder.File("broken.json"), "{\n  \"accent\": oops\n}");
        Should.Throw<TemplateFault>(() => PdfTemplate.Load(folder.File("broken.json"))).Message.ShouldContain("line 2");
    }

    [Theory]
    [InlineData("PNG24")]
    [InlineData("PNG32")]
    [InlineData("PNG8")]
    public void A_logo_is_drawn_as_it_is(string kind)
    {
        // Half opaque red, half transparent, made by ImageMagick.
        Tool.Run("convert", "imagemagick", "-size", "40x20", "xc:none", "-fill", "#C00000", "-draw", "rectangle 0,0 19,19", "-depth", "8", $"{kind}:{folder.File("logo.png")}").Exit.ShouldBe(0);
        var json = JsonNode.Parse(File.ReadAllText(AnIssuer.TemplatePath("state-attestation")))!.AsObject();
        json["logo"] = "logo.png";
        File.WriteAllText(folder.File("with-logo.json"), json.ToJsonString());
        using var pdf = new PassportPdf(PdfTemplate.Load(folder.File("with-logo.json")), FontLibrary.Find()).Render(APassport.Everyday());
        var path = folder.Write("p.pdf", pdf.ToArray());
        Tool.Run("qpdf", "qpdf", "--check", path).Exit.ShouldBe(0);
        Tool.Run("pdfimages", "poppler-utils", "-png", "-l", "1", path, folder.File("image"));
        var pixels = Tool.Run("convert", "imagemagick", folder.File("image-000.png"), "-crop", "1x1+5+5", "-format", "%[pixel:p{0,0}]", "info:").Output
            + Tool.Run("convert", "imagemagick", folder.File("image-000.png"), "-crop", "1x1+30+5", "-format", "%[pixel:p{0,0}]", "info:").Output;
        pixels.ShouldContain("192,0,0");
        pixels.ShouldContain(kind == "PNG24" ? "0" : "255,255,255");
    }

    [Fact]
    public void A_logo_that_is_no_PNG_is_refused()
    {
        Should.Throw<InvalidDataException>(() => PngImage.Read("GIF89a"u8));
        byte[] cut = [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 1, 0, .. "IHDR"u8];
        Should.Throw<InvalidDataException>(() => PngImage.Read(cut));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest)) zlib.Write([1, 2, 3]);
        byte[] empty = [0x89, .. "PNG\r\n\u001a\n"u8];
        Should.Throw<InvalidDataException>(() => PngImage.Read(empty));
    }

    [Fact]
    public void A_logo_whose_data_ask_for_a_dictionary_is_refused()
    {
        byte[] header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0];
        byte[] file = [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", PackedData.AskingForADictionary)];
        Should.Throw<InvalidDataException>(() => PngImage.Read(file));

        static byte[] Chunk(string name, byte[] data) => [0, 0, 0, (byte)data.Length, .. Encoding.ASCII.GetBytes(name), .. data, 0, 0, 0, 0];
    }

    public void Dispose() => folder.Dispose();
}
