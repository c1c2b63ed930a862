using System.Text.Json.Nodes;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Audit;

/// <summary>The command that checks a trail from outside.</summary>
public sealed class AuditCommandTests(App app) : IClassFixture<App>
{
    private const int Intact = 0, Broken = 10, SealMissing = 11, NotChecked = 13;

    [Fact]
    public async Task A_downloaded_trail_is_checked_without_database_and_every_kind_of_damage_is_found()
    {
        var (file, trail) = await Trail();
        (await Tool.DemoExam("audit", file)).Exit.ShouldBe(Intact);

        // Changed, taken out, put in another order: each is told apart from an intact trail.
        await Damaged(trail, records => records[1]!["actor"] = "Кто-то другой", "it was changed after it was written");
        await Damaged(trail, records => records.RemoveAt(1), "missing");
        await Damaged(trail, records =>
        {
            var first = records[0]!.DeepClone();
            records.RemoveAt(0);
            records.Insert(1, first);
        }, "does not follow");

        var other = Path.Combine(app.Folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(other, "{}", TestContext.Current.CancellationToken);
        (await Tool.DemoExam("audit", other)).Exit.ShouldBe(NotChecked);
        // One bad file among good ones is enough.
        (await Tool.DemoExam("audit", file, other)).Exit.ShouldBe(NotChecked);
    }

    [Fact]
    public async Task A_trail_whose_end_was_cut_off_is_found_by_the_seal_that_was_written_down()
    {
        var (file, trail) = await Trail();
        var seal = (string)trail["seal"]!;
        (await Tool.DemoExam("audit", file, "--seal", seal)).Exit.ShouldBe(Intact);
        trail["records"]!.AsArray().RemoveAt(trail["records"]!.AsArray().Count - 1);
        var cut = await Write(trail);

        (await Tool.DemoExam("audit", cut)).Exit.ShouldBe(Intact, "nothing inside tells that the end is missing");
        var told = await Tool.DemoExam("audit", cut, "--seal", seal.ToUpperInvariant());

        told.Exit.ShouldBe(SealMissing);
        told.Output.ShouldContain($"{seal}: IN NO TRAIL");
    }

    [Fact]
    public async Task The_database_is_checked_against_what_was_locked()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        var number = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.Number).SingleAsync());
        var settings = app.Services.GetRequiredService<IConfiguration>();
        string[] command = ["audit", "--exam", number, $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}", $"--DataFolder={app.Folder}"];
        var intact = await Tool.DemoExam(command);
        intact.Exit.ShouldBe(Intact, intact.Output + intact.Errors);

        // A mark that was changed behind the service's back.
        await app.Change(db => db.ScoreEntries.Where(e => EF.Property<DemoExam.Domain.ScoreSheetId>(e, "SheetId") == db.ScoreSheets.Where(s => s.ExamId == exam.Id && s.LockedAt != null).Select(s => s.Id).First())
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Value, DemoExam.Domain.Scoring.ScoreValue.Of(0))));
        var changed = await Tool.DemoExam(command);

        changed.Exit.ShouldBe(Broken, changed.Output + changed.Errors);
        changed.Output.ShouldContain("NOT WHAT WAS LOCKED");
    }

    private async Task Damaged(JsonNode trail, Action<JsonArray> damage, string says)
    {
        var copy = trail.DeepClone();
        damage(copy["records"]!.AsArray());
        var checkedFile = await Tool.DemoExam("audit", await Write(copy));
        checkedFile.Exit.ShouldBe(Broken, checkedFile.Output);
        checkedFile.Output.ShouldContain(says);
    }

    private async Task<(string File, JsonNode Trail)> Trail()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        await app.Send(new LockCriterion(exam.Id, "B"), exam.ChiefUser);
        await app.Score(exam.ScorerUser(), exam, "A1.1", 0);
        var trail = (await app.GetJson(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/trail")).Body;
        trail["records"]!.AsArray().Count.ShouldBe(3);
        return (await Write(trail), trail);
    }

    private async Task<string> Write(JsonNode trail)
    {
        var path = Path.Combine(app.Folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, trail.ToJsonString(), TestContext.Current.CancellationToken);
        return path;
    }
}
