using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using static DemoExam.FunctionalTests.Features.Scoring.ScoringApi;

namespace DemoExam.FunctionalTests.Features.Scoring;

[Trait(Databases.Contract, Databases.Database)]
public sealed class RecordScoreTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("A1.1", 1, 0.50, "да = 0,50")]
    [InlineData("A1.1", 0, 0.00, "нет = 0,00")]
    [InlineData("A2.2", 4, 1.60, "4 из 5 × 0,40 = 1,60")]
    [InlineData("A3.1", 3, 1.50, "3,00 − 3 × 0,50 = 1,50")]
    [InlineData("A3.1", 7, 0.00, "3,00 − 7 × 0,50 меньше нуля = 0")]
    public async Task An_entry_is_answered_with_its_mark_and_the_computation(string aspect, int value, decimal mark, string words)
    {
        var exam = await app.Given.ARunningExam(1);

        var (status, body) = await app.Score(exam.ScorerUser(), exam, aspect, value);

        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        ((decimal)body["aspect"]!["mark"]!).ShouldBe(mark);
        ((string)body["aspect"]!["computation"]!).ShouldBe(words);
        ((int)body["progress"]!["scored"]!).ShouldBe(1);
        ((int)body["progress"]!["aspects"]!).ShouldBe(15);
    }

    [Fact]
    public async Task Steps_and_readings_are_marked_by_their_scale()
    {
        var exam = await AnExamOfSteps();

        var (_, step) = await app.Score(exam.ScorerUser(), exam, "A1.1", 1);
        ((decimal)step["aspect"]!["mark"]!).ShouldBe(0.75m);
        ((string)step["aspect"]!["computation"]!).ShouldBe("частично = 0,75");

        var (_, reading) = await app.Score(exam.ScorerUser(), exam, "A1.2", 12.105m);
        ((decimal)reading["aspect"]!["mark"]!).ShouldBe(0.80m);
        ((string)reading["aspect"]!["computation"]!).ShouldBe("12,105 мм, допуск 11,5–12,5 = 0,80");

        var (_, outside) = await app.Score(exam.ScorerUser(), exam, "A1.2", 20, replaces: (Guid)reading["aspect"]!["entries"]![0]!["entryId"]!);
        ((string)outside["aspect"]!["computation"]!).ShouldBe("20 мм: вне допусков = 0");
    }

    [Fact]
    public async Task Not_attempted_is_zero_with_a_reason()
    {
        var exam = await app.Given.ARunningExam(1);

        var (_, body) = await app.Score(exam.ScorerUser(), exam, "A1.1", "Не успел");

        ((decimal)body["aspect"]!["mark"]!).ShouldBe(0m);
        ((string)body["aspect"]!["current"]!["reason"]!).ShouldBe("Не успел");
        var (status, refused) = await app.Score(exam.ScorerUser(), exam, "A1.2", " ");
        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)refused["code"]!).ShouldBe(ScoringRules.NotAttemptedHasReason.Code);
    }

    [Fact]
    public async Task Three_judges_make_the_mark_and_none_sees_another_before()
    {
        var exam = await app.Given.ARunningExam(1);
        await app.Score(exam.ScorerUser(0), exam, "A2.3", 2);
        await app.Score(exam.ScorerUser(1), exam, "A2.3", 2);

        foreach (var user in new[] { exam.ScorerUser(2), exam.ChiefUser })
        {
            var (_, sheet) = await app.GetJson(user, SheetOf(exam, "A"));
            var aspect = sheet.AspectIn("A2.3");
            aspect["entries"]!.AsArray().ShouldBeEmpty();
            aspect["replaceable"]!.AsArray().ShouldBeEmpty();
            aspect["judgesIn"]!.AsArray().Count.ShouldBe(2);
            ((string)aspect["state"]!).ShouldBe("waiting");
        }

        var (_, own) = await app.GetJson(exam.ScorerUser(0), SheetOf(exam, "A"));
        own.AspectIn("A2.3")["entries"]!.AsArray().Count.ShouldBe(1);
        // Nor by the page, the grid, or the answer to an entry of one's own.
        var page = await app.Get(PageOf(exam, "A"), exam.ScorerUser(2));
        page.Html.QuerySelectorAll($"#aspect-{exam.Aspect("A2.3").Id} .entries li").Length.ShouldBe(0);
        page.Html.QuerySelector("#sheet-data")!.TextContent.ShouldNotContain("\"value\":2");
        (await app.GetJson(exam.ScorerUser(2), $"/api/v1/exams/{exam.Id}/criteria/A/grid")).Body.ToJsonString().ShouldNotContain("\"value\"");

        var (_, last) = await app.Score(exam.ScorerUser(2), exam, "A2.3", 3);
        ((decimal)last["aspect"]!["mark"]!).ShouldBe(1.17m);
        ((string)last["aspect"]!["computation"]!).ShouldEndWith(") ÷ 9 × 1,50 = 1,17");
        last["aspect"]!["entries"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Case_1_values_off_the_scale_are_refused_and_nothing_is_saved()
    {
        var exam = await app.Given.ARunningExam(1);
        foreach (var (aspect, value) in new[] { ("A1.1", 2m), ("A1.2", 5m), ("A1.2", -1m), ("A1.2", 0.3m), ("A2.3", 4m), ("A2.3", 1.5m), ("A3.1", 1000m) })
        {
            var (status, body) = await app.Score(exam.ScorerUser(), exam, aspect, value);
            status.ShouldBe(HttpStatusCode.Conflict, $"{aspect} {value}");
            ((string)body["code"]!).ShouldBe(ScoringRules.EntryOnScale.Code);
            ((string)body["refusals"]![0]!["facts"]!["allowed"]!).ShouldNotBeEmpty();
        }

        (await app.Score(exam.ScorerUser(), exam, "A1.2", 0.1234m)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Entries(exam)).ShouldBe(0);
    }

    [Fact]
    public async Task Case_2_a_spread_of_two_must_be_scored_again()
    {
        var exam = await app.Given.ARunningExam(1);
        await app.Score(exam.ScorerUser(0), exam, "A2.3", 0);
        await app.Score(exam.ScorerUser(1), exam, "A2.3", 1);
        var high = Guid.CreateVersion7();
        var (_, spread) = await app.Score(exam.ScorerUser(2), exam, "A2.3", 2, entryId: high);
        ((string)spread["aspect"]!["state"]!).ShouldBe("needsRescore");
        spread["aspect"]!["mark"].ShouldBeNull();

        var (_, again) = await app.Score(exam.ScorerUser(2), exam, "A2.3", 1, replaces: high);

        ((decimal)again["aspect"]!["mark"]!).ShouldBe(0.33m);
        (await Entries(exam)).ShouldBe(4);
    }

    [Fact]
    public async Task Case_3_one_person_is_one_judge_and_needs_the_criterion()
    {
        var exam = await app.Given.ARunningExam(1);
        await app.Score(exam.ScorerUser(0), exam, "A2.3", 2);
        await app.Score(exam.ScorerUser(0), exam, "A2.3", 2);
        var (_, second) = await app.Score(exam.ScorerUser(1), exam, "A2.3", 2);
        ((string)second["aspect"]!["state"]!).ShouldBe("waiting");

        await Assign(exam, 2, "B");
        var (status, body) = await app.Score(exam.ScorerUser(2), exam, "A2.3", 2);
        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)body["code"]!).ShouldBe(ScoringRules.ExpertScoresCriterion.Code);
        (await app.GetJson(exam.ScorerUser(2), SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Get(PageOf(exam, "A"), exam.ScorerUser(2))).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Case_4_a_conflicted_candidate_is_closed_to_that_expert_only()
    {
        var exam = await app.Given.ARunningExam(2);
        await app.Change(async db =>
        {
            var expert = await db.Experts.SingleAsync(e => e.Id == exam.Scorers[0].Id);
            expert.Declare(new DeclaredTie(ConflictKind.Kinship, exam.Candidates[0].Id, null, null, "сестра"));
        });

        var (status, body) = await app.Score(exam.ScorerUser(0), exam, "A1.1", 1);

        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)body["code"]!).ShouldBe(ScoringRules.ExpertIsIndependent.Code);
        (await app.GetJson(exam.ScorerUser(0), SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Score(exam.ScorerUser(0), exam, "A1.1", 1, candidate: 1)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Get("/scoring", exam.ScorerUser(0))).Text.ShouldContain("Закрыта для вас");
    }

    [Fact]
    public async Task What_changes_between_two_marks_holds_for_the_second()
    {
        var exam = await app.Given.ARunningExam(4);
        var scorer = exam.ScorerUser(0);
        (await app.Score(scorer, exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.OK);

        // Each change by a connection that the node knows nothing of, as another node would make it.
        await app.Change(async db => (await db.Experts.SingleAsync(e => e.Id == exam.Scorers[0].Id)).Declare(new DeclaredTie(ConflictKind.Kinship, exam.Candidates[0].Id, null, null, "брат")));
        await RefusedFor(0, ScoringRules.ExpertIsIndependent);

        // A candidate goes over to the house that the expert works for.
        var employer = await app.Query(db => db.Experts.Where(e => e.Id == exam.Scorers[0].Id).Select(e => e.EmployerId).SingleAsync());
        (await app.Score(scorer, exam, "A1.1", 1, candidate: 1)).Status.ShouldBe(HttpStatusCode.OK);
        await app.Change(async db =>
        {
            var candidate = await db.Candidates.SingleAsync(c => c.Id == exam.Candidates[1].Id);
            candidate.Change(new CandidateDetails(candidate.Name, candidate.LatinName, candidate.BirthDate, candidate.Category, employer, null, null), candidate.RegionCode);
        });
        await RefusedFor(1, ScoringRules.ExpertIsIndependent);

        // The college becomes a branch of that house: then all of its candidates are closed.
        (await app.Score(scorer, exam, "A1.1", 1, candidate: 2)).Status.ShouldBe(HttpStatusCode.OK);
        await app.Change(async db =>
        {
            var candidate = await db.Candidates.SingleAsync(c => c.Id == exam.Candidates[2].Id);
            var college = await db.Organisations.SingleAsync(o => o.Id == candidate.OrganisationId);
            college.Change(college.Name, college.ShortName, college.NameEn, college.City, employer, college.Inn, college.Kpp, college.Ogrn, college.Contacts);
        });
        await RefusedFor(2, ScoringRules.ExpertIsIndependent);
        await RefusedFor(3, ScoringRules.ExpertIsIndependent);

        async Task RefusedFor(int candidate, Rule rule)
        {
            var (status, body) = await app.Score(scorer, exam, "A1.2", 1, candidate: candidate);
            status.ShouldBe(HttpStatusCode.Conflict, body.ToJsonString());
            ((string)body["code"]!).ShouldBe(rule.Code);
        }
    }

    [Fact]
    public async Task Case_5_the_chief_expert_does_not_score()
    {
        var exam = await app.Given.ARunningExam(1);

        (await app.Score(exam.ChiefUser, exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.Forbidden);
        // Not with the role of a scoring expert either.
        var (status, body) = await app.Score(TestUser.Scorer(exam.Chief.Id), exam, "A1.1", 1);
        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)body["code"]!).ShouldBe(ScoringRules.ChiefNeverScores.Code);
        (await app.Get(PageOf(exam, "A"), exam.ChiefUser)).Html.QuerySelectorAll(".picks, .stepper-field").Length.ShouldBe(0);
    }

    [Fact]
    public async Task Case_10_a_locked_sheet_takes_nothing_new_but_repeats_are_welcome()
    {
        var exam = await app.Given.AScoredExam(1);
        var known = Guid.CreateVersion7();
        await app.Score(exam.ScorerUser(), exam, "A1.1", 1, entryId: known);
        await app.SignAll(exam, "A");
        (await app.Post(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/criteria/A/lock", null)).Status.ShouldBe(HttpStatusCode.OK);

        (await app.Score(exam.ScorerUser(), exam, "A1.1", 1, entryId: known)).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body) = await app.Score(exam.ScorerUser(), exam, "A1.1", 0);
        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)body["code"]!).ShouldBe(ScoringRules.SheetIsOpen.Code);
    }

    [Fact]
    public async Task Case_11_edits_that_do_not_know_each_other_stand_side_by_side()
    {
        var exam = await app.Given.ARunningExam(1);
        var first = Guid.CreateVersion7();
        await app.Score(exam.ScorerUser(0), exam, "A1.2", 2, entryId: first);
        await app.Score(exam.ScorerUser(0), exam, "A1.2", 3, replaces: first);
        var (_, conflict) = await app.Score(exam.ScorerUser(1), exam, "A1.2", 4, replaces: first);

        ((string)conflict["aspect"]!["state"]!).ShouldBe("conflict");
        var both = conflict["aspect"]!["entries"]!.AsArray();
        both.Select(e => (int)e!["value"]!).ShouldBe([3, 4], ignoreOrder: true);

        var (_, decided) = await app.Score(exam.ScorerUser(1), exam, "A1.2", 3, replaces: both.Select(e => (Guid)e!["entryId"]!));
        ((decimal)decided["aspect"]!["mark"]!).ShouldBe(0.75m);
    }

    [Fact]
    public async Task A_fourth_judge_makes_a_conflict_that_the_chief_expert_decides_without_a_value()
    {
        var exam = await app.Given.ARunningExam(1);
        foreach (var judge in new[] { 0, 1, 2 })
        {
            await app.Score(exam.ScorerUser(judge), exam, "A2.3", judge == 2 ? 0 : 3);
        }

        var (_, sheet) = await app.GetJson(exam.ChiefUser, SheetOf(exam, "A"));
        var outlier = sheet.AspectIn("A2.3")["entries"]!.AsArray().Single(e => (int)e!["value"]! == 0)!;
        var page = await app.PostForm(PageOf(exam, "A"), exam.ChiefUser, new Dictionary<string, object?>
        {
            ["Decision.Entries"] = (string)outlier["entryId"]!,
            ["Decision.Reason"] = "Эксперт смотрел не ту работу",
        });

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        var (_, after) = await app.GetJson(exam.ChiefUser, SheetOf(exam, "A"));
        ((string)after.AspectIn("A2.3")["state"]!).ShouldBe("waiting");
        var (_, again) = await app.Score(exam.ScorerUser(2), exam, "A2.3", 2);
        ((decimal)again["aspect"]!["mark"]!).ShouldBe(1.33m);
    }

    [Fact]
    public async Task An_exam_that_is_not_running_takes_no_marks()
    {
        var exam = await app.Given.AConfirmedExam(1);

        var (status, body) = await app.Score(exam.ScorerUser(), exam, "A1.1", 1);

        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)body["code"]!).ShouldBe(ScoringRules.ExamTakesMarks.Code);
    }

    [Fact]
    public async Task Whoever_has_no_part_in_the_exam_finds_no_such_exam()
    {
        var exam = await app.Given.ARunningExam(1);
        var stranger = TestUser.Scorer((await app.Given.AnExpert()).Id);

        (await app.Score(stranger, exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.GetJson(stranger, SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Score(exam.OrganiserUser, exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Score(TestUser.Anonymous, exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<int> Entries(ExamState exam) => app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync());

    private Task Assign(ExamState exam, int scorer, string criteria) => app.Change(async db =>
    {
        var duty = await db.ExpertDuties.SingleAsync(d => EF.Property<ExamId>(d, "ExamId") == exam.Id && d.ExpertId == exam.Scorers[scorer].Id);
        db.Entry(duty).Property(d => d.Criteria).CurrentValue = criteria;
        // As every change of an exam does.
        db.Entry(await db.Exams.SingleAsync(e => e.Id == exam.Id)).Property(e => e.Version).CurrentValue++;
    });

    // The scheme of the tests has neither steps nor readings; two of its aspects get such scales in a package of their own.
    private async Task<ExamState> AnExamOfSteps()
    {
        var aspects = new[]
        {
            new Aspect(AspectId.New(), 0, "A1.1", "Ступени", null, null, 1, Marks.Of(1.5m), new StepsScale([new("нет", Marks.Zero), new("частично", Marks.Of(0.75m)), new("полностью", Marks.Of(1.5m))])),
            new Aspect(AspectId.New(), 1, "A1.2", "Длина", null, null, 1, Marks.Of(2m), new ToleranceScale("мм", [new(new(11_900), new(12_100), Marks.Of(2m)), new(new(11_500), new(12_500), Marks.Of(0.8m))])),
        };
        var criterion = new Criterion(CriterionId.New(), 0, "A", "Модуль", "Module", CriterionUse.Base, 60, [new SubCriterion(SubCriterionId.New(), 0, "A1", "Часть", aspects)]);
        var package = new AssessmentPackage(PackageId.New(), new PackageHeader("КОД 99.99.99-1-2026", "Ступени", "Steps", "99.99.99", "Ступени", "Steps", 2026, RuleSet.AssessmentPackage, "ИРПО"),
            1, [new StandardSection(1, "Раздел", "Section")], [criterion], "", app.Clock.Now);
        package.Publish();
        var exam = await app.Given.ARunningExam(1);
        await app.Change(async db =>
        {
            db.Add(package);
            await db.SaveChangesAsync();
            var planned = await db.Exams.SingleAsync(e => e.Id == exam.Id);
            db.Entry(planned).Property(e => e.PackageId).CurrentValue = package.Id;
            db.Add(new ScoreSheet(ScoreSheetId.New(), exam.Id, exam.Candidates[0].Id, criterion.Id));
        });
        return exam with { Package = package };
    }
}
