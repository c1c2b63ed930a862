using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Quality;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Quality;

public sealed class QualityTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_chief_expert_sees_a_strict_judge_flagged_and_no_mark_is_changed()
    {
        var exam = await app.Given.ARunningExam(6);
        await Judge(exam, (candidate, judge) => judge == 2 ? 1 : 2);

        var quality = (await app.Send(new GetExamQuality(exam.Id), exam.ChiefUser)).Quality;

        // Four judged aspects at the base level, six candidates.
        var judged = exam.Package.AspectsOf(exam.Scope).Count(a => a.Scale is JudgementScale);
        quality.Works.ShouldBe(judged * 6);
        quality.Judges[0].Name.ShouldBe(exam.Scorers[2].Name.Initials);
        (quality.Judges[0].Severity.Value, quality.Judges[0].IsFlagged).ShouldBe((-1, true));
        quality.Pairs.Count.ShouldBe(3);
        quality.Pairs.ShouldAllBe(p => p.WithinOne == 1);
        quality.Pairs.Count(p => p.Exact == 1).ShouldBe(1);
        var page = await app.Get($"/exams/{exam.Id}/quality", exam.ChiefUser);
        page.Text.ShouldContain("строже других");
        page.Text.ShouldContain("−1");
    }

    [Fact]
    public async Task Nothing_is_shown_before_there_is_enough_and_the_whole_panel_has_scored()
    {
        var few = await app.Given.ARunningExam(2);
        await Judge(few, (_, _) => 2);
        var alone = await app.Given.ARunningExam(6);
        await Judge(alone, (_, judge) => judge == 0 ? 2 : null);

        (await app.Send(new GetExamQuality(few.Id), few.ChiefUser)).Quality.ShouldSatisfyAllConditions(q => q.Works.ShouldBeGreaterThan(0), q => q.Judges.ShouldBeEmpty(), q => q.Aspects.ShouldBeEmpty());
        (await app.Send(new GetExamQuality(alone.Id), alone.ChiefUser)).Quality.Works.ShouldBe(0);
        (await app.Get($"/exams/{few.Id}/quality", few.ChiefUser)).Text.ShouldContain("Пока слишком мало данных");
    }

    [Fact]
    public async Task The_region_sees_the_exams_of_a_year_and_others_see_nothing()
    {
        var exam = await app.Given.ALockedExam(6);

        var region = await app.Send(new GetRegionQuality(app.Clock.Today.Year), TestUser.RegionalOperator);

        region.Quality.Exams.ShouldBeGreaterThan(0);
        region.Quality.Aspects.ShouldContain(a => a.Code == "A1.1" && a.Candidates >= 6);
        (await app.Send(new GetRegionQuality(2019), TestUser.RegionalOperator)).Quality.Exams.ShouldBe(0);
        (await app.Get("/quality", TestUser.RegionalOperator)).Text.ShouldContain("Судьи против тройки");
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetRegionQuality(), exam.ChiefUser));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetExamQuality(exam.Id), exam.ScorerUser()));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetExamQuality(exam.Id), exam.OrganiserUser));
        var other = await app.Given.AScheduledExam(1);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetExamQuality(exam.Id), other.ChiefUser));
    }

    private Task Judge(ExamState exam, Func<int, int, int?> score) => app.Change(async db =>
    {
        var sheets = await db.ScoreSheets.Where(s => s.ExamId == exam.Id).ToListAsync();
        foreach (var (candidate, index) in exam.Candidates.Select((c, i) => (c, i)))
        {
            foreach (var aspect in exam.Package.AspectsOf(exam.Scope).Where(a => a.Scale is JudgementScale))
            {
                var criterion = exam.Package.CriteriaOf(exam.Scope).Single(c => c.Aspects.Contains(aspect));
                var sheet = sheets.Single(s => s.CandidateId == candidate.Id && s.CriterionId == criterion.Id);
                foreach (var (judge, number) in exam.Scorers.Select((s, i) => (s, i)))
                {
                    if (score(index, number) is { } given)
                    {
                        sheet.Record(new ScoreEntry(ScoreEntryId.New(), aspect.Id, judge.Id, ScoreContent.Of(ScoreValue.Of(given)), [], app.Clock.Now.AddMinutes(index), app.Clock.Now), aspect);
                    }
                }
            }
        }
    });
}
