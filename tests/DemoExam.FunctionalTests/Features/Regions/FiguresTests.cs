using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Mail;
using DemoExam.Features.Passports;
using DemoExam.Features.Programmes;
using DemoExam.Features.Regions;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Regions;

/// <summary>The figures of a year, counted once more by hand from the rows.</summary>
[Trait(Databases.Contract, Databases.Database)]
public sealed class FiguresTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_is_counted_as_by_hand()
    {
        var exam = await app.Given.ALockedExam(3);
        var first = await FirstDay(exam);
        var year = first.Year;
        var rows = await app.Query(async db => await db.Exams.AsNoTracking().Where(e => e.RegionCode == TestUser.TestRegion && e.Status != ExamStatus.Draft && e.Status != ExamStatus.Cancelled).ToListAsync(Ct));
        var results = await app.Query(db => db.Results.AsNoTracking().ToListAsync(Ct));

        var view = await app.Send(new GetFigures(year), TestUser.RegionalOperator);

        var ofYear = rows.Where(e => e.FirstDay.Year == year).ToList();
        foreach (var month in view.Now.Months)
        {
            month.Exams.ShouldBe(ofYear.Count(e => e.FirstDay.Month == month.Month));
            month.Candidates.ShouldBe(ofYear.Where(e => e.FirstDay.Month == month.Month).Sum(e => e.Enrolments.Count));
        }

        var newest = results.Where(r => ofYear.Any(e => e.Id == r.ExamId)).GroupBy(r => (r.ExamId, r.CandidateId)).Select(g => g.MaxBy(r => r.Version)!).ToList();
        view.Now.Grades.ToDictionary(g => g.Grade, g => g.Count).ShouldBe(newest.GroupBy(r => r.Grade).ToDictionary(g => g.Key, g => g.Count()), ignoreOrder: true);
        view.Now.Shares.ShouldBe(Enumerable.Range(0, 10).Select(tenth => newest.Count(r => Math.Min(9, (int)(r.Total.Value / r.Maximum.Value * 10)) == tenth)));
        view.Venues.Single(v => v.Id == exam.Venue.Id).Days.Sum().ShouldBeGreaterThan(0);
        view.Experts.ShouldContain(e => e.Id == exam.Chief.Id && e.Exams >= 1 && e.Days >= 1);

        var page = await app.Get($"/figures?year={year}", TestUser.RegionalOperator);
        page.Text.ShouldContain($"Итоги {year} года");
        page.Html.QuerySelector($"a[href='/experts/{exam.Chief.Id}']").ShouldNotBeNull();
        using var client = await app.As(TestUser.RegionalOperator);
        var table = Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/figures?year={year}&handler=Export&format=csv", Ct));
        table.ShouldContain($"Участники;{Formats.MonthName(first.Month, CultureInfo.GetCultureInfo("ru-RU"))};{view.Now.Months[first.Month - 1].Candidates};");
    }

    [Fact]
    public async Task An_organiser_gets_the_exams_of_the_own_organisation_and_nobody_else_any()
    {
        var exam = await app.Given.AScheduledExam(2);
        var (year, own) = ((await FirstDay(exam)).Year, await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.OrganiserId).SingleAsync(Ct)));

        var mine = await app.Send(new GetFigures(year), TestUser.OrganiserOf(own));
        var expected = await app.Query(db => db.Exams.CountAsync(e => e.OrganiserId == own && e.Status != ExamStatus.Draft && e.Status != ExamStatus.Cancelled && e.FirstDay.Year == year, Ct));

        mine.IsOwn.ShouldBeTrue();
        mine.Now.Exams.ShouldBe(expected);
        await app.Query(async db =>
        {
            db.Add(new Region("28", "Амурская область", "Amur Oblast", "Asia/Yakutsk"));
            return await db.SaveChangesAsync(Ct);
        });
        (await app.Send(new GetFigures(year), TestUser.RegionalOperator with { Region = "28" })).Now.Exams.ShouldBe(0);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetFigures(year), exam.ChiefUser));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetFigures(year), TestUser.Anonymous));
    }

    [Fact]
    public async Task Checks_of_passports_are_counted_and_nothing_else_of_them()
    {
        var (exam, passport) = await app.APassport();
        var year = app.Clock.Today.Year;
        for (var i = 0; i < 3; i++)
        {
            await app.Get($"/p/{passport.Token}", TestUser.Anonymous);
        }

        await app.Get($"/check?code={Uri.EscapeDataString(passport.Number)}", TestUser.Anonymous);
        await app.Get("/p/0000000000000000000000", TestUser.Anonymous);
        await app.Send(new VerifyPassport(File: await app.PdfOf(passport)), TestUser.Anonymous);
        var tally = app.Services.GetRequiredService<CheckTally>();
        await tally.Flush(Ct);
        (await app.Send(new GetFigures(year), exam.OrganiserUser)).Now.Checks.ShouldBe(5);

        // A second sum of the day is added to the first.
        await app.Get($"/p/{passport.Token}", TestUser.Anonymous);
        await tally.Flush(Ct);
        var rows = await app.Query(db => db.CheckCounts.AsNoTracking().Where(c => c.ExamId == exam.Id).OrderBy(c => c.Means).ToListAsync(Ct));
        rows.Select(c => (c.Means, c.Count)).ShouldBe([(CheckMeans.Link, 4), (CheckMeans.Number, 1), (CheckMeans.File, 1)]);
        (await app.Send(new GetFigures(year), exam.OrganiserUser)).Before.Checks.ShouldBe(0);
        (await app.Get($"/figures?year={year}", exam.OrganiserUser)).Text.ShouldContain("Проверки паспортов");
    }

    [Fact]
    public async Task A_term_that_was_missed_stays_missed_and_leads_to_its_exam()
    {
        var exam = await app.Given.AScoredExam(2);
        var last = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.LastDay).SingleAsync(Ct));
        app.Clock.Advance(TimeSpan.FromDays(Math.Max(0, last.DayNumber - app.Clock.Today.DayNumber) + 2));
        await app.Send(new SendReminders(exam.Id), TestUser.System);
        var missed = await Missed();
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(new SendReminders(exam.Id), TestUser.System);

        // Scores were not locked on the last day, so no protocol was signed; seen twice, it was missed once.
        missed.ShouldContain((Milestone.ProtocolSigned, last));
        missed.ShouldContain((Milestone.ResultsFixed, last));
        missed.ShouldNotContain(m => m.Item1 == Milestone.PlanKnown || m.Item1 == Milestone.AppealsClosed);
        (await Missed()).ShouldBe(missed, ignoreOrder: true);
        var figures = await app.Send(new GetFigures(last.Year), exam.OrganiserUser);
        figures.Now.Missed.Single(m => m.What == Milestone.ProtocolSigned).Count.ShouldBe(1);
        var list = await app.Get($"/figures/missed?year={last.Year}&what=ProtocolSigned", exam.OrganiserUser);
        list.Html.QuerySelectorAll($"main a[href='/exams/{exam.Id}']").Length.ShouldBe(1);
        (await app.Send(new ListMissedTerms(last.Year), TestUser.OrganiserOf((await app.Given.ACollege()).Id))).Terms.ShouldBeEmpty();

        async Task<List<(Milestone, DateOnly)>> Missed() => [.. (await app.Query(db => db.MissedTerms.AsNoTracking().Where(t => t.ExamId == exam.Id).ToListAsync(Ct))).Select(t => (t.What, t.By))];
    }

    [Fact]
    public async Task Targets_of_programmes_stand_beside_what_was_reached()
    {
        var exam = await app.Given.ALockedExam(3);
        var year = app.Clock.Today.Year;
        var (programme, group) = (ProgrammeId.New(), TrainingGroupId.New());
        await app.Send(new RegisterProgramme(ProgrammeKind.SelfEmployment, $"Программа {programme.Value:N}", null, ProgrammeEnding.None, exam.College) { Id = programme }, TestUser.RegionalOperator);
        await app.Send(new OpenTrainingGroup(programme, "Группа", new DateOnly(year, 1, 1), new DateOnly(year, 1, 20)) { Id = group }, TestUser.RegionalOperator);
        await app.Send(new SetProgrammeTarget(programme, year, 10, null), TestUser.RegionalOperator);
        await app.Send(new EnrolParticipants(programme, group, exam.College), TestUser.RegionalOperator);

        (await app.Send(new GetFigures(year), TestUser.OrganiserOf(exam.College))).Targets.Single(t => t.Kind == ProgrammeKind.SelfEmployment).ShouldBe(new TargetFact(ProgrammeKind.SelfEmployment, 10, 3));
        (await app.Send(new GetFigures(year - 1), TestUser.OrganiserOf(exam.College))).Targets.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_reads_the_register_of_a_region_and_it_names_nobody()
    {
        var ahead = await app.Given.AConfirmedExam(2);
        var held = await app.Given.ALockedExam(3);
        var year = (await FirstDay(held)).Year;
        await app.Query(db => db.Exams.Where(e => e.Id == held.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Status, ExamStatus.ResultsAnnounced), Ct));

        var page = await app.Get($"/regions/{TestUser.TestRegion}?year={year}", TestUser.Anonymous);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain(ahead.Venue.Name);
        page.Text.ShouldContain(ahead.Venue.Accreditations[0].CertificateNumber);
        using var client = await app.As(TestUser.Anonymous);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var json = await client.GetStringAsync($"/regions/{TestUser.TestRegion}?year={year}", Ct);
        var api = await client.GetStringAsync($"/api/v1/regions/{TestUser.TestRegion}/register?year={year}", Ct);
        api.ShouldBe(json);
        var root = JsonDocument.Parse(json).RootElement;
        root.GetProperty("exams").EnumerateArray().Select(e => e.GetProperty("number").GetString()).ShouldContain(await app.Query(db => db.Exams.Where(e => e.Id == ahead.Id).Select(e => e.Number).SingleAsync(Ct)));
        foreach (var grade in root.GetProperty("figures").GetProperty("grades").EnumerateArray())
        {
            (grade.GetProperty("count").ValueKind == JsonValueKind.Null || grade.GetProperty("count").GetInt32() >= 5).ShouldBeTrue();
        }

        var people = ahead.Candidates.Concat(held.Candidates).Select(c => c.Name.Surname).Concat([ahead.Chief.Name.Surname, held.Chief.Name.Surname]).Distinct();
        foreach (var surname in people)
        {
            (page.Body + json).ShouldNotContain(surname);
        }

        Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/regions/{TestUser.TestRegion}?handler=Export&format=csv", Ct)).ShouldContain(ahead.Venue.Accreditations[0].CertificateNumber);
        foreach (var (address, user) in new[]
        {
            ($"/regions/{TestUser.TestRegion}?year=0", TestUser.Anonymous), ($"/regions/{TestUser.TestRegion}?year=99999", TestUser.Anonymous),
            ("/figures?year=0", TestUser.RegionalOperator), ("/figures?year=0&handler=Export&format=csv", TestUser.RegionalOperator),
        })
        {
            (await app.Get(address, user)).Status.ShouldBe(HttpStatusCode.NotFound, address);
        }

        (await app.Get("/regions/99", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get("/", TestUser.Anonymous)).Html.QuerySelector($"a[href='/regions/{TestUser.TestRegion}']").ShouldNotBeNull();
    }

    private Task<DateOnly> FirstDay(ExamState exam) => app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.FirstDay).SingleAsync(Ct));
}
