using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.Features.Privacy;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DemoExam.FunctionalTests.Features.Privacy;

/// <summary>Personal data (152-ФЗ): who looked, everything about a person, erasure with what must stay.</summary>
public sealed class PrivacyTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_at_somebody_is_kept_once_an_hour_and_shown_to_that_person_and_the_administrator()
    {
        var exam = await app.AnExamWithPassports(2);
        var (seen, holder) = (exam.Candidates[0], exam.HolderUser());
        await app.Get($"/candidates/{seen.Id}", TestUser.RegionalOperator);
        await app.Get($"/candidates/{seen.Id}", TestUser.RegionalOperator);
        await app.Get($"/exams/{exam.Id}/results", exam.ChiefUser);
        var passport = (await app.PassportsOf(exam.Id)).Single(p => p.CandidateId == seen.Id);
        await app.Get($"/passports/{passport.Id}", TestUser.RegionalOperator);

        var kept = await Looks(seen.Id);

        kept.Count(l => l.Kind == PersonalDataKind.Entry).ShouldBe(1, "twice within the hour");
        kept.Select(l => l.Kind).ShouldContain(PersonalDataKind.Result);
        kept.Select(l => l.Kind).ShouldContain(PersonalDataKind.Passport);
        (await Looks(exam.Candidates[1].Id)).ShouldAllBe(l => l.Kind != PersonalDataKind.Entry);

        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Get($"/candidates/{seen.Id}", TestUser.RegionalOperator);
        (await Looks(seen.Id)).Count(l => l.Kind == PersonalDataKind.Entry).ShouldBe(2);

        var mine = await app.Get("/account/access", holder);
        mine.AllTexts("tbody tr").Count.ShouldBe((await Looks(seen.Id)).Count);
        mine.Text.ShouldContain("Результат");
        (await app.Get("/admin/access", TestUser.Administrator)).Text.ShouldContain(seen.Name.Full);
    }

    [Fact]
    public async Task Who_looks_at_their_own_data_leaves_no_line()
    {
        var exam = await app.AnExamWithPassports(1);
        var before = (await Looks(exam.Candidates[0].Id)).Count;

        await app.Get("/my", exam.HolderUser());
        await app.Get("/account/data", exam.HolderUser());

        (await Looks(exam.Candidates[0].Id)).Count.ShouldBe(before);
    }

    [Fact]
    public async Task Lists_and_exports_keep_a_line_for_each_person_in_them()
    {
        var exam = await app.AnExamWithPassports(3);

        await app.Send(new ListCandidates(OrganisationId: exam.College), TestUser.RegionalOperator);
        await app.Send(new ExportCandidates(new ListCandidates(OrganisationId: exam.College), DemoExam.Features.Shared.Import.TableFormat.Csv), TestUser.RegionalOperator);

        foreach (var candidate in exam.Candidates)
        {
            (await Looks(candidate.Id)).Select(l => l.Kind).ShouldBeSubsetOf([PersonalDataKind.List, PersonalDataKind.Export, PersonalDataKind.Passport, PersonalDataKind.Result]);
            (await Looks(candidate.Id)).Select(l => l.Kind).ShouldContain(PersonalDataKind.Export);
        }
    }

    [Fact]
    public async Task The_same_list_opened_at_the_same_moment_is_answered_each_time_and_kept_once()
    {
        var exam = await app.Given.ARunningExam(80);
        using var client = await app.Api(TestUser.RegionalOperator);
        for (var round = 0; round < 8; round++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => client.GetAsync("/api/v1/candidates?size=500", Ct)));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        }

        (await Looks(exam.Candidates[0].Id)).Count(l => l.Kind == PersonalDataKind.List).ShouldBe(8);
    }

    [Fact]
    public async Task The_report_of_an_incident_names_exactly_those_that_the_account_saw_in_the_time()
    {
        var exam = await app.AnExamWithPassports(3);
        await app.AddAccount(TestUser.RegionalOperator, "stolen.account", "сорок вёсел на воде");
        app.Clock.Advance(TimeSpan.FromHours(5));
        var begin = app.Clock.Now;
        using var thief = await app.As(TestUser.Anonymous);
        var signIn = await Page.Of(await thief.GetAsync("/sign-in", Ct));
        using var form = signIn.Submit(new Dictionary<string, object?> { ["Input.UserName"] = "stolen.account", ["Input.Password"] = "сорок вёсел на воде" }, null);
        await thief.SendAsync(form, Ct);
        await thief.GetAsync($"/candidates/{exam.Candidates[0].Id}", Ct);
        await app.Get($"/candidates/{exam.Candidates[1].Id}", TestUser.RegionalOperator);
        app.Clock.Advance(TimeSpan.FromHours(3));
        var end = app.Clock.Now;
        app.Clock.Advance(TimeSpan.FromHours(3));
        await thief.GetAsync($"/candidates/{exam.Candidates[2].Id}", Ct);

        var file = Encoding.UTF8.GetString((await app.Send(new ReportIncident(begin, end, "stolen.account", DemoExam.Features.Shared.Import.TableFormat.Csv), TestUser.Administrator)).Content);

        file.ShouldContain(exam.Candidates[0].Name.Full);
        file.ShouldNotContain(exam.Candidates[1].Name.Full);
        file.ShouldNotContain(exam.Candidates[2].Name.Full);
    }

    [Fact]
    public async Task The_export_holds_a_row_of_every_table_that_names_the_person_and_the_passports_as_they_are()
    {
        var exam = await app.AnExamWithPassports(2);
        var holder = exam.Candidates[0];
        var passport = (await app.PassportsOf(exam.Id)).Single(p => p.CandidateId == holder.Id);

        using var zip = new ZipArchive(new MemoryStream((await app.Send(new ExportPerson(holder.Id), TestUser.RegionalOperator)).Content));

        using var data = JsonDocument.Parse(zip.GetEntry("data.json")!.Open());
        data.RootElement.GetProperty("Candidates")[0].GetProperty("Surname").GetString().ShouldBe(holder.Name.Surname);
        // Oracle: the database's own tables, asked with SQL for the columns that hold a candidate.
        foreach (var table in new[] { "Enrolments", "Results", "ScoreSheets", "PassportOrders", "Passports" })
        {
            data.RootElement.GetProperty(table).GetArrayLength().ShouldBe(await RawRows(table, holder.Id), table);
        }

        using var pdf = zip.GetEntry($"passports/{passport.Number}.pdf")!.Open();
        using var copy = new MemoryStream();
        await pdf.CopyToAsync(copy, Ct);
        var stored = await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.Pdf).SingleAsync());
        copy.ToArray().ShouldBe(stored);
        data.RootElement.ToString().ShouldNotContain(exam.Candidates[1].Name.Surname);
        (await Looks(holder.Id)).Select(l => l.Kind).ShouldContain(PersonalDataKind.Everything);
    }

    [Fact]
    public async Task The_export_gives_no_secrets_of_the_account()
    {
        var exam = await app.AnExamWithPassports(1);
        var account = await app.AddAccount(exam.HolderUser(), $"holder{Guid.NewGuid():N}", "сорок вёсел на воде");

        using var zip = new ZipArchive(new MemoryStream((await app.Send(new ExportMyData(), exam.HolderUser())).Content));

        using var reader = new StreamReader(zip.GetEntry("data.json")!.Open());
        var text = await reader.ReadToEndAsync(Ct);
        text.ShouldContain(account.UserName!);
        text.ShouldNotContain(account.PasswordHash!);
        text.ShouldNotContain(account.SecurityStamp!);
    }

    [Fact]
    public async Task Erasing_somebody_who_never_sat_an_exam_leaves_no_word_of_them()
    {
        var exam = await app.AnExamWithPassports(1);
        var (surname, email, number) = ("Стиранова", "stiranova@example.test", "112-233-445 95");
        var id = CandidateId.New();
        await app.Change(db =>
        {
            db.Candidates.Add(new Candidate(id, new CandidateDetails(new PersonName(surname, "Стелла", "Игоревна"), "Stiranova Stella", new DateOnly(2007, 3, 9), CandidateCategory.Graduate, exam.College, "ВЕ-41", email,
                number, new Guardian("Стиранов Игорь", "+7 900 000-00-01", "father@example.test", null)), TestUser.TestRegion));
            return Task.CompletedTask;
        });
        await app.AddAccount(TestUser.Holder(id), $"stiranova{id.Value:N}");

        var erased = await app.Send(new ErasePerson(id, "Заявление от 02.03.2026 № 5", "стиранова"), TestUser.RegionalOperator);

        erased.What.ShouldContain("identity");
        erased.Kept.ShouldBe(["log"]);
        await NowhereInTheDatabase(surname, email, number, "Stiranova", "Стиранов Игорь", "father@example.test");
        (await app.Get($"/candidates/{id}", TestUser.RegionalOperator)).Text.ShouldContain("Данные удалены");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ErasePerson(id, "Ещё раз", "Данные"), TestUser.RegionalOperator))).Rule.ShouldBe(PrivacyRules.NotErased);
    }

    [Fact]
    public async Task Erasing_somebody_with_a_passport_keeps_what_was_signed_and_closes_it()
    {
        var exam = await app.AnExamWithPassports(1);
        var holder = exam.Candidates[0];
        var passport = (await app.PassportsOf(exam.Id)).Single();
        await app.Change(async db =>
        {
            var row = await db.Candidates.SingleAsync(c => c.Id == holder.Id);
            row.Change(new CandidateDetails(row.Name, row.LatinName, row.BirthDate, row.Category, row.OrganisationId, row.StudyGroup, $"h{holder.Id.Value:N}@example.test"), row.RegionCode);
        });

        var page = await app.PostForm($"/candidates/{holder.Id}/data", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.Basis"] = "Заявление № 7", ["Input.Surname"] = holder.Name.Surname });

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        var kept = await app.Query(db => db.Candidates.AsNoTracking().SingleAsync(c => c.Id == holder.Id));
        kept.Name.Full.ShouldBe(holder.Name.Full);
        kept.Email.ShouldBeNull();
        await NowhereInTheDatabase($"h{holder.Id.Value:N}@example.test");
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).Text.ShouldNotContain(holder.Name.Surname);
        (await app.Query(db => db.Erasures.AsNoTracking().SingleAsync(e => e.CandidateId == holder.Id))).Kept.ShouldBe(["results", "passports", "log"]);
    }

    [Theory]
    [InlineData("Другая", "privacy.surname-differs")]
    [InlineData(null, "privacy.exam-ahead")]
    public async Task Erasing_is_refused_with_a_wrong_surname_and_before_the_exam_is_over(string? surname, string rule)
    {
        var exam = await app.Given.AScheduledExam(1);

        var refusal = await Should.ThrowAsync<RuleViolation>(() => app.Send(new ErasePerson(exam.Candidates[0].Id, "Заявление № 8", surname ?? exam.Candidates[0].Name.Surname), TestUser.RegionalOperator));

        refusal.Rule.Code.ShouldBe(rule);
    }

    private Task<List<PersonalDataAccess>> Looks(CandidateId id) => app.Query(db => db.PersonalDataAccesses.AsNoTracking().Where(a => a.SubjectId == id.Value).ToListAsync(Ct));

    private Task<int> RawRows(string table, CandidateId id) => app.Query(async db =>
    {
        var type = db.Model.GetEntityTypes().Single(t => t.GetTableName() == table);
        var column = type.GetProperties().Single(p => p.ClrType == typeof(CandidateId)).GetColumnName();
        var sql = $"SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM \"{table}\" WHERE \"{column}\" = {{0}}";
        return await db.Database.SqlQueryRaw<int>(sql, id.Value).SingleAsync(Ct);
    });

    // Every text of every table, read as it lies there.
    private async Task NowhereInTheDatabase(params string[] words)
    {
        var found = new List<string>();
        await app.Query(async db =>
        {
            foreach (var type in db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null))
            {
                var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
                foreach (var column in type.GetFlattenedProperties().Where(p => (p.FindTypeMapping()?.Converter?.ProviderClrType ?? p.ClrType) == typeof(string)).Select(p => p.GetColumnName(table)).OfType<string>().Distinct())
                {
                    foreach (var word in words)
                    {
                        var sql = $"SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM \"{type.GetTableName()}\" WHERE \"{column}\" LIKE {{0}}";
                        var count = await db.Database.SqlQueryRaw<int>(sql, $"%{word}%").SingleAsync(Ct);
                        if (count > 0)
                        {
                            found.Add($"{type.GetTableName()}.{column}: {word}");
                        }
                    }
                }
            }

            return 0;
        });
        found.ShouldBeEmpty();
    }
}
