using System.Net;
using DemoExam.Domain.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using static DemoExam.FunctionalTests.Features.Scoring.ScoringApi;

namespace DemoExam.FunctionalTests.Features.Scoring;

[Trait(Databases.Contract, Databases.Database)]
public sealed class RecordScoresTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Each_event_is_taken_or_refused_by_itself()
    {
        var exam = await app.Given.ARunningExam(2);

        var (status, body) = await app.Post(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/scores", new
        {
            events = new[] { exam.Event("A1.1", 1), exam.Event("A1.2", 9), exam.Event("B1.1", 3, candidate: 1) },
        });

        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        var events = body["events"]!.AsArray();
        events.Select(e => (bool)e!["taken"]!).ShouldBe([true, false, true]);
        ((string)events[1]!["code"]!).ShouldBe(ScoringRules.EntryOnScale.Code);
        ((string)events[1]!["message"]!).ShouldContain("0–4");
        (await Entries(exam)).ShouldBe(2);
    }

    [Fact]
    public async Task Sending_all_again_split_and_in_another_order_changes_nothing()
    {
        var exam = await app.Given.ARunningExam(1);
        var first = Guid.CreateVersion7();
        var second = Guid.CreateVersion7();
        var events = new[] { exam.Event("A1.2", 1, entryId: first), exam.Event("A1.2", 4, entryId: second, replaces: first), exam.Event("A2.2", 5) };
        var address = $"/api/v1/exams/{exam.Id}/scores";

        await app.Post(exam.ScorerUser(), address, new { events = events[1..] });
        await app.Post(exam.ScorerUser(), address, new { events = events[..1] });
        await app.Post(exam.ScorerUser(), address, new { events = events.Reverse() });

        var (_, sheet) = await app.GetJson(exam.ScorerUser(), SheetOf(exam, "A"));
        ((decimal)sheet.AspectIn("A1.2")["mark"]!).ShouldBe(1m);
        ((decimal)sheet.AspectIn("A2.2")["mark"]!).ShouldBe(2m);
        (await Entries(exam)).ShouldBe(3);
    }

    [Fact]
    public async Task The_sheet_works_as_a_plain_form()
    {
        var exam = await app.Given.ARunningExam(2);

        var saved = await app.PostForm(PageOf(exam, "A"), exam.ScorerUser(), new Dictionary<string, object?>
        {
            ["Input.Scores[0].Entered"] = "1",
            ["Input.Scores[1].Entered"] = "3",
            ["Input.Scores[2].Deed"] = "not-attempted",
            ["Input.Scores[2].Reason"] = "Не успел",
            ["then"] = "next",
        });

        saved.Status.ShouldBe(HttpStatusCode.Redirect, saved.Text);
        saved.Location!.ShouldContain(exam.Candidates[1].Id.ToString());
        var page = await app.Get(PageOf(exam, "A"), exam.ScorerUser());
        page.TextOf("#scored").ShouldBe("3 из 15");
        page.TextOf($"#aspect-{exam.Aspect("A1.2").Id} [data-words]").ShouldBe("3 из 4 × 0,25 = 0,75");

        // Nothing was changed, so nothing is entered.
        await app.PostForm(PageOf(exam, "A"), exam.ScorerUser(), new Dictionary<string, object?> { ["Input.Scores[0].Entered"] = "1" });
        (await Entries(exam)).ShouldBe(3);
    }

    [Fact]
    public async Task A_refused_value_comes_back_beside_its_aspect_and_the_rest_is_saved()
    {
        var exam = await app.Given.ARunningExam(1);
        var faults = exam.Package.Criteria[0].Aspects.ToList().FindIndex(a => a.Code == "A3.1");

        var page = await app.PostForm(PageOf(exam, "A"), exam.ScorerUser(), new Dictionary<string, object?>
        {
            ["Input.Scores[0].Entered"] = "1",
            [$"Input.Scores[{faults}].Entered"] = "1,5",
        });

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf($"#aspect-{exam.Aspect("A3.1").Id} .aspect-error").ShouldContain("0–999");
        page.Html.QuerySelector($"[name='Input.Scores[{faults}].Entered']")!.GetAttribute("value").ShouldBe("1,5");
        page.TextOf("#scored").ShouldBe("1 из 15");
    }

    [Fact]
    public async Task A_form_that_is_older_than_an_entry_makes_a_conflict_and_keeping_one_resolves_it()
    {
        var exam = await app.Given.ARunningExam(1);
        using var browser = await app.As(exam.ScorerUser(0));
        var stale = await Page.Of(await browser.GetAsync(PageOf(exam, "A"), TestContext.Current.CancellationToken));
        await app.Score(exam.ScorerUser(1), exam, "A1.2", 4);
        using var request = stale.Submit(new Dictionary<string, object?> { ["Input.Scores[1].Entered"] = "2" }, "#sheet-form");
        await browser.SendAsync(request, TestContext.Current.CancellationToken);

        var page = await app.Get(PageOf(exam, "A"), exam.ScorerUser(0));
        var entries = page.Html.QuerySelectorAll($"#aspect-{exam.Aspect("A1.2").Id} .entries li");
        entries.Length.ShouldBe(2);
        page.TextOf($"#aspect-{exam.Aspect("A1.2").Id}").ShouldContain("Записи расходятся");

        var keep = entries.Single(e => e.TextContent.Contains('4')).QuerySelector("button")!.GetAttribute("value");
        await app.PostForm(PageOf(exam, "A"), exam.ScorerUser(0), new Dictionary<string, object?> { ["keep"] = keep }, "#sheet-form");
        (await app.Get(PageOf(exam, "A"), exam.ScorerUser(0))).TextOf($"#aspect-{exam.Aspect("A1.2").Id} [data-mark]").ShouldBe("1,00");
    }

    private Task<int> Entries(ExamState exam) => app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync());
}
