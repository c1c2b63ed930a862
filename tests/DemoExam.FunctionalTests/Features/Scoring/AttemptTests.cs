using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

/// <summary>Whatever is not one's own to read or to score is refused at every door, and the trail tells who tried.</summary>
public sealed class AttemptTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task No_door_shows_another_judges_score_before_the_whole_panel_is_in()
    {
        var exam = await app.Given.ARunningExam(1);
        var judged = exam.Package.AspectsOf(exam.Scope).First(a => a.Scale is Domain.Packages.JudgementScale);
        var letter = judged.Code[..1];
        await app.Score(exam.ScorerUser(0), exam, judged.Code, 3);

        // The own sheet, by API and as a page, says that a judge has scored, not what.
        var sheet = (await app.GetJson(exam.ScorerUser(1), ScoringApi.SheetOf(exam, letter))).Body.AspectIn(judged.Code);
        (sheet["entries"]!.AsArray().Count, sheet["replaceable"]!.AsArray().Count, sheet["current"]).ShouldBe((0, 0, null));
        sheet["judgesIn"]!.AsArray().Count.ShouldBe(1);
        var page = await app.Get(ScoringApi.PageOf(exam, letter), exam.ScorerUser(1));
        page.Html.QuerySelectorAll($"#aspect-{judged.Id} .entries li").ShouldBeEmpty();
        page.Html.QuerySelectorAll($"#aspect-{judged.Id} input[checked]").ShouldBeEmpty();

        // What gathers scores is closed to scoring experts, and knocking is written down.
        string[] apis = [$"/api/v1/exams/{exam.Id}/results.json", $"/api/v1/exams/{exam.Id}/results.csv", $"/api/v1/exams/{exam.Id}/quality", $"/api/v1/exams/{exam.Id}/paper"];
        foreach (var address in apis)
        {
            (await app.GetJson(exam.ScorerUser(1), address)).Status.ShouldBe(HttpStatusCode.Forbidden, address);
        }

        string[] pages = [$"/exams/{exam.Id}/quality", $"/exams/{exam.Id}/paper"];
        foreach (var address in pages)
        {
            await PageRefuses(address, exam.ScorerUser(1));
        }

        var tried = (await Refused(exam)).Select(r => r.Facts["request"]).ToList();
        tried.Count(r => r == "GetResultFile").ShouldBe(2);
        tried.Count(r => r == "GetExamQuality").ShouldBeGreaterThanOrEqualTo(1);
        tried.Count(r => r == "GetReconciliation").ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Case_4_scoring_a_conflicted_candidate_is_refused_and_audited_by_api_and_page()
    {
        var exam = await app.Given.ARunningExam(2);
        await app.Change(async db => (await db.Experts.SingleAsync(e => e.Id == exam.Scorers[0].Id)).Declare(new DeclaredTie(ConflictKind.Kinship, exam.Candidates[0].Id, null, null, "сестра")));

        (await app.Score(exam.ScorerUser(), exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.Post(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/scores", new { events = new[] { exam.Event("A1.1", 1), exam.Event("A1.1", 1, candidate: 1) } })).Status.ShouldBe(HttpStatusCode.OK);
        (await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        await PageRefuses(ScoringApi.PageOf(exam, "A"), exam.ScorerUser());

        (await Refused(exam)).Select(r => (r.Facts["request"], r.Facts["rule"])).ShouldBe(
        [
            ("RecordScore", ScoringRules.ExpertIsIndependent.Code), ("RecordScores", ScoringRules.ExpertIsIndependent.Code), ("GetScoreSheet", "right"), ("GetScoreSheet", "right"),
        ]);
        var sheets = await app.Query(db => db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync());
        sheets.Where(s => s.Entries.Count > 0).Select(s => s.CandidateId).ShouldBe([exam.Candidates[1].Id]);
    }

    [Fact]
    public async Task Scoring_an_unassigned_criterion_is_refused_and_audited_by_api_and_page()
    {
        var exam = await app.Given.ARunningExam(1);
        await app.Change(db => db.ExpertDuties.Where(d => EF.Property<ExamId>(d, "ExamId") == exam.Id && d.ExpertId == exam.Scorers[0].Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.Criteria, "A")));

        (await app.Score(exam.ScorerUser(), exam, "B1.1", 1)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "B"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        await PageRefuses(ScoringApi.PageOf(exam, "B"), exam.ScorerUser());
        await PageRefuses($"/scoring/{exam.Id}/B", exam.ScorerUser());

        (await Refused(exam)).Select(r => (r.Facts["request"], r.Facts["rule"])).ShouldBe(
            [("RecordScore", ScoringRules.ExpertScoresCriterion.Code), ("GetScoreSheet", "right"), ("GetScoreSheet", "right"), ("GetCriterionGrid", "right")]);
        (await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task Case_10_scoring_a_locked_sheet_is_refused_and_audited_by_api_and_page()
    {
        var exam = await app.Given.AScoredExam(1);
        var open = await app.Get(ScoringApi.PageOf(exam, "A"), exam.ScorerUser());
        open.Status.ShouldBe(HttpStatusCode.OK);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        var before = await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync());

        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0)).Status.ShouldBe(HttpStatusCode.Conflict);
        var batch = await app.Post(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/scores", new { events = new[] { exam.Event("A1.1", 0) } });
        ((bool)batch.Body["events"]![0]!["taken"]!).ShouldBeFalse();
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SignSheets(exam.Id, "A", exam.Candidates[0].Id), exam.ScorerUser()))).Rule.ShouldBe(ScoringRules.SheetIsOpen);

        (await Refused(exam)).Select(r => (r.Facts["request"], r.Facts["rule"])).ShouldBe(
            [("RecordScore", ScoringRules.SheetIsOpen.Code), ("RecordScores", ScoringRules.SheetIsOpen.Code), ("SignSheets", ScoringRules.SheetIsOpen.Code)]);
        (await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync())).ShouldBe(before);
    }

    [Fact]
    public async Task Case_12_a_wrong_clock_of_the_device_is_kept_and_decides_nothing()
    {
        var exam = await app.Given.ARunningExam(1);
        var first = Guid.CreateVersion7();
        // The correction comes from a device whose clock is a day behind.
        await app.Put(exam.ScorerUser(), Address(exam), Body(first, 1, app.Clock.Now, []));
        await app.Put(exam.ScorerUser(), Address(exam), Body(Guid.CreateVersion7(), 0, app.Clock.Now.AddDays(-1), [first]));

        var sheet = await app.Query(db => db.ScoreSheets.AsNoTracking().SingleAsync(s => s.ExamId == exam.Id && s.Entries.Any()));

        sheet.StandingOf(exam.Aspect("A1.1"), exam.Package.Judgement).Mark.ShouldBe(Marks.Zero);
        sheet.Entries.Select(e => (e.ReceivedAt - e.EnteredAt).TotalDays).ShouldBe([0, 1], ignoreOrder: true);
    }

    [Fact]
    public async Task Case_24_absent_and_removed_candidates_are_recorded_outcomes_without_result_and_passport()
    {
        var exam = await app.Given.AScoredExam(3);
        await app.Given.On(exam, (e, _) =>
        {
            e.RecordOutcome(exam.Chief.Id, exam.Candidates[0].Id, ParticipationOutcome.Absent, null, null, app.Clock.Now);
            e.RecordOutcome(exam.Chief.Id, exam.Candidates[1].Id, ParticipationOutcome.Removed, "Телефон на рабочем месте", "Акт об удалении № 1", app.Clock.Now);
        });
        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0, candidate: 1)).Status.ShouldBe(HttpStatusCode.Conflict);
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            (await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser)).Locked.ShouldBe(1);
        }

        (await app.Send(new LockResults(exam.Id), exam.ChiefUser)).Results.ShouldBe(1);

        (await app.Query(db => db.Results.Where(r => r.ExamId == exam.Id).Select(r => r.CandidateId).ToListAsync())).ShouldBe([exam.Candidates[2].Id]);
        (await app.Query(db => db.PassportOrders.Where(o => o.ExamId == exam.Id && o.Status == PassportOrderStatus.Open).Select(o => o.CandidateId).ToListAsync())).ShouldBe([exam.Candidates[2].Id]);
        var page = await app.Get($"/exams/{exam.Id}/results", exam.ChiefUser);
        page.Text.ShouldContain("Неявка");
        page.Text.ShouldContain("Удалён");
    }

    private async Task PageRefuses(string address, TestUser user)
    {
        var page = await app.Get(address, user);
        page.Status.ShouldBe(HttpStatusCode.Redirect, address);
        page.Location!.ShouldContain("403", customMessage: address);
    }

    private static string Address(ExamState exam) => $"/api/v1/exams/{exam.Id}/candidates/{exam.Candidates[0].Id}/scores/{exam.Aspect("A1.1").Id}";

    private static object Body(Guid id, int value, DateTimeOffset at, Guid[] replaces) => new { entryId = id, kind = "value", value, replaces, enteredAt = at };

    private Task<List<AuditRecord>> Refused(ExamState exam) =>
        app.Query(db => db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id && r.Deed == AuditDeed.Refused).OrderBy(r => r.Number).ToListAsync());
}
