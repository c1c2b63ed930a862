using System.Security.Cryptography;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Pdf;

public sealed class PassportPdfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Contents => ["everyday", "long", "bare"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void The_file_is_sound_for_qpdf(string which)
    {
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(Content(which)));
        var (exit, output, errors) = Tool.Run("qpdf", "qpdf", "--check", path);
        exit.ShouldBe(0, errors);
        output.ShouldContain("No syntax or stream encoding errors found");
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void An_archive_validator_finds_only_what_the_first_part_of_the_standard_forbids_and_the_third_allows(string which)
    {
        // PDFBox Preflight judges by ISO 19005-1. Part 3 allows attachments and cross-reference streams and asks for no CIDSet.
        string[] allowed = ["EmbeddedFile entry is present", "/XRef cross reference streams are not allowed", "The CIDSet entry is missing", "part must be 1"];
        var found = Judges.Preflight(folder, AnIssuer.WithEcKey().Issue(Content(which)));
        found.ShouldNotBeEmpty();
        found.ShouldAllBe(line => allowed.Any(line.Contains));
    }

    [Fact]
    public void What_is_printed_can_be_copied_exactly_in_both_languages()
    {
        var content = APassport.Everyday();
        var text = Tool.Text(folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content)));
        string[] expected =
        [
            "Соколова Анна Сергеевна", "Anna Sokolova", "№ ПК-39-2026-000123-7", "Колледж информационных технологий и строительства",
            "86,50 из 100", "86.50 out of 100", "86,5 %", "14–15 июня 2026", "14–15 June 2026", "Веб-технологии (КОД 09.02.07-9-2026)",
            "09.02.07 Информационные системы и программирование", "Профильный уровень, время работы 4 ч",
            "39-0114/26, действует с 12 января 2026 по 11 января 2027", "Мельникова Ольга Викторовна (экспертов в группе оценки: 3)",
            "A Проектирование интерфейса 18,75 / 20", "E Развёртывание и документация 10 / 10", "5 Client-side development 20.75 / 25",
            "Воронцов Пётр Ильич", "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ", AnIssuer.WithEcKey().Key.Certificate.SerialNumber,
            "не является документом об образовании", "Страница 1 из 2", "Page 2 of 2",
        ];
        foreach (var part in expected) text.ShouldContain(part.Replace('\u00A0', ' '));
    }

    [Fact]
    public void Every_character_of_both_alphabets_and_of_typesetting_reads_back_as_itself()
    {
        const string all = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 «»„“”‘’–—…•·№§©°±×−≤≥₽€‰ !\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~";
        var content = APassport.Everyday() with { Holder = APassport.Everyday().Holder with { Organisation = new Bilingual(all, all) } };
        var text = Tool.Text(folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content)));
        text.ShouldContain(all);
    }

    [Fact]
    public void Wrapped_lines_keep_their_words_apart_and_no_text_is_lost()
    {
        var content = APassport.Lengthy();
        var text = Tool.Text(folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content)));
        text.ShouldContain(content.Holder.FullName);
        text.ShouldContain(content.Holder.LatinName!);
        text.ShouldContain(content.Holder.Organisation.Ru);
        text.ShouldContain(content.Holder.Organisation.En);
        foreach (var line in content.Result.Modules.Concat(content.Result.Sections))
        {
            text.ShouldContain($"{line.Code} {line.Name.Ru}");
            text.ShouldContain($"{line.Code} {line.Name.En}");
        }
    }

    [Fact]
    public void Letters_outside_the_shared_fonts_are_printed_from_the_same_or_another_font()
    {
        // Tatar letters are in PT Sans but not in the shared subset; the arrow and the Vietnamese letter come from a fallback font.
        var content = APassport.Everyday() with { Holder = APassport.Everyday().Holder with { FullName = "Җәмилә Үзбәкова → Nguyễn" } };
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content));
        Tool.Text(path).ShouldContain("Җәмилә Үзбәкова → Nguyễn");
        var fonts = Tool.Run("pdffonts", "poppler-utils", path).Output.Split('\n').Skip(2).Where(l => l.Length > 0).ToArray();
        fonts.Length.ShouldBeGreaterThan(2);
        // Columns of pdffonts: emb sub uni.
        fonts.ShouldAllBe(l => l.Contains("yes yes yes"));
    }

    [Fact]
    public void A_letter_that_no_font_has_is_refused_with_the_name_of_its_field()
    {
        var content = APassport.Everyday() with { Issuer = APassport.Everyday().Issuer with { Signatory = "Иванов 𠀀" } };
        var refused = Should.Throw<UnprintableCharacter>(() => AnIssuer.StateLayout.Render(content));
        refused.Field.ShouldBe("Issuer.Signatory");
        refused.Character.ShouldBe("𠀀");
    }

    [Fact]
    public void A_decomposed_letter_is_printed_as_one()
    {
        var content = APassport.Everyday() with { Holder = APassport.Everyday().Holder with { FullName = "Андре\u0438\u0306 Семе\u0308нов" } };
        Tool.Text(folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content))).ShouldContain("Андрей Семёнов".Normalize());
    }

    [Fact]
    public void Equal_contents_give_equal_unsigned_bytes_on_any_number_of_threads()
    {
        static string Hash(int i)
        {
            using var pdf = AnIssuer.StateLayout.Render(Numbered(i), AnIssuer.WithEcKey().Signer.Slot(AnIssuer.Today));
            return Convert.ToHexString(SHA256.HashData(pdf.ToArray()));
        }

        static PassportContent Numbered(int i) => (i % 2 == 0 ? APassport.Everyday() : APassport.Lengthy()) with { Number = $"ПК-39-2026-{i % 20:000000}-0" };
        var alone = Enumerable.Range(0, 20).Select(Hash).ToArray();
        var together = new string[160];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => together[i] = Hash(i));
        for (var i = 0; i < together.Length; i++) together[i].ShouldBe(alone[i % 20]);
        alone.Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public void The_structure_reads_in_order_with_headings_and_tables()
    {
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(APassport.Everyday()));
        var tree = Tool.Run("pdfinfo", "poppler-utils", "-struct-text", path).Output;
        string[] order =
        [
            "Document", "Sect", "Региональный оператор", "H1", "ПАСПОРТ КОМПЕТЕНЦИЙ", "Соколова", "Набрано баллов", "86,50", "H2",
            "Результат по модулям", "Table", "TR", "TH", "Проектирование интерфейса", "Результат по разделам", "Руководитель центра",
            "ПОДПИСАН", "Form", "наведите камеру", "Figure", "не является документом", "Sect", "SKILLS PASSPORT", "Anna Sokolova",
        ];
        var at = 0;
        foreach (var part in order)
        {
            var found = tree.IndexOf(part, at, StringComparison.Ordinal);
            found.ShouldBeGreaterThanOrEqualTo(0, $"“{part}” is missing or out of order in:\n{tree}");
            at = found + part.Length;
        }

        Tool.Run("pdfinfo", "poppler-utils", path).Output.ShouldMatch("Tagged: +yes");
    }

    [Fact]
    public void Files_travel_inside_the_passport_unchanged()
    {
        var data = RandomNumberGenerator.GetBytes(5000);
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(APassport.Everyday(), new PdfAttachment("passport.vc.jwt", "application/vc+jwt", data, "Credential")));
        Tool.Run("pdfdetach", "poppler-utils", "-list", path).Output.ShouldContain("2 embedded files");
        Tool.Run("pdfdetach", "poppler-utils", "-save", "2", "-o", folder.File("out"), path);
        File.ReadAllBytes(folder.File("out")).ShouldBe(data);
        Tool.Run("pdfdetach", "poppler-utils", "-save", "1", "-o", folder.File("json"), path);
        PassportJson.Write(PassportJson.Read(File.ReadAllBytes(folder.File("json")))).ShouldBe(PassportJson.Write(APassport.Everyday()));
    }

    [Fact]
    public void Metadata_are_valid_XML_and_agree_with_the_info_dictionary()
    {
        var content = APassport.Everyday() with { Issuer = APassport.Everyday().Issuer with { Name = new Bilingual("Центр «А & Б» <1>", "A & B") } };
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(content));
        var xmp = System.Xml.Linq.XDocument.Parse(Tool.Run("pdfinfo", "poppler-utils", "-meta", path).Output.Trim());
        System.Xml.Linq.XNamespace dc = "http://purl.org/dc/elements/1.1/", rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", pdfaid = "http://www.aiim.org/pdfa/ns/id/";
        xmp.Descendants(dc + "creator").Single().Descendants(rdf + "li").Single().Value.ShouldBe("Центр «А & Б» <1>");
        xmp.Descendants(pdfaid + "part").Single().Value.ShouldBe("3");
        var info = Tool.Run("pdfinfo", "poppler-utils", "-isodates", path).Output;
        info.ShouldContain("Центр «А & Б» <1>");
        info.ShouldMatch("CreationDate: +2026-06-16T12:30:05");
        xmp.ToString().ShouldContain("2026-06-16T12:30:05Z");
    }

    [Theory]
    [InlineData("everyday", "2")]
    [InlineData("bare", "2")]
    [InlineData("long", "[456]")]
    public void A_face_takes_one_page_unless_the_breakdown_is_long(string which, string pages)
    {
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(Content(which)));
        Tool.Run("pdfinfo", "poppler-utils", path).Output.ShouldMatch($"Pages: +{pages}\n");
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Nothing_is_drawn_outside_the_margins(string which)
    {
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(Content(which)));
        var boxes = System.Xml.Linq.XDocument.Parse(Tool.Run("pdftotext", "poppler-utils", "-bbox", path, "-").Output);
        var words = boxes.Descendants().Where(e => e.Name.LocalName == "word").ToArray();
        words.Length.ShouldBeGreaterThan(100);
        foreach (var word in words)
        {
            double Edge(string name) => double.Parse(word.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
            Edge("xMin").ShouldBeGreaterThanOrEqualTo(55.5, word.Value);
            Edge("xMax").ShouldBeLessThanOrEqualTo(539.8, word.Value);
            Edge("yMin").ShouldBeGreaterThanOrEqualTo(20, word.Value);
            Edge("yMax").ShouldBeLessThanOrEqualTo(822, word.Value);
        }
    }

    [Fact]
    public void An_unsigned_preview_says_so_and_has_no_signature_field()
    {
        using var pdf = AnIssuer.StateLayout.Render(APassport.Everyday());
        pdf.HasSignatureSlot.ShouldBeFalse();
        var path = folder.Write("p.pdf", pdf.ToArray());
        Tool.Text(path).ShouldContain("Образец. Документ не подписан.");
        Tool.Run("pdfsig", "poppler-utils", path).Output.ShouldContain("does not contain any signatures");
    }

    public void Dispose() => folder.Dispose();

    private static PassportContent Content(string which) => which switch
    {
        "long" => APassport.Lengthy(),
        "bare" => APassport.Bare(),
        _ => APassport.Everyday(),
    };
}
