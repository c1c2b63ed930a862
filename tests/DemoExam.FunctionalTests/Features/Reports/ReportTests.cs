using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Passports;
using DemoExam.Features.Reports;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Reports;

/// <summary>The standard reports, counted once more by hand from the rows.</summary>
public sealed class ReportTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ReportPeriod Today => new(app.Clock.Today, app.Clock.Today);

    [Fact]
    public async Task The_summary_of_the_region_is_counted_as_by_hand_and_its_groups_sum_to_the_whole()
    {
        var exam = await app.Given.ALockedExam(3);
        await app.Given.On(await app.Given.ARunningExam(2), (running, _) => running.RecordOutcome(running.Chief.ExpertId, running.Enrolments[0].CandidateId, ParticipationOutcome.Absent, null, null, app.Clock.Now));
        await app.RunJob<IssuePassportsJob>(job => job.Run(Ct));
        var exams = await app.Query(db => db.Exams.AsNoTracking().Where(e => e.RegionCode == TestUser.TestRegion && e.FirstDay == app.Clock.Today).ToListAsync(Ct));
        var held = exams.Where(e => e.Status is not (ExamStatus.Draft or ExamStatus.Cancelled or ExamStatus.Postponed)).ToList();
        var ids = held.ConvertAll(e => e.Id);
        var results = (await app.Query(db => db.Results.AsNoTracking().Where(r => ids.Contains(r.ExamId)).ToListAsync(Ct))).GroupBy(r => (r.ExamId, r.CandidateId)).Select(g => g.MaxBy(r => r.Version)!).ToList();

        var report = await Get(ReportKind.Region, TestUser.RegionalOperator);

        var main = report.Tables[0].Rows.ToDictionary(r => (string)r.Cells[0]!, r => r.Cells[1]);
        main["Экзамены"].ShouldBe(held.Count);
        main["Участники"].ShouldBe(held.Sum(e => e.Enrolments.Count(x => x.Outcome != ParticipationOutcome.Moved)));
        ((int)main["Неявки"]!).ShouldBe(held.Sum(e => e.Enrolments.Count(x => x.Outcome == ParticipationOutcome.Absent)));
        main["Результаты"].ShouldBe(results.Count);
        main["Средний балл, %"].ShouldBe(Math.Round(100 * results.Average(r => r.Total.Value / r.Maximum.Value), 1, MidpointRounding.AwayFromZero));
        main["Паспорта"].ShouldBe(await app.Query(db => db.Passports.CountAsync(p => p.Status == Domain.Passports.PassportStatus.Issued && ids.Contains(p.ExamId), Ct)));
        main["Площадки"].ShouldBe(held.Select(e => e.VenueId).Distinct().Count());
        main["Линейные эксперты"].ShouldBe(held.SelectMany(e => e.Duties).Where(d => d.Role == ExamRole.ScoringExpert && d.EndedAt is null).Select(d => d.ExpertId).Distinct().Count());
        report.Tables[1].Rows.ToDictionary(r => (string)r.Cells[0]!, r => (int)r.Cells[1]!).ShouldBe(results.GroupBy(r => r.Grade).ToDictionary(g => g.Key, g => g.Count()), ignoreOrder: true);
        foreach (var table in report.Tables.Where(t => t.Columns.Count > 4))
        {
            table.Rows.Where(r => !r.IsTotal).Sum(r => (int)r.Cells[1]!).ShouldBe((int)main["Участники"]!, table.Title);
        }

        var house = report.Tables.Single(t => t.Title.StartsWith("По организациям", StringComparison.Ordinal)).Rows.Single(r => r.Path == $"/organisations/{exam.College}");
        house.Cells[1].ShouldBe(3);
        (await Get(ReportKind.Region, TestUser.RegionalOperator, days: new ReportPeriod(app.Clock.Today.AddYears(-9), app.Clock.Today.AddYears(-9)))).Tables[0].Rows[0].Cells[1].ShouldBe(0);
        await Should.ThrowAsync<Forbidden>(() => Get(ReportKind.Region, exam.OrganiserUser));
    }

    [Fact]
    public async Task A_report_is_the_same_on_the_page_and_in_its_three_files()
    {
        var exam = await app.Given.ALockedExam(2);
        var address = $"/reports/college?{Query}&organisationId={exam.College}";
        var name = await app.Query(db => db.Organisations.Where(o => o.Id == exam.College).Select(o => o.ShortName).SingleAsync(Ct));

        var page = await app.Get(address, exam.OrganiserUser);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain(name);
        page.Text.ShouldContain("ИС-41");
        using var client = await app.As(exam.OrganiserUser);
        Encoding.UTF8.GetString(await client.GetByteArrayAsync($"{address}&handler=Export&format=csv", Ct)).ShouldContain($"ИС-41, {name};2;0;0;0;2;");
        var unknown = await app.Get($"{address}&handler=Export&format=docx", exam.OrganiserUser);
        (unknown.Status, unknown.Html.QuerySelectorAll("main h1").Length).ShouldBe((HttpStatusCode.BadRequest, 1));
        var book = await client.GetByteArrayAsync($"{address}&handler=Export&format=xlsx", Ct);
        var cells = SheetReader.Read(new ImportFile("report.xlsx", book), ImportLimits.Lists).Single().Rows.SelectMany(r => r.Cells).Select(c => c.Text).ToList();
        cells.ShouldContain("Отчёт колледжа");
        cells.ShouldContain($"ИС-41, {name}");
        var file = Path.Combine(app.Folder, $"{exam.Id}.pdf");
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync($"{address}&handler=Export&format=pdf", Ct), Ct);
        var text = (await Tool.Run("pdftotext", "poppler-utils", "-layout", file, "-")).Output;
        text.ShouldContain("Отчёт колледжа");
        text.ShouldContain("ИС-41");
        (await Tool.Run("qpdf", "qpdf", "--check", file)).Exit.ShouldBe(0);
        using var api = await app.Api(exam.OrganiserUser);
        var answer = JsonDocument.Parse(await api.GetStringAsync($"/api/v1/reports/college?{Query}&organisationId={exam.College}", Ct)).RootElement;
        var row = answer.GetProperty("tables").EnumerateArray().SelectMany(t => t.GetProperty("rows").EnumerateArray()).Select(r => r.GetProperty("values")).Single(r => r[0].GetProperty("text").GetString()!.StartsWith("ИС-41, ", StringComparison.Ordinal));
        row[1].GetProperty("number").GetDecimal().ShouldBe(2);
        (await api.GetAsync($"/api/v1/reports/college/export?organisationId={exam.College}&format=doc", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_workload_counts_days_hours_and_whom_an_expert_scored()
    {
        var exam = await app.Given.ALockedExam(3);
        var minutes = exam.Package.MinutesOf(exam.Scope);

        var report = await Get(ReportKind.Workload, TestUser.RegionalOperator);

        var chief = report.Tables[0].Rows.Single(r => r.Path == $"/experts/{exam.Chief.Id}");
        chief.Cells[2].ShouldBe("Главный эксперт");
        (chief.Cells[3], chief.Cells[4], chief.Cells[5], chief.Cells[7]).ShouldBe((1, 1, 1, 0));
        var scorer = report.Tables[0].Rows.Single(r => r.Path == $"/experts/{exam.Scorers[0].Id}");
        (scorer.Cells[3], scorer.Cells[4], scorer.Cells[5], scorer.Cells[7]).ShouldBe((1, 0, 1, 3));
        var group = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).SelectMany(e => e.Groups).AsNoTracking().SingleAsync(Ct));
        var worked = group is { StartedAt: { } start, FinishedAt: { } end } ? (end - start).TotalMinutes : minutes;
        scorer.Cells[6].ShouldBe(Math.Round((decimal)Math.Round(worked) / 60m, 1, MidpointRounding.AwayFromZero));
        report.Tables[1].Rows.Count(r => r.Path == $"/exams/{exam.Id}").ShouldBe(2 + exam.Scorers.Count);
        // An organiser pays for the own exams only.
        var other = await app.Given.ALockedExam(1);
        (await Get(ReportKind.Workload, exam.OrganiserUser)).Tables[1].Rows.ShouldAllBe(r => r.Path == $"/exams/{exam.Id}");
        (await Get(ReportKind.Workload, other.OrganiserUser)).Tables[0].Rows.ShouldNotContain(r => r.Path == $"/experts/{exam.Chief.Id}");
    }

    [Fact]
    public async Task Gaps_are_shares_of_the_maximum_beside_the_regions()
    {
        var (first, second) = (await app.Given.ALockedExam(1), await app.Given.ALockedExam(3));
        var rows = await app.Query(async db => (await db.Results.AsNoTracking().ToListAsync(Ct)).Where(r => db.Exams.Any(e => e.Id == r.ExamId && e.FirstDay == app.Clock.Today)).GroupBy(r => (r.ExamId, r.CandidateId)).Select(g => g.MaxBy(r => r.Version)!).ToList());
        var section = rows.Single(r => r.ExamId == first.Id).Sections[0].Code;

        var report = await Get(ReportKind.Gaps, TestUser.RegionalOperator, second.College);

        var row = report.Tables[0].Rows.Single(r => ((string)r.Cells[0]!).StartsWith($"{second.Package.Code}, {section}. ", StringComparison.Ordinal));
        row.Cells[1].ShouldBe(3);
        row.Cells[2].ShouldBe(Percent(rows.Where(r => r.ExamId == second.Id)));
        row.Cells[3].ShouldBe(Percent(rows));
        row.IsFlagged.ShouldBe((decimal)row.Cells[2]! < (decimal)row.Cells[3]!);
        // The first exam's only candidate has full marks, so the three of the second lie below.
        row.IsFlagged.ShouldBeTrue();
        var (mine, houses) = (await Get(ReportKind.Gaps, first.OrganiserUser), await Get(ReportKind.Gaps, TestUser.RegionalOperator));
        mine.Tables[0].Rows.ShouldAllBe(r => (int)r.Cells[1]! == 1 && !r.IsFlagged);
        houses.Tables[2].Rows.Count.ShouldBeGreaterThan(mine.Tables[2].Rows.Count);

        decimal Percent(IEnumerable<Domain.Results.Result> of) => Math.Round(100 * of.SelectMany(r => r.Sections).Where(l => l.Code == section).Average(l => l.Mark.Value / l.Maximum.Value), 1, MidpointRounding.AwayFromZero);
    }

    [Fact]
    public async Task The_extract_for_the_diploma_names_the_own_people_only()
    {
        var exam = await app.Given.ALockedExam(2);
        var other = await app.Given.ALockedExam(1);
        await app.RunJob<IssuePassportsJob>(job => job.Run(Ct));
        var passports = await app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id).ToDictionaryAsync(p => p.CandidateId, p => p.Number, Ct));
        var results = await app.Query(db => db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).ToDictionaryAsync(r => r.CandidateId, Ct));

        var report = await Get(ReportKind.Supplement, exam.OrganiserUser);

        report.Tables[0].Rows.Select(r => r.Path).ShouldBe(exam.Candidates.Select(c => $"/candidates/{c.Id}"), ignoreOrder: true);
        foreach (var candidate in exam.Candidates)
        {
            var cells = report.Tables[0].Rows.Single(r => r.Path == $"/candidates/{candidate.Id}").Cells;
            cells[0].ShouldBe(candidate.Name.Full);
            cells[3].ShouldBe(exam.Package.Code);
            (cells[6], cells[7], cells[8], cells[9]).ShouldBe((results[candidate.Id].Total.Value, results[candidate.Id].Maximum.Value, results[candidate.Id].Grade, passports[candidate.Id]));
        }

        await Should.ThrowAsync<NotFound>(() => Get(ReportKind.Supplement, exam.OrganiserUser, other.College));
        await Should.ThrowAsync<NotFound>(() => Get(ReportKind.College, exam.OrganiserUser, other.College));
        await Should.ThrowAsync<NotFound>(() => Get(ReportKind.Gaps, exam.OrganiserUser, other.College));
        await Should.ThrowAsync<Forbidden>(() => Get(ReportKind.Supplement, exam.ChiefUser));
        (await app.Get($"/reports/supplement?organisationId={other.College}", exam.OrganiserUser)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_report_tells_another_region_anything()
    {
        var exam = await app.Given.ALockedExam(2);
        await app.Change(db =>
        {
            db.Add(new Region("28", "Амурская область", "Amur Oblast", "Asia/Yakutsk"));
            return Task.CompletedTask;
        });
        var stranger = TestUser.RegionalOperator with { Region = "28" };
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            var report = await Get(kind, stranger);
            report.Organisations.ShouldBeEmpty(kind.ToString());
            report.Tables.Skip(kind == ReportKind.Region ? 1 : 0).SelectMany(t => t.Rows).ShouldBeEmpty(kind.ToString());
        }

        await Should.ThrowAsync<NotFound>(() => Get(ReportKind.College, stranger, exam.College));
    }

    [Fact]
    public async Task A_wrong_period_is_refused_beside_the_form_and_an_unknown_report_is_not_found()
    {
        await app.Given.ARegion();
        var (today, user) = (app.Clock.Today, TestUser.RegionalOperator);
        await Should.ThrowAsync<ValidationException>(() => Get(ReportKind.College, user, days: new ReportPeriod(today, today.AddDays(-1))));
        await Should.ThrowAsync<ValidationException>(() => Get(ReportKind.College, user, days: new ReportPeriod(today, today.AddYears(4))));
        var page = await app.Get("/reports/workload?from=2026-06-02&to=2026-06-01", user);
        ((int)page.Status).ShouldBe(422);
        page.Text.ShouldContain("Последний день не может быть раньше первого");
        (await app.Get("/reports/nothing", user)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get("/reports", user)).Html.QuerySelectorAll("a[href^='/reports/']").Length.ShouldBe(5);
        (await app.Get("/reports", TestUser.Organiser)).Html.QuerySelectorAll("a[href^='/reports/']").Length.ShouldBe(4);
    }

    private string Query => string.Create(CultureInfo.InvariantCulture, $"from={Today.From:yyyy-MM-dd}&to={Today.To:yyyy-MM-dd}");

    private Task<Report> Get(ReportKind kind, TestUser user, OrganisationId? house = null, ReportPeriod? days = null) => app.Send(new GetReport(kind, (days ?? Today).From, (days ?? Today).To, house), user);
}
