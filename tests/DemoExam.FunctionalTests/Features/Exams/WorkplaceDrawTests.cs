using System.Net;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

public sealed class WorkplaceDrawTests(App app) : IClassFixture<App>
{
    // What anybody can type: nothing of ours computes here.
    private const string Recompute = """
        set -e
        file=$1
        seed=$(sed -n 's/.*"seed":"\([0-9a-f]*\)".*/\1/p' "$file")
        echo "commitment $(printf %s "$seed" | sha256sum | cut -c1-64)"
        places=$(grep -o '"workplace":[0-9]*' "$file" | cut -d: -f2 | sort -n)
        ids=$(grep -o '"enrolment":"[0-9a-f-]*"' "$file" | cut -d'"' -f4)
        paste -d' ' <(echo "$places") <(for id in $ids; do echo "$(printf %s "$seed:$id" | sha256sum | cut -c1-64) $id"; done | LC_ALL=C sort | cut -d' ' -f2)
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shell_script_computes_the_draw_again_from_what_is_published()
    {
        var exam = await AConfirmedExam(7);
        var before = await app.Send(new GetDraw(exam.Id), TestUser.Anonymous);
        before.Draws.ShouldHaveSingleItem().Seed.ShouldBeNull();

        (await app.PostForm($"/exams/{exam.Id}/draw", exam.ChiefUser, new Dictionary<string, object?>(), "form[action*='handler=Draw']")).Status.ShouldBe(HttpStatusCode.Redirect);

        using var visitor = await app.As(TestUser.Anonymous);
        var file = Path.Combine(app.Folder, "draw.json");
        await File.WriteAllTextAsync(file, await visitor.GetStringAsync($"/api/v1/exams/{exam.Id}/draw", Ct), Ct);
        var script = Path.Combine(app.Folder, "recompute.sh");
        await File.WriteAllTextAsync(script, Recompute, Ct);
        var (exit, output, errors) = await Tool.Run("bash", "bash", script, file);
        exit.ShouldBe(0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe($"commitment {before.Draws[0].Commitment}");
        var enrolments = await app.Query(db => db.Enrolments.Where(e => EF.Property<ExamId>(e, "ExamId") == exam.Id).ToListAsync(Ct));
        lines[1..].ShouldBe(enrolments.OrderBy(e => e.Workplace).Select(e => $"{e.Workplace} {e.Id}"));
    }

    [Fact]
    public async Task A_draw_only_shuffles_the_places_that_each_group_has()
    {
        var exam = await AConfirmedExam(9);
        await app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);

        var view = await app.Send(new GetExam(exam.Id), exam.ChiefUser);
        view.Groups.Single().Candidates.Select(c => c.Workplace).ShouldBe(Enumerable.Range(1, 9));
        view.Groups.Single().Candidates.Select(c => c.CandidateId).ShouldBe(exam.Candidates.Select(c => c.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task Case_27_workplaces_are_drawn_once_and_again_only_after_a_reason()
    {
        var exam = await AConfirmedExam(3);
        await app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);
        var first = (await app.Send(new GetDraw(exam.Id), exam.ChiefUser)).Draws[0];
        var again = () => app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);
        (await again.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.DrawIsOnce);
        var refused = await app.PostForm($"/exams/{exam.Id}/draw", exam.ChiefUser, new Dictionary<string, object?> { ["reason"] = " " }, "form[action*='handler=Annul']");
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        await app.Send(new AnnulDraw(exam.Id, "Сломалось рабочее место 2"), exam.ChiefUser);
        await app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);

        var draws = (await app.Send(new GetDraw(exam.Id), exam.ChiefUser)).Draws;
        draws.Select(d => d.Number).ShouldBe([2, 1]);
        draws[1].AnnulledBecause.ShouldBe("Сломалось рабочее место 2");
        draws[1].Places.ShouldBe(first.Places, "an annulled draw stays as it was");
        draws[0].Seed.ShouldNotBe(first.Seed);
    }

    [Fact]
    public async Task Nobody_draws_before_the_preparatory_day_or_after_the_start_or_in_place_of_the_chief()
    {
        var exam = await AConfirmedExam(2);
        var stranger = () => app.Send(new DrawWorkplaces(exam.Id), TestUser.Chief(exam.Scorers[0].Id));
        (await stranger.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ConductedByItsChief);

        app.Clock.Advance(TimeSpan.FromDays(-1));
        var early = () => app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);
        (await early.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.DrawIsOnPreparatoryDay);
        app.Clock.Advance(TimeSpan.FromDays(1));

        var running = await app.Given.ARunningExam(2);
        var late = () => app.Send(new DrawWorkplaces(running.Id), running.ChiefUser);
        (await late.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.StepIsAllowed);
    }

    [Fact]
    public async Task A_visitor_sees_no_names_and_a_candidate_only_the_own_one()
    {
        var exam = await AConfirmedExam(3);
        await app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);

        var visitor = await app.Get($"/exams/{exam.Id}/draw", TestUser.Anonymous);
        visitor.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var candidate in exam.Candidates)
        {
            visitor.Text.ShouldNotContain(candidate.Name.Surname);
        }

        var seats = (await app.Send(new GetDraw(exam.Id), exam.HolderUser(1))).Draws[0].Places;
        seats.Where(s => s.Name is not null).ShouldHaveSingleItem().Name!.Full.ShouldBe(exam.Candidates[1].Name.Full);
        (await app.Get($"/exams/{exam.Id}/draw", exam.ChiefUser)).Text.ShouldContain(exam.Candidates[2].Name.Surname);
    }

    [Fact]
    public async Task The_seed_stays_out_of_every_answer_until_the_draw()
    {
        var exam = await AConfirmedExam(1);
        var seed = await app.Query(db => db.WorkplaceDraws.Where(d => d.ExamId == exam.Id).Select(d => d.Seed).SingleAsync(Ct));

        foreach (var user in new[] { TestUser.Anonymous, TestUser.Administrator, exam.ChiefUser })
        {
            (await app.Get($"/exams/{exam.Id}/draw", user)).Body.ShouldNotContain(seed);
            JsonSerializer.Serialize(await app.Send(new GetDraw(exam.Id), user)).ShouldNotContain(seed);
        }
    }

    private async Task<ExamState> AConfirmedExam(int candidates)
    {
        var exam = await app.Given.AScheduledExam(candidates);
        await app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator);
        return exam;
    }
}
