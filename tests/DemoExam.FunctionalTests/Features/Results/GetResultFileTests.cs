using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Features.My;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Results;

public sealed class GetResultFileTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_independent_script_recomputes_every_total_and_finds_a_changed_mark()
    {
        var exam = await ALockedExam();

        var (status, file) = await app.GetJson(exam.OrganiserUser, $"/api/v1/exams/{exam.Id}/results.json");

        status.ShouldBe(HttpStatusCode.OK);
        file["candidates"]!.AsArray().Count.ShouldBe(3);
        var (code, said) = await Recompute(file);
        said.ShouldContain("3 candidates, every mark, total and grade agrees");
        code.ShouldBe(0);

        var entry = file["candidates"]![1]!["entries"]!.AsArray().First(e => (string?)e!["aspect"] == "A2.2")!;
        entry["value"] = 1;
        (code, said) = await Recompute(file);
        code.ShouldBe(1);
        said.ShouldContain("No. 2, A2.2: the file says 1.6, recomputed 0.4");
        said.ShouldContain("No. 2, total");
    }

    [Fact]
    public async Task Every_version_is_in_the_file_and_can_be_recomputed_from_what_had_been_entered_by_then()
    {
        var exam = await app.Given.AScoredExam(1);
        await Lock();
        var unlock = new RequestUnlock(exam.Id, UnlockRequestId.New(), "A", exam.Candidates[0].Id, UnlockBasis.BoardCorrection, "Решение ГЭК № 5", app.Clock.Today, "Ошибка");
        await app.Send(unlock, exam.ChiefUser);
        await app.Send(new DecideUnlock(exam.Id, unlock.RequestId, true, null), TestUser.RegionalOperator);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var sheet = await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"));
        await app.Score(exam.ScorerUser(), exam, "A1.1", 0, 0, null, sheet.Body.AspectIn("A1.1")["replaceable"]!.AsArray().Select(id => (Guid)id!).ToArray());
        await app.SignAll(exam, "A");
        await Lock();

        var (_, file) = await app.GetJson(exam.OrganiserUser, $"/api/v1/exams/{exam.Id}/results.json");

        var versions = file["candidates"]![0]!["versions"]!.AsArray();
        versions.Select(v => ((int)v!["version"]!, (decimal)v["total"]!, (string?)v["basis"])).ShouldBe([(1, 50m, null), (2, 49.5m, "Решение ГЭК № 5")]);
        var (code, said) = await Recompute(file);
        code.ShouldBe(0, said);
        versions[0]!["total"] = 49;
        (code, said) = await Recompute(file);
        (code, said.Contains("No. 1, version 1, total: the file says 49, recomputed 50", StringComparison.Ordinal)).ShouldBe((1, true), said);

        async Task Lock()
        {
            foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
            {
                await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
            }

            await app.Send(new LockResults(exam.Id), exam.ChiefUser);
        }
    }

    [Fact]
    public async Task Candidates_read_how_each_mark_came_about_as_it_was_announced()
    {
        var exam = await app.Given.ALockedExam(2);
        var stranger = await app.Given.ALockedExam(1);

        var result = await app.Send(new GetMyResult(exam.Id), exam.HolderUser(1));

        result.Aspects.Count.ShouldBe(31);
        result.Aspects.Sum(a => a.Mark.Value).ShouldBe(result.Total.Value);
        var page = await app.Get($"/my/exams/{exam.Id}", exam.HolderUser(1));
        page.Text.ShouldContain("Как получен каждый балл");
        page.Text.ShouldContain(" × 0,25 = ");
        await Should.ThrowAsync<Pipeline.NotFound>(() => app.Send(new GetMyResult(exam.Id), stranger.HolderUser()));
    }

    [Fact]
    public async Task The_table_has_a_line_for_each_candidate_and_aspect()
    {
        var exam = await ALockedExam();
        using var client = await app.Api(exam.ChiefUser);

        var table = await client.GetStringAsync($"/api/v1/exams/{exam.Id}/results.csv", TestContext.Current.CancellationToken);

        var lines = table.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1 + 3 * 31);
        lines[0].ShouldBe("exam,number,candidate,criterion,aspect,type,maximum,mark,total,grade");
        lines[1].ShouldEndWith(",A,A1.1,B,0.50,0.50,50.00,5");
    }

    [Fact]
    public async Task There_is_no_file_before_the_results_are_fixed_nor_for_strangers()
    {
        var open = await app.Given.AScoredExam(1);
        (await app.GetJson(open.ChiefUser, $"/api/v1/exams/{open.Id}/results.json")).Status.ShouldBe(HttpStatusCode.NotFound);

        var exam = await ALockedExam();
        (await app.GetJson(open.ChiefUser, $"/api/v1/exams/{exam.Id}/results.json")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.GetJson(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/results.json")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.GetJson(exam.HolderUser(), $"/api/v1/exams/{exam.Id}/results.json")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    // With corrections, a decision and a score taken back, so that the file holds a history to recompute.
    private async Task<ExamState> ALockedExam()
    {
        var exam = await app.Given.AScoredExam(3);
        var (_, sheet) = await app.GetJson(exam.ScorerUser(0), ScoringApi.SheetOf(exam, "A", 1));
        var held = sheet.AspectIn("A1.2")["replaceable"]!.AsArray().Select(r => (Guid)r!).ToList();
        var (_, corrected) = await app.Score(exam.ScorerUser(1), exam, "A1.2", 1, candidate: 1, replaces: held);
        ((decimal)corrected["aspect"]!["mark"]!).ShouldBe(0.25m);
        var own = sheet.AspectIn("A2.3")["replaceable"]!.AsArray().Select(r => (Guid)r!).ToList();
        await app.Score(exam.ScorerUser(0), exam, "A2.3", null, candidate: 1, replaces: own);
        await app.Score(exam.ScorerUser(0), exam, "A2.3", 3, candidate: 1);
        foreach (var letter in new[] { "A", "B" })
        {
            await app.SignAll(exam, letter);
            await app.Send(new LockCriterion(exam.Id, letter), exam.ChiefUser);
        }

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);
        return exam;
    }

    private async Task<(int Code, string Said)> Recompute(JsonNode file)
    {
        var path = Path.Combine(app.Folder, "results.json");
        await File.WriteAllTextAsync(path, file.ToJsonString(), TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", Path.Combine(Sources.Root, "scripts/recompute-results.cs"), path]) { RedirectStandardOutput = true, WorkingDirectory = app.Folder })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }
}
