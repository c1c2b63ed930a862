using System.Net;
using DemoExam.Domain.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

/// <summary>Single marks that come at the same moment share a transaction; none of them may suffer for another.</summary>
[Trait(Databases.Contract, Databases.Database)]
public sealed class MarksTogetherTests(App app) : IClassFixture<App>
{
    private static readonly string[] Aspects = ["A1.1", "A1.2", "A2.1", "A2.2", "A3.1"];

    [Fact]
    public async Task Each_is_taken_or_refused_by_itself()
    {
        var (first, second) = (await app.Given.ARunningExam(2), await app.Given.ARunningExam(1));
        var stranger = TestUser.Scorer((await app.Given.AnExpert()).Id);
        // So that both exams are in memory for those that follow, or not, as it comes.
        await app.Score(first.ScorerUser(), first, "B1.1", 1);

        var taken = Aspects.SelectMany(aspect => new[] { app.Score(first.ScorerUser(), first, aspect, 1), app.Score(first.ScorerUser(), first, aspect, 1, candidate: 1), app.Score(second.ScorerUser(), second, aspect, 1) }).ToList();
        var offScale = app.Score(second.ScorerUser(), second, "A2.2", 6);
        var unknown = app.Put(first.ScorerUser(), $"/api/v1/exams/{first.Id}/candidates/{Guid.CreateVersion7()}/scores/{first.Aspect("A1.1").Id}", first.Event("A1.1", 1));
        var foreign = app.Score(stranger, first, "A1.1", 1);
        var noExam = app.Put(first.ScorerUser(), $"/api/v1/exams/{Guid.CreateVersion7()}/candidates/{first.Candidates[0].Id}/scores/{first.Aspect("A1.1").Id}", first.Event("A1.1", 1));
        var noAspect = app.Put(first.ScorerUser(), $"/api/v1/exams/{first.Id}/candidates/{first.Candidates[0].Id}/scores/{Guid.CreateVersion7()}", first.Event("A1.1", 1));

        await AllAreTaken(taken);

        ((string)(await offScale).Body["code"]!).ShouldBe(ScoringRules.EntryOnScale.Code);
        (await unknown).Status.ShouldBe(HttpStatusCode.NotFound);
        (await foreign).Status.ShouldBe(HttpStatusCode.NotFound);
        (await noExam).Status.ShouldBe(HttpStatusCode.NotFound);
        ((string)(await noAspect).Body["code"]!).ShouldBe(ScoringRules.AspectIsInExam.Code);
        (await Entries(first)).ShouldBe((2 * Aspects.Length) + 1);
        (await Entries(second)).ShouldBe(Aspects.Length);
    }

    [Fact]
    public async Task One_that_cannot_be_saved_does_not_take_the_others_with_it()
    {
        var (exam, other) = (await app.Given.ARunningExam(2), await app.Given.ARunningExam(1));
        var used = Guid.CreateVersion7();
        await app.Score(other.ScorerUser(), other, "A1.1", 1, entryId: used);

        // The id of an entry on another sheet: the database refuses it, and with it all that is saved in the same transaction.
        var doomed = app.Score(exam.ScorerUser(), exam, "A1.1", 1, entryId: used);
        var good = Aspects.Select(aspect => app.Score(exam.ScorerUser(), exam, aspect, 1, candidate: 1)).ToList();

        await AllAreTaken(good);

        (await doomed).Status.ShouldBe(HttpStatusCode.Conflict);
        (await Entries(exam)).ShouldBe(Aspects.Length);
    }

    [Fact]
    public async Task What_several_devices_have_collected_is_taken_event_by_event()
    {
        var (first, second) = (await app.Given.ARunningExam(2), await app.Given.ARunningExam(1));
        var used = Guid.CreateVersion7();
        await app.Score(second.ScorerUser(), second, "B1.1", 1, entryId: used);

        var batches = await Task.WhenAll(
            Send(first, [.. Aspects.Select(a => first.Event(a, 1)), first.Event("A2.2", 6)]),
            Send(first, [first.Event("A2.2", 6, candidate: 1), .. Aspects.Select(a => first.Event(a, 1, candidate: 1))]),
            Send(second, [.. Aspects.Select(a => second.Event(a, 1))]),
            // An id that is used on another sheet: nothing of its own request can be saved, and all of the others.
            Send(first, [first.Event("B1.1", 1, entryId: used)]));

        batches[0].Body["events"]!.AsArray().Select(e => (bool)e!["taken"]!).ShouldBe([.. Aspects.Select(_ => true), false]);
        batches[1].Body["events"]!.AsArray().Select(e => (bool)e!["taken"]!).ShouldBe([false, .. Aspects.Select(_ => true)]);
        batches[2].Body["events"]!.AsArray().ShouldAllBe(e => (bool)e!["taken"]!);
        batches[3].Status.ShouldBe(HttpStatusCode.Conflict);
        (await Entries(first)).ShouldBe(2 * Aspects.Length);
        (await Entries(second)).ShouldBe(Aspects.Length + 1);

        Task<(HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body)> Send(ExamState exam, params object[] events) => app.Post(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/scores", new { events });
    }

    [Fact]
    public async Task A_mark_that_comes_ten_times_at_once_stands_once()
    {
        var exam = await app.Given.ARunningExam(1);
        var entry = Guid.CreateVersion7();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Score(exam.ScorerUser(), exam, "A1.1", 1, entryId: entry)));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        (await Entries(exam)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_mark_and_a_lock_at_the_same_moment_the_lock_never_covers_a_mark_that_was_refused()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.SignAll(exam, "A");
        var before = await Entries(exam);

        var locking = app.Post(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/criteria/A/lock", null);
        var marks = await Task.WhenAll(Aspects.Select(aspect => app.Score(exam.ScorerUser(), exam, aspect, 0)));
        await locking;

        marks.ShouldAllBe(m => m.Status == HttpStatusCode.OK || (m.Status == HttpStatusCode.Conflict && (string)m.Body["code"]! == ScoringRules.SheetIsOpen.Code));
        (await Entries(exam)).ShouldBe(before + marks.Count(m => m.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_sheet_that_memory_does_not_know_is_found()
    {
        var exam = await app.Given.ARunningExam(1);
        await app.Score(exam.ScorerUser(), exam, "A1.1", 1);
        // The same sheet under another id, as no use case makes it.
        var criterion = exam.Package.Criteria.First(c => c.Letter == "B").Id;
        await app.Change(async db =>
        {
            var sheet = await db.ScoreSheets.SingleAsync(s => s.ExamId == exam.Id && s.CriterionId == criterion);
            db.Remove(sheet);
            await db.SaveChangesAsync();
            db.Add(new ScoreSheet(Domain.ScoreSheetId.New(), exam.Id, exam.Candidates[0].Id, criterion));
        });

        (await app.Score(exam.ScorerUser(), exam, "B1.1", 1)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task AllAreTaken(IEnumerable<Task<(HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body)>> marks)
    {
        foreach (var (status, body) in await Task.WhenAll(marks))
        {
            status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        }
    }

    private Task<int> Entries(ExamState exam) => app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync());
}
