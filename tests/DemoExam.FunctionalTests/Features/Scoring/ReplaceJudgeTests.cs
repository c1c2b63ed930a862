using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

public sealed class ReplaceJudgeTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Case_26_a_substitute_takes_over_and_marks_stay_with_their_author()
    {
        var exam = await app.Given.ARunningExam(2);
        var substitute = await app.Given.AnExpert();
        var judged = exam.Package.CriteriaOf(exam.Scope).SelectMany(c => c.Aspects).First(a => a.Scale is DemoExam.Domain.Packages.JudgementScale).Code;
        await app.Score(exam.ScorerUser(0), exam, judged, 2);
        await app.Score(exam.ScorerUser(1), exam, judged, 2);
        await app.Score(exam.ScorerUser(2), exam, judged, 2, candidate: 1);

        var done = await app.PostForm($"/exams/{exam.Id}/judges", exam.ChiefUser, new Dictionary<string, object?> { ["substitute"] = substitute.Id, ["reason"] = "Заболел" }, $"form[action*='{exam.Scorers[2].Id}']");

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        (await app.Score(exam.ScorerUser(2), exam, judged, 2)).Body["code"]!.ToString().ShouldBe(ScoringRules.ExpertScoresCriterion.Code);
        var (status, body) = await app.Score(TestUser.Scorer(substitute.Id), exam, judged, 2);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        ((string)body["aspect"]!["state"]!).ShouldBe("scored");
        // The mark that was given before stands, and is the author's.
        (await app.Query(db => db.ScoreEntries.CountAsync(e => e.ExpertId == exam.Scorers[2].Id))).ShouldBe(1);
        var signers = (await app.GetJson(exam.ChiefUser, ScoringApi.SheetOf(exam, "A"))).Body["signatures"]!.AsArray().Select(s => (string)s!["expert"]!).ToList();
        signers.ShouldContain(substitute.Name.Initials);
        signers.ShouldNotContain(exam.Scorers[2].Name.Initials);
        var record = await app.Query(db => db.AuditRecords.AsNoTracking().SingleAsync(r => r.ExamId == exam.Id && r.Deed == AuditDeed.ExpertReplaced));
        (record.Facts["reason"], record.Facts["substitute"]).ShouldBe(("Заболел", substitute.Name.Initials));
    }

    [Fact]
    public async Task A_substitute_needs_a_credential_independence_a_free_day_and_no_other_role()
    {
        var exam = await app.Given.ARunningExam(1);
        var other = await app.Given.ARunningExam(1);
        var uncertified = await app.Given.AnExpert(null);
        var dependent = await app.Given.AnExpert(employer: exam.College);

        (await Refused(uncertified)).ShouldBe(ExpertRules.ExpertIsEligible);
        (await Refused(dependent)).ShouldBe(ExamRules.ExpertIsIndependent);
        (await Refused(exam.Scorers[1])).ShouldBe(ExamRules.ExpertOnce);
        // Somebody who scores elsewhere today; the days of exams made by the tests are booked through planning.
        (await Refused(other.Scorers[0])).ShouldBe(ExamRules.NothingIsBookedTwice);
        (await Should.ThrowAsync<RuleViolation>(async () => await app.Send(new ReplaceJudge(exam.Id, exam.Scorers[0].Id, (await app.Given.AnExpert()).Id, " "), exam.ChiefUser))).Rule.ShouldBe(ExamRules.ReplacementHasReason);

        async Task<Rule> Refused(Expert expert) =>
            (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReplaceJudge(exam.Id, exam.Scorers[0].Id, expert.Id, "Не пришёл"), exam.ChiefUser))).Rule;
    }

    [Fact]
    public async Task The_page_offers_only_experts_against_whom_nothing_speaks()
    {
        var exam = await app.Given.ARunningExam(1);
        var free = await app.Given.AnExpert();
        var dependent = await app.Given.AnExpert(employer: exam.College);

        var judges = await app.Send(new GetJudges(exam.Id), exam.ChiefUser);

        judges.Judges.Count.ShouldBe(3);
        judges.Substitutes.ShouldContain(s => s.Id == free.Id);
        judges.Substitutes.ShouldNotContain(s => s.Id == dependent.Id || s.Id == exam.Scorers[0].Id || s.Id == exam.Technical.Id);
    }
}
