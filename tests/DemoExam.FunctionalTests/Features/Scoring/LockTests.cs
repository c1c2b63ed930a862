using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

[Trait(Databases.Contract, Databases.Database)]
public sealed class LockTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Case_13_a_criterion_with_gaps_is_not_locked_and_the_list_says_where()
    {
        var exam = await app.Given.ARunningExam(2);
        await app.Score(exam.ScorerUser(0), exam, "A1.1", 1);
        await app.Score(exam.ScorerUser(1), exam, "A1.1", 0);

        var (status, body) = await app.Post(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/criteria/A/lock", null);

        status.ShouldBe(HttpStatusCode.Conflict);
        var refusals = body["refusals"]!.AsArray();
        refusals.Select(r => (string)r!["code"]!).ShouldBe([ScoringRules.EntriesAgree.Code, ScoringRules.EveryAspectIsScored.Code, ScoringRules.EveryAspectIsScored.Code], ignoreOrder: true);
        refusals.Select(r => r!["facts"]!["aspects"]!.AsArray().Count).ShouldBe([1, 14, 15], ignoreOrder: true);

        var page = await app.Get($"/scoring/{exam.Id}", exam.ChiefUser);
        page.Text.ShouldContain("Критерий A: спорные аспекты в 1 ведомости (№ 1).");
    }

    [Fact]
    public async Task Locking_one_sheet_leaves_the_others_open()
    {
        var exam = await app.Given.AScoredExam(2);

        (await app.Send(new LockCriterion(exam.Id, "A", exam.Candidates[1].Id), exam.ChiefUser)).Locked.ShouldBe(1);
        (await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser)).Locked.ShouldBe(1);
        (await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser)).Locked.ShouldBe(0);
    }

    [Fact]
    public async Task Only_the_chief_expert_of_the_exam_locks()
    {
        var exam = await app.Given.AScoredExam(1);
        var other = await app.Given.AScoredExam(1);

        (await app.Post(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/criteria/A/lock", null)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Post(other.ChiefUser, $"/api/v1/exams/{exam.Id}/criteria/A/lock", null)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Post(other.ChiefUser, $"/api/v1/exams/{exam.Id}/lock", null)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Locking_results_orders_a_passport_for_every_candidate_who_worked()
    {
        var exam = await app.Given.AScoredExam(4);
        await app.Given.On(exam, (e, _) =>
        {
            e.RecordOutcome(exam.Chief.Id, exam.Candidates[2].Id, ParticipationOutcome.Removed, "Телефон на рабочем месте", "Акт об удалении № 1", app.Clock.Now);
            e.RecordOutcome(exam.Chief.Id, exam.Candidates[3].Id, ParticipationOutcome.Absent, null, null, app.Clock.Now);
        });
        await Lock(exam);

        var (status, body) = await app.Post(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/lock", null);

        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        ((int)body["results"]!).ShouldBe(2);
        var results = await app.Query(db => db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).ToListAsync());
        results.Select(r => r.CandidateId).ShouldBe([exam.Candidates[0].Id, exam.Candidates[1].Id], ignoreOrder: true);
        var best = results.Single(r => r.CandidateId == exam.Candidates[0].Id);
        (best.Total, best.Maximum, best.Grade, best.Version).ShouldBe((Marks.Of(50), Marks.Of(50), "5", 1));
        var orders = await app.Query(db => db.PassportOrders.AsNoTracking().Where(o => o.ExamId == exam.Id).ToListAsync());
        orders.Select(o => o.CandidateId).ShouldBe(results.Select(r => r.CandidateId), ignoreOrder: true);
        orders.Where(o => !PassportNumber.TryParse(o.Number, null, out _)).ShouldBeEmpty();
        orders.ShouldAllBe(o => o.Token.Length == PublicToken.Length && o.PassportVersion == 1);
        orders.Select(o => o.Token).Distinct().Count().ShouldBe(2);

        var (again, refused) = await app.Post(exam.ChiefUser, $"/api/v1/exams/{exam.Id}/lock", null);
        again.ShouldBe(HttpStatusCode.Conflict);
        ((string)refused["code"]!).ShouldBe(ExamRules.StepIsAllowed.Code);
    }

    [Fact]
    public async Task Results_are_not_locked_while_a_sheet_is_open()
    {
        var exam = await app.Given.AScoredExam(2);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new LockResults(exam.Id), exam.ChiefUser));

        refused.Rule.ShouldBe(ScoringRules.EveryCriterionIsLocked);
        refused.Refusals[0].Facts["open"].ShouldBe(2);
    }

    [Fact]
    public async Task The_colleges_own_scale_goes_before_the_general_one()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.Change(db =>
        {
            db.Add(new GradeScale(GradeScaleId.New(), "Колледж", "Приказ № 7", exam.College, app.Clock.Today, null, [new(0, "незачёт"), new(9000, "зачёт")]));
            return Task.CompletedTask;
        });
        await Lock(exam);

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);

        (await app.Query(db => db.Results.Where(r => r.ExamId == exam.Id).Select(r => r.Grade).SingleAsync())).ShouldBe("зачёт");
    }

    [Fact]
    public async Task Case_30_without_a_scale_in_force_nothing_is_locked()
    {
        var exam = await app.Given.AScoredExam(1);
        await Lock(exam);
        await app.Change(async db =>
        {
            foreach (var scale in await db.GradeScales.ToListAsync())
            {
                db.Entry(scale).Property(s => s.ValidTo).CurrentValue = app.Clock.Today.AddDays(-1);
            }
        });
        try
        {
            (await Should.ThrowAsync<RuleViolation>(() => app.Send(new LockResults(exam.Id), exam.ChiefUser))).Rule.ShouldBe(PackageRules.ScaleExists);
            (await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.Status).SingleAsync())).ShouldBe(ExamStatus.Running);
        }
        finally
        {
            await app.Change(async db =>
            {
                foreach (var scale in await db.GradeScales.ToListAsync())
                {
                    db.Entry(scale).Property(s => s.ValidTo).CurrentValue = null;
                }
            });
        }
    }

    [Fact]
    public async Task The_board_leads_from_the_last_sheet_to_the_protocol()
    {
        var exam = await app.Given.AScoredExam(2);
        foreach (var letter in new[] { "A", "B" })
        {
            var locked = await app.PostForm($"/scoring/{exam.Id}", exam.ChiefUser, new Dictionary<string, object?>(), $"form[action*='letter={letter}']");
            locked.Status.ShouldBe(HttpStatusCode.Redirect, locked.Text);
        }

        var fixedNow = await app.PostForm($"/scoring/{exam.Id}", exam.ChiefUser, new Dictionary<string, object?>(), "form[action*='LockResults']");
        fixedNow.Status.ShouldBe(HttpStatusCode.Redirect, fixedNow.Text);
        fixedNow.Location.ShouldBe($"/exams/{exam.Id}/results");

        var protocol = await app.Get(fixedNow.Location!, exam.ChiefUser);
        protocol.Text.ShouldContain(exam.Candidates[0].Name.Full);
        protocol.AllTexts("tbody tr")[0].ShouldContain("50,00 5");
        (await app.Get(fixedNow.Location!, exam.OrganiserUser)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.GetJson(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/results")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.GetJson(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/results.json")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await app.Change(db =>
        {
            db.Add(new Region("50", "Московская область", "Moscow Oblast", "Europe/Moscow"));
            return Task.CompletedTask;
        });
        (await app.GetJson(TestUser.In("RegionalOperator") with { Region = "50" }, $"/api/v1/exams/{exam.Id}/results")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task Lock(ExamState exam)
    {
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }
    }
}
