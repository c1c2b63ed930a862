using System.Globalization;
using System.Text;
using DemoExam.Data.Demo;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Packages;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Packages;

public sealed class SchemeSheetTests
{
    private static readonly Texts Russian = new Texts(strict: true).In(CultureInfo.GetCultureInfo("ru"));
    private static readonly Texts English = new Texts(strict: true).In(CultureInfo.GetCultureInfo("en"));

    private static readonly object?[] Cis =
        ["Sub Criterion\nID", "Sub Criterion Name\u00A0or  Description", "Day of Marking", "Aspect Type\nM = Meas\nJ = Judg", "Aspect - Description", "Judg Score",
            "Extra Aspect Description (Meas or Judg)\nOR\nJudgement Score Description (Judg only)", "Requirement\n(Measurement Only)", "WSSS Section", "Calculation Row\n(Export only)", "Max\nMark"];

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("windows-1251")]
    [InlineData("comma")]
    public void The_sample_reads_to_a_hundred_points_in_every_form(string form)
    {
        var rows = SchemeFiles.WebTechnologies();
        if (form == "comma")
        {
            rows.Skip(1).ToList().ForEach(row => (row[10], row[12]) = (row[10].Replace('.', ','), System.Text.RegularExpressions.Regex.Replace(row[12], @"(?<=\d)\.(?=\d)", ",")));
        }

        var reading = SchemeSheet.Read(form switch
        {
            "xlsx" => SchemeFiles.Xlsx(rows),
            // Windows-1251 has no sign of multiplication and no "greater or equal".
            "windows-1251" => SchemeFiles.Csv(rows.Select(row => row.Select(cell => cell.Replace('×', '*').Replace('≥', '>')).ToArray()), CodePagesEncodingProvider.Instance.GetEncoding(1251)),
            _ => SchemeFiles.Csv(rows),
        });

        reading.Errors.ShouldBe(0, string.Join('\n', reading.Problems));
        var scheme = reading.Scheme;
        scheme.Aspects.Count.ShouldBe(52);
        scheme.Aspects.Select(a => a.Maximum).Sum().ShouldBe(Marks.Of(100));
        scheme.Scopes().Select(s => (scheme.MaximumOf(s).Value, scheme.MinutesOf(s))).ShouldBe([(25m, 120), (50m, 270), (75m, 360), (100m, 420)]);
        scheme.Aspects.GroupBy(a => a.Scale.Type).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(new Dictionary<AspectType, int> { [AspectType.Binary] = 26, [AspectType.Discrete] = 17, [AspectType.Judgement] = 9 }, ignoreOrder: true);
        scheme.Aspects.GroupBy(a => a.Section).OrderBy(g => g.Key).Select(g => g.Select(a => a.Maximum).Sum().Value).ShouldBe([10m, 8.5m, 10m, 15m, 12m, 27m, 17.5m]);
        scheme.Aspects.Single(a => a.Code == "A1.2").Scale.ShouldBe(new CountScale(Marks.Of(0.25m), 4));
        scheme.Aspects.Single(a => a.Code == "A3.1").Scale.ShouldBe(new DeductionScale(Marks.Of(0.5m)));
        scheme.Aspects.Single(a => a.Code == "A2.5").Scale.ShouldBe(new YesNoScale());
        reading.Facts.Code.ShouldBe(SchemeFiles.Code);
        reading.Facts.SpecialityCode.ShouldBe("09.02.07");
        reading.Problems.Count(p => p.Fault == SchemeFault.MaximumIsLarge).ShouldBe(14);
        reading.Problems.Count.ShouldBe(15, "fourteen large maxima, and no names of sections");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_14_five_planted_errors_are_all_reported_with_their_cells(bool workbook)
    {
        var rows = SchemeFiles.WebTechnologies()
            .With("K3", "0.333").With("L4", "1, 2").With("P7", "").With("I11", "X").With("M17", "0.30 × n, n=0..5");

        var reading = SchemeSheet.Read(workbook ? SchemeFiles.Xlsx(rows) : SchemeFiles.Csv(rows));

        reading.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault)).ShouldBe(
        [
            ("K3", SchemeFault.TooManyDecimals), ("L4", SchemeFault.SectionUnreadable), ("P7", SchemeFault.LevelMissing), ("I11", SchemeFault.TypeUnknown), ("M17", SchemeFault.ScaleDoesNotReach),
        ]);
    }

    [Theory]
    [InlineData("K3", "", SchemeFault.Missing)]
    [InlineData("K3", "-1", SchemeFault.NotPositive)]
    [InlineData("K3", "0", SchemeFault.NotPositive)]
    [InlineData("K3", "01.май", SchemeFault.DateInsteadOfNumber)]
    [InlineData("K3", "один", SchemeFault.NumberUnreadable)]
    [InlineData("H4", "A1.2", SchemeFault.CodeRepeated)]
    [InlineData("H4", "A1.4", SchemeFault.CodeOutOfOrder)]
    [InlineData("H4", "A2.3", SchemeFault.CodeElsewhere)]
    [InlineData("H4", "первый", SchemeFault.CodeUnreadable)]
    [InlineData("I4", "", SchemeFault.TypeMissing)]
    [InlineData("I4", "S", SchemeFault.TypeRefused)]
    [InlineData("I4", "D", SchemeFault.RuleOfOtherType, "M4")]
    [InlineData("M3", "", SchemeFault.RuleMissing)]
    [InlineData("M3", "как-нибудь", SchemeFault.RuleUnreadable)]
    [InlineData("M3", "0.25 × n, n=0..3", SchemeFault.ScaleDoesNotReach)]
    [InlineData("J3", "", SchemeFault.Missing)]
    [InlineData("L3", "", SchemeFault.Missing)]
    [InlineData("G3", "Иначе", SchemeFault.Contradiction)]
    [InlineData("D3", "ПА, ХЗ", SchemeFault.LevelsUnreadable)]
    [InlineData("N3", "не к месту", SchemeFault.RuleOfOtherType)]
    public void Each_error_has_its_cell(string cell, string value, SchemeFault fault, string? reportedAt = null)
    {
        var errors = SchemeSheet.Read(SchemeFiles.Csv(SchemeFiles.WebTechnologies().With(cell, value))).Problems.Where(p => !p.IsWarning).ToList();

        errors.ShouldContain(p => p.Cell == (reportedAt ?? cell) && p.Fault == fault, string.Join('\n', errors));
    }

    [Fact]
    public void A_date_that_was_a_number_and_a_formula_without_a_value_are_errors_of_their_cells()
    {
        var reading = SchemeSheet.Read(new ImportFile("scheme.xlsx", TestWorkbook.Of(
            ["Субкритерий", "Название субкритерия", "Аспект", "Тип", "Описание", "Балл", "Раздел", "Правило"],
            ["A1", "Первый", "A1.1", "B", "Один", new DateOnly(2026, 5, 1), 1, "да/нет"],
            ["A1", "Первый", "A1.2", "B", "Два", new TestWorkbook.Formula("SUM(X1)", null), 1, "да/нет"],
            ["A1", "Первый", "A1.3", "B", "Три", new TestWorkbook.Formula("1/2", "0.5"), 1, "да/нет"],
            ["A1", "Первый", "A1.4", "B", "Четыре", new TestWorkbook.Error("#DIV/0!"), 1, "да/нет"])));

        reading.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault)).ShouldBe(
            [("F2", SchemeFault.DateInsteadOfNumber), ("F3", SchemeFault.FormulaError), ("F5", SchemeFault.FormulaError)]);
    }

    [Fact]
    public void Cyrillic_letters_in_codes_are_read_as_latin_ones_with_a_warning()
    {
        var rows = SchemeFiles.WebTechnologies();
        rows.Skip(1).Where(row => row[5] == "A1").ToList().ForEach(row => row[5] = "А1");

        var reading = SchemeSheet.Read(SchemeFiles.Csv(rows));

        reading.Errors.ShouldBe(0, string.Join('\n', reading.Problems));
        reading.Scheme.SubCriteria[0].Code.ShouldBe("A1");
        reading.Problems.ShouldContain(p => p.Cell == "F2" && p.Fault == SchemeFault.LookAlikes && p.IsWarning);
    }

    [Fact]
    public void A_sheet_of_cis_reads_with_its_tables_levels_and_totals()
    {
        var reading = SchemeSheet.Read(new ImportFile("КОД 09.02.07-2-2026.xlsx", TestWorkbook.Of(
            ["Web Technologies"], ["Веб-технологии"],
            ["Section", "", "WSSS Marks", "Aspect Marks", "Variation"], [1, "Organisation", 1.5m, 1.5m, 0], [2, "Design", 3m, 2.5m, -0.5m], ["Total Variation", null, null, null, 0],
            ["ID", "Name", null, null, null, null, null, null, null, null, "Mark"], ["A", "Module 1", null, null, null, null, null, null, null, null, 4m],
            [.. Cis, "Criterion A", "Total Mark", new TestWorkbook.Formula("SUM(K10:K17)", "4")],
            ["A1", "Set-up", "Day 1"],
            [null, null, null, "M", "Repository", null, "Present or not", "Yes/No", 1, null, 0.5m],
            [null, null, null, "M", "States", null, null, null, 1, null, "1,00"],
            [null, null, null, null, null, null, "None", null, null, null, 0m],
            [null, null, null, null, null, null, "Some", null, null, null, 0.5m],
            [null, null, null, null, null, null, "All", null, null, null, 1m],
            ["A2", "Look", 1],
            [null, null, null, "J", "Hierarchy", null, null, null, 2, null, 1.5m],
            [null, null, null, null, null, 0, "Poor"], [null, null, null, null, null, 1, "Meets"], [null, null, null, null, null, 2, "Better"], [null, null, null, null, null, 3, "Excellent"],
            [null, null, null, "M", "Files", null, "Deduct 0.5 per missing file", null, 2, null, 1m],
            ["Competition", "Total Mark", 4m])));

        reading.Errors.ShouldBe(0, string.Join('\n', reading.Problems));
        reading.Scheme.Aspects.Select(a => (a.Code, a.Maximum.Value, a.Section)).ShouldBe([("A1.1", 0.5m, 1), ("A1.2", 1m, 1), ("A2.1", 1.5m, 2), ("A2.2", 1m, 2)]);
        reading.Scheme.Aspects[0].HowToCheck.ShouldBe("Present or not");
        reading.Scheme.Aspects[1].Scale.ShouldBe(new StepsScale([new("None", Marks.Zero), new("Some", Marks.Of(0.5m)), new("All", Marks.Of(1))]));
        reading.Scheme.Aspects[2].Scale.ShouldBe(new JudgementScale(["Poor", "Meets", "Better", "Excellent"]));
        reading.Scheme.Sections.Select(s => (s.Name, s.Declared!.Value.Value)).ShouldBe([("Organisation", 1.5m), ("Design", 3m)]);
        reading.Scheme.Criteria.ShouldHaveSingleItem().Name.ShouldBe("Module 1");
        (reading.Facts.Code, reading.Facts.Name, reading.Facts.NameEn).ShouldBe(("КОД 09.02.07-2-2026", "Веб-технологии", "Web Technologies"));
        reading.Problems.Select(p => p.Fault).ShouldBe([SchemeFault.SectionVariation, SchemeFault.RuleInText], ignoreOrder: true);
        reading.Ignored.ShouldBeEmpty();
    }

    [Fact]
    public void A_sheet_of_cis_in_russian_types_takes_steps_and_texts_from_the_rows_below()
    {
        object?[] header =
        [
            "SubCriteriaID", "Sub Criteria Name or Description", "Aspect Type\nB = Бинарный\nD = Дискретный\nJ = Судейский", "Z-связь", "Aspect - Description", "Judg Score",
            "Extra Aspect Description OR Judgement Score Description", "Requirement or Nominal Size (Obj Only)", "WSSS Section", "Max Mark",
        ];
        var reading = SchemeSheet.Read(new ImportFile("scheme.xlsx", TestWorkbook.Of(
            ["Веб-технологии"],
            [null, null, "A", null, "Модуль 1", 3m], [null, null, "B", null, "Модуль 2", 1m],
            [.. header, "Criterion A", "Total Mark", 3m, "КН"],
            ["A1", "Первый"],
            [null, null, "В", null, "Сделано", null, null, "да/нет", 1, 0.5m],
            [null, null, "D", null, "Ступени", null, null, null, 1, 1m],
            [null, null, null, null, null, null, "Нет", null, null, 0m], [null, null, null, null, null, null, "Есть", null, null, 1m],
            [null, null, "J", null, "Вид", null, null, null, 2, 1.5m],
            [null, null, null, null, null, 0, "0"], [null, null, null, null, null, 1, "1"], [null, null, null, null, null, 2, "2"], [null, null, null, null, null, 3, "3"],
            [.. header, "Criterion B", "Total Mark", 2m, "КН"],
            ["B1", "Второй"],
            [null, null, "D", null, "Ошибки", null, "Вычет 0,5 за каждую ошибку", null, 2, 1m])));

        reading.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault, p.Detail)).ShouldBe([("M15", SchemeFault.CriterionSum, "1")]);
        reading.Scheme.Criteria.Select(c => c.Name).ShouldBe(["Модуль 1", "Модуль 2"]);
        reading.Scheme.Aspects.Select(a => a.Scale.Type).ShouldBe([AspectType.Binary, AspectType.Discrete, AspectType.Judgement, AspectType.Discrete]);
        reading.Problems.ShouldContain(p => p.Fault == SchemeFault.RuleFromText && p.Cell == "C17");
    }

    [Fact]
    public void The_old_sheet_of_cis_takes_o_for_measured_and_refuses_s()
    {
        object?[] header = ["ID", "Sub Criteria Name or Description", "Aspect Type O = Obj S = Sub J = Judg", "Aspect - Description", "Judg Score", "Extra Aspect Description", "Requirement or Nominal Size (Obj Only)", "WSOS Section", "Max Mark"];
        header[0] = "Sub Criteria ID";

        var reading = SchemeSheet.Read(new ImportFile("old.xlsx", TestWorkbook.Of(header, ["A1", "First"], [null, null, "O", "Measured", null, null, null, 1, 1m], [null, null, "S", "Liked", null, null, null, 1, 1m])));

        reading.Scheme.Aspects.ShouldHaveSingleItem().Scale.ShouldBe(new YesNoScale());
        reading.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault)).ShouldBe([("C4", SchemeFault.TypeRefused)]);
    }

    [Fact]
    public void The_dialect_with_the_criterion_in_a_column_reads_too()
    {
        object?[] header = ["Sub Criterion ID", "Sub Criterion Name", "Aspect Type M = Meas J = Judg", "Aspect - Description", "Judg Score", "Extra Aspect Description", "Requirement", "WSSS Section", "Max Mark", "Criterion", "Calculation Row"];

        var reading = SchemeSheet.Read(new ImportFile("d4.xlsx", TestWorkbook.Of(
            ["Criterion", "Description", "Meas (M)", "Judg (J)", "Total"], ["A", "Module", 1m, 0, 1m],
            header, ["A1", "First", null, null, null, null, null, null, null, "A"], [null, null, "M", "Measured", null, null, null, 1, 1m, "A"])));

        reading.Errors.ShouldBe(0, string.Join('\n', reading.Problems));
        reading.Scheme.Criteria.ShouldHaveSingleItem().Name.ShouldBe("Module");
    }

    [Fact]
    public void A_judgement_needs_each_level_once()
    {
        var reading = SchemeSheet.Read(new ImportFile("j.xlsx", TestWorkbook.Of(
            Cis, ["A1", "Look"], [null, null, null, "J", "Hierarchy", null, null, null, 1, null, 1m],
            [null, null, null, null, null, 0, "Poor"], [null, null, null, null, null, 1, "Meets"], [null, null, null, null, null, 1, "Again"], [null, null, null, null, null, 4, "Too much"])));

        reading.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault, p.Detail)).ShouldBe(
            [("D3", SchemeFault.LevelMissing, "2, 3"), ("F6", SchemeFault.LevelRepeated, null), ("F7", SchemeFault.LevelUnknown, null)]);
    }

    [Fact]
    public void Case_14_empty_parts_and_wrong_sums_are_errors_and_a_wrong_weight_of_a_section_is_a_warning()
    {
        var reading = SchemeSheet.Read(new ImportFile("e.xlsx", TestWorkbook.Of(
            ["Раздел", "Название раздела", "Балл раздела"], [1, "Один", 2m],
            ["Критерий", "Название критерия", "Балл критерия"], ["A", "Первый", 3m], ["B", "Пустой", 0m],
            ["Субкритерий", "Название субкритерия", "Тип", "Описание", "Балл", "Раздел"],
            ["A1", "Есть"], [null, null, "B", "Один", 1m, 1], [null, null, "B", "Два", 0.5m, 7], ["A2", "Пуст"], ["Итого", null, null, null, 4m])));

        reading.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault)).ShouldBe(
            [("C4", SchemeFault.CriterionSum), ("A5", SchemeFault.CriterionEmpty), ("F9", SchemeFault.SectionUnknown), ("A10", SchemeFault.SubCriterionEmpty), ("E11", SchemeFault.GrandTotal)]);
    }

    [Fact]
    public void Without_the_columns_of_a_scheme_the_missing_ones_are_named()
    {
        var refused = Should.Throw<RuleViolation>(() => SchemeSheet.Read(new ImportFile("x.csv", Encoding.UTF8.GetBytes("Тип;Описание\nB;Один\n"))));

        refused.Rule.ShouldBe(ImportRules.HeaderIsThere);
        refused.Refusals[0].Facts["columns"].ShouldBe(new List<SchemeColumn> { SchemeColumn.Maximum });
    }

    [Theory]
    [InlineData("да/нет", typeof(YesNoScale))]
    [InlineData("Yes / No", typeof(YesNoScale))]
    [InlineData("измерение, порог", typeof(YesNoScale))]
    [InlineData("0–3, 3 эксперта", typeof(JudgementScale))]
    [InlineData("0,5 x n", typeof(CountScale))]
    [InlineData("0.25*n, n = 0…8", typeof(CountScale))]
    [InlineData("Вычет 0,5 за ошибку", typeof(DeductionScale))]
    [InlineData("deduct 0.50 for each fault, not below 0", typeof(DeductionScale))]
    [InlineData("0/1/2", typeof(StepsScale))]
    [InlineData("0 — нет; 1,00 — частично, с замечаниями; 2 — полностью", typeof(StepsScale))]
    [InlineData("±0,3 мм = 2; ±0,6 мм = 1", typeof(ToleranceScale))]
    [InlineData("-3..3 °C = 2\n−6..6 °C = 1", typeof(ToleranceScale))]
    [InlineData("±0,3 мм = 2; ±0,6 см = 1", null)]
    [InlineData("0,333 × n", null)]
    [InlineData("0 × n", null)]
    [InlineData("2 — полностью", null)]
    [InlineData("не знаю", null)]
    public void Rules_are_read_as_people_write_them(string text, Type? type)
    {
        var scale = RuleText.Read(text, Marks.Of(2));

        scale?.GetType().ShouldBe(type);
        (scale is null).ShouldBe(type is null);
        if (scale is not null and not JudgementScale)
        {
            scale.Reaches(Marks.Of(2)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Every_heading_in_both_languages_is_read_as_its_column()
    {
        foreach (var texts in new[] { Russian, English })
        {
            Enum.GetValues<SchemeColumn>().Where(column => SchemeLayout.ColumnOf(texts.Of(column)) != column).ShouldBeEmpty();
            Enum.GetValues<PackageFact>().Where(fact => SchemeLayout.FactOf(texts.Of(fact)) != fact).ShouldBeEmpty();
        }

        Enum.GetValues<SchemeFault>().Where(fault => !Russian.Has($"Enums.SchemeFault.{fault}")).ShouldBeEmpty();
        Enum.GetValues<ImportStep>().Where(step => !Russian.Has($"Packages.Import.Step.{step}") || !Russian.Has($"Packages.Import.Step.{step}.Text")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("csv", "ru")]
    [InlineData("csv", "en")]
    [InlineData("xlsx", "ru")]
    [InlineData("xlsx", "en")]
    public void An_export_reads_back_without_a_difference(string format, string language)
    {
        var texts = language == "ru" ? Russian : English;
        foreach (var package in new[] { DemoPackages.WebTechnologies(default), DemoPackages.Cooking(default), DemoPackages.Welding(default) })
        {
            var file = TableFile.Of("export", SchemeTable.Rows(package.Header(), package.Scheme(), texts), SchemeTable.Widths, format == "csv" ? TableFormat.Csv : TableFormat.Xlsx, texts.Culture);

            var reading = SchemeSheet.Read(new ImportFile(file.Name, file.Content));

            reading.Errors.ShouldBe(0, string.Join('\n', reading.Problems));
            reading.Scheme.ChangesFrom(package.Scheme()).ShouldBeEmpty();
            reading.Scheme.Aspects.Count.ShouldBe(package.Criteria.SelectMany(c => c.Aspects).Count());
            PackageDetails.Fill(reading.Facts, null).ShouldBe(package.Header());
        }
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Xlsx)]
    public void Any_scheme_survives_export_and_import(TableFormat format)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var scheme = AnyScheme(new Random(seed));
            var texts = seed % 2 == 0 ? Russian : English;
            var header = new PackageHeader("КОД 1.1", "Любой", "Any", "", "", "", 2026, RuleSet.MeasuringMaterials, "=ИРПО", 3 + seed % 4);
            var file = TableFile.Of("any", SchemeTable.Rows(header, scheme, texts), SchemeTable.Widths, format, texts.Culture);

            var reading = SchemeSheet.Read(new ImportFile(file.Name, file.Content));

            reading.Errors.ShouldBe(0, $"seed {seed}: {string.Join('\n', reading.Problems)}");
            reading.Scheme.ChangesFrom(scheme).ShouldBeEmpty($"seed {seed}");
            reading.Scheme.Aspects.Count.ShouldBe(scheme.Aspects.Count, $"seed {seed}");
            PackageDetails.Fill(reading.Facts, null).ShouldBe(header, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public void The_sample_is_clean_and_what_the_export_itself_would_write(string kind)
    {
        var sample = new ImportFile($"marking-scheme.{kind}", File.ReadAllBytes(Path.Combine(Sources.Root, "templates/import", $"marking-scheme.{kind}")));

        var reading = SchemeSheet.Read(sample);

        reading.Problems.ShouldBeEmpty();
        reading.Ignored.ShouldBeEmpty();
        reading.Scheme.Aspects.Select(a => a.Scale.GetType()).Distinct().Count().ShouldBe(6, "the sample has every kind of rule");
        var written = TableFile.Of("marking-scheme", SchemeTable.Rows(PackageDetails.Fill(reading.Facts, null), reading.Scheme, Russian), SchemeTable.Widths,
            kind == "csv" ? TableFormat.Csv : TableFormat.Xlsx, Russian.Culture);
        CellsOf(new ImportFile(written.Name, written.Content)).ShouldBe(CellsOf(sample));
    }

    private static List<string> CellsOf(ImportFile file) =>
        [.. SheetReader.Read(file, SchemeSheet.Limits)[0].Rows.SelectMany(row => row.Cells).Where(cell => !cell.IsEmpty).Select(cell => $"{cell.Address}: {cell.Text}")];

    private static MarkingScheme AnyScheme(Random random)
    {
        var (sections, criteria, subs, aspects) = (new List<SectionLine>(), new List<CriterionLine>(), new List<SubCriterionLine>(), new List<AspectLine>());
        for (var number = 1; number <= random.Next(1, 4); number++)
        {
            sections.Add(new SectionLine(number, Words(random), Words(random), random.Next(2) == 0 ? null : new Marks(random.Next(0, 5000))));
        }

        for (var c = 0; c < random.Next(1, 5); c++)
        {
            var letter = ((char)('A' + c)).ToString();
            criteria.Add(new CriterionLine(letter, Words(random), Words(random), (CriterionUse)random.Next(1, 16), random.Next(1, 600)));
            for (var s = 1; s <= random.Next(1, 4); s++)
            {
                subs.Add(new SubCriterionLine($"{letter}{s}", Words(random)));
                for (var a = 1; a <= random.Next(1, 12); a++)
                {
                    var maximum = new Marks(random.Next(1, 1200));
                    aspects.Add(new AspectLine($"{letter}{s}.{a}", Words(random), random.Next(2) == 0 ? null : Words(random), random.Next(3) == 0 ? Words(random) : null,
                        random.Next(1, sections.Count + 1), maximum, AnyScale(random, maximum)));
                }
            }
        }

        return new MarkingScheme(sections, criteria, subs, aspects);
    }

    private static AspectScale AnyScale(Random random, Marks maximum)
    {
        switch (random.Next(6))
        {
            case 0:
                return new YesNoScale();
            case 1:
                var step = random.Next(1, maximum.Hundredths + 1);
                return (maximum.Hundredths + step - 1) / step is var highest and <= 999 ? new CountScale(new Marks(step), highest) : new CountScale(maximum, 1);
            case 2:
                return new DeductionScale(new Marks(random.Next(1, maximum.Hundredths + 1)));
            case 3:
                return new StepsScale([new(Words(random), Marks.Zero), .. Enumerable.Range(0, random.Next(3)).Select(_ => new ScaleStep(Words(random), new Marks(random.Next(maximum.Hundredths)))), new(Words(random), maximum)]);
            case 4:
                var width = random.Next(1, 20_000);
                return new ToleranceScale(new[] { "мм", "г", "°C", "%", "кг/м²" }[random.Next(5)],
                    [.. Enumerable.Range(1, random.Next(1, 4)).Select(i => new ToleranceBand(new ScoreValue(-width * i), new ScoreValue(width * i), i == 1 ? maximum : new Marks(random.Next(maximum.Hundredths))))]);
            default:
                return new JudgementScale([Words(random), Words(random), Words(random), Words(random)]);
        }
    }

    // Texts with what breaks files: separators, quotes, formulas, numbers, dashes.
    private static string Words(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        new[] { "слово", "и; другое", "\"в кавычках\"", "=1+1", "-2", "0 — 1", "a,b", "ПУ", "Итого:", "№ 5", "Ёлка", "1..2" }[random.Next(12)])) is var text && text is "Итого:" or "-2" ? text + "!" : text;
}
