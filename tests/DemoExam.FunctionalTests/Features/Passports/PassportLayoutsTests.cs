using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

public sealed class PassportLayoutsTests(PassportLayoutsTests.AppWithOwnLayouts app) : IClassFixture<PassportLayoutsTests.AppWithOwnLayouts>
{
    [Theory]
    [InlineData(CandidateCategory.Graduate, ExamType.StateAttestation, "Форма ГИА")]
    [InlineData(CandidateCategory.AdultLearner, ExamType.VocationalTraining, "Форма ПО")]
    [InlineData(CandidateCategory.Graduate, ExamType.VocationalTraining, "Форма ПО")]
    [InlineData(CandidateCategory.Schoolchild, ExamType.Other, "Форма школы")]
    [InlineData(CandidateCategory.CivilServant, ExamType.Other, "Форма госслужбы")]
    [InlineData(CandidateCategory.CompanyEmployee, ExamType.Other, "Форма предприятия")]
    public async Task The_category_and_the_kind_of_exam_choose_the_layout(CandidateCategory category, ExamType type, string mark)
    {
        var exam = await app.Given.ALockedExam(1);
        await app.Change(async db =>
        {
            db.Entry(await db.Candidates.SingleAsync(c => c.Id == exam.Candidates[0].Id)).Property(c => c.Category).CurrentValue = category;
            db.Entry(await db.Exams.SingleAsync(e => e.Id == exam.Id)).Property(e => e.Type).CurrentValue = type;
        });

        await app.Issue();

        (await Printed(await app.PdfOf((await app.PassportsOf(exam.Id)).ShouldHaveSingleItem()))).ShouldContain(mark);
    }

    [Fact]
    public async Task An_edited_layout_is_used_from_the_next_passport_on_and_a_broken_one_is_not()
    {
        var original = await File.ReadAllTextAsync(Path.Combine(app.Layouts, "state-attestation.json"), TestContext.Current.CancellationToken);
        var (_, before) = await app.APassport();
        await Edit("state-attestation", text => text.Replace("Паспорт компетенций", "Паспорт навыков", StringComparison.Ordinal));
        var (_, edited) = await app.APassport();
        await Edit("state-attestation", _ => "{ \"accent\": ");
        var (_, broken) = await app.APassport();

        (await Printed(await app.PdfOf(before))).ShouldNotContain("Паспорт навыков");
        (await Printed(await app.PdfOf(edited))).ShouldContain("Паспорт навыков");
        (await Printed(await app.PdfOf(broken))).ShouldContain("Паспорт навыков");
        var row = (await app.Send(new ListLayouts(), TestUser.Administrator)).Rows.Single(r => r.Name == "state-attestation");
        row.Fault.ShouldNotBeNull().ShouldContain("state-attestation.json, line 1");
        (await app.Get("/admin/layouts", TestUser.Administrator)).Text.ShouldContain("С ошибкой, действует прежний");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PreviewLayout("state-attestation", LayoutSample.Everyday), TestUser.Administrator)))
            .Rule.ShouldBe(PassportRules.LayoutIsGood);

        await Edit("state-attestation", _ => original);
        var (_, mended) = await app.APassport();
        (await Printed(await app.PdfOf(mended))).ShouldNotContain("Паспорт навыков");
    }

    [Fact]
    public async Task The_administrator_sees_every_layout_and_drafts_as_unsigned_samples()
    {
        await Edit("draft", _ => File.ReadAllText(Path.Combine(AppWithOwnLayouts.Shipped, "company.json")).Replace("Паспорт компетенций", "Черновик паспорта", StringComparison.Ordinal));

        var page = await app.Get("/admin/layouts", TestUser.Administrator);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Черновик: паспорта в нём не выпускаются");
        using var client = await app.As(TestUser.Administrator);
        foreach (var name in (await app.Send(new ListLayouts(), TestUser.Administrator)).Rows.Where(r => r.Fault is null).Select(r => r.Name))
        {
            foreach (var sample in Enum.GetValues<LayoutSample>())
            {
                using var answer = await client.GetAsync($"/admin/layouts/{name}?sample={sample}", TestContext.Current.CancellationToken);
                answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/pdf");
                var pdf = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
                app.Offline(pdf).IsGenuine.ShouldBeFalse();
                (await Tool.Run("qpdf", "qpdf", "--check", await Save(pdf))).Exit.ShouldBe(0);
            }
        }

        (await Printed((await app.Send(new PreviewLayout("draft", LayoutSample.Everyday), TestUser.Administrator)).Bytes)).ShouldContain("Черновик паспорта");
    }

    [Fact]
    public async Task Only_the_administrator_looks_at_layouts_and_only_at_those_of_the_folder()
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ListLayouts(), TestUser.RegionalOperator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PreviewLayout("company", LayoutSample.Everyday), TestUser.RegionalOperator));
        await Should.ThrowAsync<NotFound>(() => app.Send(new PreviewLayout("../passport/company", LayoutSample.Everyday), TestUser.Administrator));
    }

    private async Task Edit(string name, Func<string, string> change)
    {
        var file = Path.Combine(app.Layouts, name + ".json");
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        await File.WriteAllTextAsync(file, change(text), TestContext.Current.CancellationToken);
    }

    private async Task<string> Printed(byte[] pdf)
    {
        var read = await Tool.Run("pdftotext", "poppler-utils", await Save(pdf), "-");
        read.Exit.ShouldBe(0, read.Errors);
        return read.Output;
    }

    private async Task<string> Save(byte[] bytes)
    {
        var file = Path.Combine(app.Folder, $"{Guid.CreateVersion7():N}.pdf");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>A host with layouts of its own, each of which says which one it is.</summary>
    public sealed class AppWithOwnLayouts : App
    {
        private static readonly Dictionary<string, string> Marks = new()
        {
            ["state-attestation"] = "Форма ГИА", ["vocational-training"] = "Форма ПО", ["schoolchild"] = "Форма школы",
            ["civil-servant"] = "Форма госслужбы", ["company"] = "Форма предприятия",
        };

        public static string Shipped => Path.Combine(AppContext.BaseDirectory, "templates", "passport");

        public string Layouts => Path.Combine(Folder, "templates", "passport");

        protected override void Configure(IDictionary<string, string> settings)
        {
            Directory.CreateDirectory(Layouts);
            foreach (var (name, mark) in Marks)
            {
                var text = File.ReadAllText(Path.Combine(Shipped, name + ".json"));
                var at = text.IndexOf("\"page\"", StringComparison.Ordinal);
                File.WriteAllText(Path.Combine(Layouts, name + ".json"), text[..at] + text[at..].Replace("\"ru\": \"", $"\"ru\": \"{mark} ", StringComparison.Ordinal));
            }

            settings["Templates"] = Path.Combine(Folder, "templates");
        }
    }
}
