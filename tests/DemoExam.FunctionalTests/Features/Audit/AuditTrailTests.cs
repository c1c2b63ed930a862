using System.Net;
using System.Text.Json.Nodes;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Audit;

public sealed class AuditTrailTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Every_step_of_the_lock_is_in_the_trail_with_the_fingerprints_of_what_was_locked()
    {
        var exam = await app.Given.AScoredExam(2);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        await app.Send(new LockCriterion(exam.Id, "B"), exam.ChiefUser);
        await app.Send(new LockCriterion(exam.Id, "B"), exam.ChiefUser);
        await app.Send(new LockResults(exam.Id), exam.ChiefUser);

        var (status, trail) = await app.GetJson(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/trail");

        status.ShouldBe(HttpStatusCode.OK);
        var records = trail["records"]!.AsArray();
        records.Select(r => (string)r!["deed"]!).ShouldBe(["sheetsLocked", "sheetsLocked", "resultsLocked"]);
        records.Select(r => (int)r!["number"]!).ShouldBe([1, 2, 3]);
        ((string)trail["seal"]!).ShouldBe((string)records[2]!["hash"]!);
        var locked = records.Take(2).SelectMany(r => JsonNode.Parse((string)r!["details"]!)!.AsObject()).Where(d => d.Key.StartsWith("content:", StringComparison.Ordinal))
            .ToDictionary(d => d.Key["content:".Length..], d => (string)d.Value!);
        var sheets = await app.Query(db => db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync());
        locked.Count.ShouldBe(4);
        sheets.ShouldAllBe(s => locked[s.Id.ToString()] == s.ContentHash());
        trail["findings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_that_was_changed_behind_the_services_back_is_found()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        await app.Send(new LockCriterion(exam.Id, "B"), exam.ChiefUser);
        await app.Query(db => db.AuditRecords.Where(r => r.ExamId == exam.Id && r.Number == 1).ExecuteUpdateAsync(r => r.SetProperty(x => x.Actor, "Другой Д. Д.")));

        var (_, trail) = await app.GetJson(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/trail");

        var finding = trail["findings"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)finding["number"]!, (string)finding["fault"]!).ShouldBe((1, "recordChanged"));
        (await app.Get($"/exams/{exam.Id}/trail", exam.ChiefUser)).Text.ShouldContain("Журнал изменён в обход системы");
    }

    [Fact]
    public async Task A_refused_attempt_is_in_the_trail_and_nothing_else_of_it_is()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        var entries = await app.Query(db => db.ScoreEntries.CountAsync());

        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.Post(exam.ScorerUser(1), $"/api/v1/exams/{exam.Id}/scores", new { events = new[] { exam.Event("A1.2", 0), exam.Event("A1.3", 0) } })).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Score(exam.ChiefUser, exam, "B1.1", 0)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.GetJson(TestUser.Technical(exam.Technical.Id), ScoringApi.SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        // A mistyped value is no attempt at what is not one's own.
        (await app.Score(exam.ScorerUser(), exam, "B1.1", 9)).Status.ShouldBe(HttpStatusCode.Conflict);

        var refused = await app.Query(db => db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id && r.Deed == AuditDeed.Refused).OrderBy(r => r.Number).ToListAsync());
        refused.Select(r => (r.Facts["request"], r.Facts["rule"])).ShouldBe(
        [
            ("RecordScore", ScoringRules.SheetIsOpen.Code), ("RecordScores", ScoringRules.SheetIsOpen.Code), ("RecordScore", "right"), ("GetScoreSheet", "right"),
        ]);
        refused[1].Facts["entries"].ShouldBe("2");
        AuditChain.Check(await app.Query(db => db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id).OrderBy(r => r.Number).ToListAsync())).ShouldBeEmpty();
        (await app.Query(db => db.ScoreEntries.CountAsync())).ShouldBe(entries);

        var page = await app.Get($"/exams/{exam.Id}/trail", exam.ChiefUser);
        page.Text.ShouldContain("ведомость заблокирована");
        page.Text.ShouldContain("A1.2, A1.3");
    }

    [Fact]
    public async Task Attempts_at_the_same_moment_get_one_number_each()
    {
        var exam = await app.Given.AScoredExam(1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Score(exam.ChiefUser, exam, "A1.1", 0)));

        var trail = await app.Query(db => db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id).OrderBy(r => r.Number).ToListAsync());

        trail.Select(r => r.Number).ShouldBe(Enumerable.Range(1, 8));
        AuditChain.Check(trail).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_trail_is_for_the_chief_of_the_exam_and_the_offices_of_its_region()
    {
        var exam = await app.Given.AScoredExam(1);
        var other = await app.Given.AScoredExam(1);
        var address = $"/api/v1/exams/{exam.Id}/trail";

        (await app.GetJson(exam.OrganiserUser, address)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.GetJson(other.ChiefUser, address)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.GetJson(exam.ScorerUser(), address)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
