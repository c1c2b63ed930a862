using System.Net;
using System.Text;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Experts;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Experts;

public sealed class ImportExpertsTests(App app) : IClassFixture<App>
{
    private const string Header = "Фамилия;Имя;Отчество;СНИЛС;Место работы;Почта;Вид права;Специальность или комплект;Номер документа;Действует с;Действует по";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_error_is_shown_by_its_cell_and_nothing_is_registered()
    {
        var works = await app.Given.AnEmployer();
        var file = Table(
            $"Верный;Виктор;;;{works.ShortName};v@works.example;Право участия в оценке;09.02.07;11;01.09.2025;31.08.2027",
            $";Борис;;;{works.ShortName};;Право участия в оценке;09.02.07;12;01.09.2025;",
            "Чужой;Борис;;;Завод, которого нет;;;;;;",
            $"Ошибкин;Борис;;112-233-445 96;{works.ShortName};не почта;Право на ошибку;09.02.07;13;31.02.2026;",
            $"Обратный;Борис;;;{works.ShortName};;Право проведения;;14;01.09.2027;31.08.2025",
            $"Половинчатый;Борис;;;{works.ShortName};;;;15;;",
            $"Верный;Виктор;;;{works.ShortName};;Право участия в оценке;09.02.07;11;01.09.2025;31.08.2027");

        var preview = await app.Send(new PreviewExperts(file), TestUser.RegionalOperator);

        preview.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault)).ShouldBe(
        [
            ("A3", ImportFault.Missing), ("E4", ImportFault.OrganisationUnknown), ("D5", ImportFault.PersonalNumberWrong), ("F5", ImportFault.EmailUnreadable), ("G5", ImportFault.CredentialTypeUnknown),
            ("J5", ImportFault.NoSuchDate), ("H6", ImportFault.Missing), ("K6", ImportFault.TermReversed), ("G7", ImportFault.Missing), ("H7", ImportFault.Missing), ("J7", ImportFault.Missing),
            ("I8", ImportFault.RepeatedInFile),
        ], ignoreOrder: true);
        preview.Problems.Single(p => p.Fault == ImportFault.RepeatedInFile).OtherRow.ShouldBe(2);
        preview.MayImport.ShouldBeFalse();
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ImportExperts(file), TestUser.RegionalOperator))).Rule.ShouldBe(ExpertRules.ImportIsClean);
        (await app.Query(db => db.Experts.CountAsync(e => e.EmployerId == works.Id, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_list_in_the_code_page_of_Windows_goes_through_the_page_into_the_register()
    {
        var works = await app.Given.AnEmployer();
        var text = $"Реестр экспертов;;;;;;\nФамилия;Имя;Отчество;Место работы;Вид права;Специальность;Номер;Действует с;Действует по;Телефон\n"
            + $"Жёлудев;Пётр;Ильич;«{works.Name}»;Региональный эксперт;09.02.07;77;1.9.2025;;+7\n"
            + $"желудев;ПЕТР;ильич;{works.ShortName};право оценки;43.01.09;78;1.9.2025;31.8.2027;+7\n";
        using var browser = await app.As(TestUser.RegionalOperator);
        var empty = await Page.Of(await browser.GetAsync("/experts/import", Ct));

        var preview = await Page.Of(await browser.SendAsync(empty.Submit(new Dictionary<string, object?>
        {
            ["Input.File"] = new Upload("реестр.csv", CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text)),
        }, "form[enctype]"), Ct));
        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Text);
        preview.Text.ShouldContain("Телефон");
        preview.Text.ShouldContain("Жёлудев Пётр Ильич");
        var done = await Page.Of(await browser.SendAsync(preview.Submit(new Dictionary<string, object?>(), "form[action*='Apply']"), Ct));

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        var expert = await app.Query(db => db.Experts.AsNoTracking().SingleAsync(e => e.EmployerId == works.Id, Ct));
        expert.Name.Full.ShouldBe("Жёлудев Пётр Ильич");
        expert.Credentials.Select(c => (c.Type, c.Covers, c.Number, c.ValidFrom, c.ValidTo)).ShouldBe(
        [
            (CredentialType.ConductRight, "09.02.07", "77", new DateOnly(2025, 9, 1), null),
            (CredentialType.AssessmentRight, "43.01.09", "78", new DateOnly(2025, 9, 1), new DateOnly(2027, 8, 31)),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_second_list_adds_new_documents_to_the_same_people_or_registers_namesakes()
    {
        var works = await app.Given.AnEmployer();
        await app.Send(new ImportExperts(Table($"Тёзкин;Илья;;;{works.ShortName};;Право участия в оценке;09.02.07;1;01.09.2025;")), TestUser.RegionalOperator);
        var again = Table($"Тезкин;Илья;;;{works.ShortName};;Право участия в оценке;09.02.07;1;01.09.2025;", $"Тезкин;Илья;;;{works.ShortName};;Право участия в оценке;43.01.09;2;01.09.2025;");

        var preview = await app.Send(new PreviewExperts(again), TestUser.RegionalOperator);
        preview.Problems.ShouldAllBe(p => p.IsWarning);
        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldContain(("I2", ImportFault.DocumentRegistered));
        (await app.Send(new ImportExperts(again), TestUser.RegionalOperator)).ShouldBe(new ExpertImportReport(0, 1));
        (await app.Send(new ImportExperts(again, KnownExperts.Register), TestUser.RegionalOperator)).ShouldBe(new ExpertImportReport(1, 2));
        (await app.Query(db => db.Experts.CountAsync(e => e.EmployerId == works.Id, Ct))).ShouldBe(2);
    }

    [Fact]
    public async Task A_personal_number_finds_the_person_at_another_employer_and_refuses_another_name()
    {
        var (old, now) = (await app.Given.AnEmployer(), await app.Given.AnEmployer());
        await app.Send(new ImportExperts(Table($"Переводов;Олег;;112-233-445 95;{old.ShortName};;;;;;")), TestUser.RegionalOperator);

        (await app.Send(new ImportExperts(Table($"Переводов;Олег;;11223344595;{now.ShortName};;Право участия в оценке;09.02.07;5;01.09.2025;"), KnownExperts.Register), TestUser.RegionalOperator))
            .ShouldBe(new ExpertImportReport(0, 1));
        var problem = (await app.Send(new PreviewExperts(Table($"Самозванцев;Олег;;112-233-445 95;{now.ShortName};;;;;;")), TestUser.RegionalOperator)).Problems.First(p => !p.IsWarning);
        (problem.Cell, problem.Fault).ShouldBe(("D2", ImportFault.PersonalNumberTaken));
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(
            new RegisterExpert("Самозванцев", "Олег", null, now.Id, PersonalNumber: "112-233-445 95") { Id = ExpertId.New() }, TestUser.RegionalOperator))).Rule.ShouldBe(ExpertRules.PersonalNumberIsNew);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_sample_is_read_by_the_import_itself_and_asks_for_a_real_organisation(string kind)
    {
        using var browser = await app.As(TestUser.RegionalOperator);
        var sample = await browser.GetByteArrayAsync($"/experts/import?handler=Sample&kind={kind}", Ct);

        var preview = await app.Send(new PreviewExperts(new ImportFile($"experts.{kind}", sample)), TestUser.RegionalOperator);

        preview.Ignored.ShouldBeEmpty();
        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldBe([("E2", ImportFault.OrganisationUnknown)]);
    }

    [Theory]
    [InlineData(Roles.Organiser)]
    [InlineData(Roles.ChiefExpert)]
    public async Task Only_operators_import(string role)
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PreviewExperts(Table()), TestUser.In(role)));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ImportExperts(Table()), TestUser.In(role)));
    }

    private static ImportFile Table(params string[] rows) => new("list.csv", Encoding.UTF8.GetBytes(Header + "\r\n" + string.Join("\r\n", rows)));
}
