using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Features.Candidates;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

/// <summary>
/// Retakes of the state final attestation: six months after a fail, at most two; the operator permits more by a document. Other
/// cases stand with their subject, see <see cref="PlanningEdgeCaseTests"/>.
/// </summary>
public sealed class RetakeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Day => app.Clock.Today.AddDays(10);

    [Theory]
    [InlineData(ParticipationOutcome.Absent)]
    [InlineData(ParticipationOutcome.Removed)]
    public async Task Case_28_a_retake_before_six_months_are_over_is_refused_with_the_date_from_which_it_is_possible(ParticipationOutcome outcome)
    {
        var candidate = await app.Given.ACandidate();
        // Five months and ten days ago, so that the first possible day lies within the certificate of the venue.
        var failed = Day.AddMonths(-6).AddDays(20);
        await Attempted(candidate, failed, outcome);

        var problem = (await app.Send(new CheckPlan(await APlan(candidate)), TestUser.Organiser)).ShouldHaveSingleItem();

        var earliest = failed.AddMonths(6);
        (problem.Code, problem.Facts["day"], problem.Facts["earliest"], problem.Facts["months"]).ShouldBe((ExamRules.RetakeHasItsTime.Code, failed, earliest, 6));
        problem.Remedies.Select(r => r.Kind).ShouldBe([RemedyKind.OtherDays, RemedyKind.WithoutCandidate]);
        problem.Remedies[0].FirstDay.ShouldBe(earliest);
        problem.Remedies[1].CandidateId.ShouldBe(candidate.Id);
        (await app.Send(new CheckPlan(await APlan(candidate, earliest.AddDays(-1))), TestUser.Organiser)).ShouldHaveSingleItem().Code.ShouldBe(ExamRules.RetakeHasItsTime.Code);
        (await app.Send(new CheckPlan(await APlan(candidate, earliest)), TestUser.Organiser)).ShouldBeEmpty("the day that is offered suits");
        var page = await app.Get($"/candidates/{candidate.Id}", TestUser.RegionalOperator);
        page.Text.ShouldContain("Использовано попыток: 1 из 3");
    }

    [Fact]
    public async Task Case_28_the_lowest_grade_is_an_attempt_and_a_better_one_is_not()
    {
        var exam = await app.Given.ALockedExam(2);
        var (failed, passed) = (exam.Candidates[0], exam.Candidates[1]);
        await MoveTo(exam.Id, Day.AddMonths(-1));
        await app.Change(async db =>
        {
            foreach (var result in await db.Results.Where(r => r.ExamId == exam.Id).ToListAsync(Ct))
            {
                db.Entry(result).Property(r => r.Grade).CurrentValue = result.CandidateId == failed.Id ? "2" : "3";
            }
        });

        (await app.Send(new CheckPlan(await APlan(failed)), TestUser.Organiser)).ShouldHaveSingleItem().Code.ShouldBe(ExamRules.RetakeHasItsTime.Code);
        (await app.Send(new CheckPlan(await APlan(passed)), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_28_a_fourth_attempt_is_refused_until_the_operator_permits_it_by_a_document_and_then_holds_for_one()
    {
        var candidate = await app.Given.ACandidate();
        foreach (var months in new[] { 24, 16, 8 })
        {
            await Attempted(candidate, Day.AddMonths(-months), ParticipationOutcome.Absent);
        }

        var plan = await APlan(candidate);
        var problem = (await app.Send(new CheckPlan(plan), TestUser.Organiser)).ShouldHaveSingleItem();
        (problem.Code, problem.Facts["attempts"], problem.Facts["retakes"], problem.Facts["day"]).ShouldBe((ExamRules.AttemptIsLeft.Code, 3, 2, Day.AddMonths(-8)));
        problem.Remedies.ShouldHaveSingleItem().Kind.ShouldBe(RemedyKind.WithoutCandidate);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(plan, TestUser.Organiser))).Rule.ShouldBe(ExamRules.AttemptIsLeft);

        var subject = (await app.Given.APublishedPackage()).SpecialityCode;
        await app.PostForm($"/candidates/{candidate.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["subject"] = subject, ["reason"] = "Решение суда", ["document"] = "Решение № 7" });
        (await app.Get($"/candidates/{candidate.Id}", TestUser.RegionalOperator)).Text.ShouldContain("Решение № 7");
        await app.Send(plan, TestUser.Organiser);

        // The permission is used up by the next fail.
        await Attempted(candidate, app.Clock.Today.AddDays(1), ParticipationOutcome.Absent);
        (await app.Send(new CheckPlan(await APlan(candidate, Day.AddDays(60))), TestUser.Organiser)).ShouldHaveSingleItem().Facts["attempts"].ShouldBe(4);
    }

    [Theory]
    [InlineData(ParticipationOutcome.Excused)]
    [InlineData(ParticipationOutcome.Annulled)]
    [InlineData(ParticipationOutcome.Moved)]
    public async Task Case_28_a_valid_reason_an_annulled_result_and_a_move_use_no_attempt(ParticipationOutcome outcome)
    {
        var candidate = await app.Given.ACandidate();
        await Attempted(candidate, Day.AddMonths(-1), outcome);

        (await app.Send(new CheckPlan(await APlan(candidate)), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_28_an_attempt_under_a_merged_entry_counts_and_other_types_of_exams_have_no_attempts()
    {
        var (kept, double_) = (await app.Given.ACandidate(), await app.Given.ACandidate());
        await Attempted(double_, Day.AddMonths(-1), ParticipationOutcome.Absent);
        await app.Send(new MergeCandidates(kept.Id, double_.Id), TestUser.RegionalOperator);

        var plan = await APlan(kept);
        (await app.Send(new CheckPlan(plan), TestUser.Organiser)).ShouldHaveSingleItem().Code.ShouldBe(ExamRules.RetakeHasItsTime.Code);
        (await app.Send(new CheckPlan(plan with { Type = ExamType.VocationalTraining }), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_28_a_fail_after_the_retake_was_planned_stands_against_the_exam()
    {
        var candidate = await app.Given.ACandidate();
        var exam = await app.Send(await APlan(candidate), TestUser.Organiser);
        (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Obstacles.ShouldBeEmpty();

        await Attempted(candidate, app.Clock.Today.AddDays(1), ParticipationOutcome.Absent);

        (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Obstacles.ShouldHaveSingleItem().Rule.ShouldBe(ExamRules.RetakeHasItsTime);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator))).Rule.ShouldBe(ExamRules.RetakeHasItsTime);
    }

    [Fact]
    public async Task A_retake_is_permitted_only_after_an_attempt_and_with_a_document()
    {
        var candidate = await app.Given.ACandidate();
        var subject = (await app.Given.APublishedPackage()).SpecialityCode;

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PermitRetake(candidate.Id, subject, "Причина", "Документ"), TestUser.RegionalOperator))).Rule.ShouldBe(CandidateRules.RetakeFollowsAttempt);
        (await Should.ThrowAsync<FluentValidation.ValidationException>(() => app.Send(new PermitRetake(candidate.Id, subject, "Причина", ""), TestUser.RegionalOperator)))
            .Errors.ShouldHaveSingleItem().PropertyName.ShouldBe(nameof(PermitRetake.Document));
    }

    // An exam of another day in which the candidate's part went so.
    private async Task Attempted(Candidate candidate, DateOnly day, ParticipationOutcome outcome)
    {
        var exam = await app.Given.AScheduledExam(1);
        await MoveTo(exam.Id, day);
        await app.Change(async db =>
        {
            var enrolment = (await db.Exams.SingleAsync(e => e.Id == exam.Id, Ct)).Enrolments[0];
            db.Entry(enrolment).Property(e => e.CandidateId).CurrentValue = candidate.Id;
            db.Entry(enrolment).Property(e => e.Outcome).CurrentValue = outcome;
        });
    }

    private Task MoveTo(ExamId exam, DateOnly day) => app.Change(async db =>
    {
        var entry = db.Entry(await db.Exams.SingleAsync(e => e.Id == exam, Ct));
        entry.Property(e => e.FirstDay).CurrentValue = day;
        entry.Property(e => e.LastDay).CurrentValue = day;
    });

    private async Task<ScheduleExam> APlan(Candidate candidate, DateOnly? on = null)
    {
        var day = on ?? Day;
        var package = await app.Given.APublishedPackage();
        ExpertChoice[] team =
        [
            new((await app.Given.AnExpert(CredentialType.ConductRight)).Id, ExamRole.ChiefExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
        ];
        return new ScheduleExam(ExamId.New(), ExamType.StateAttestation, package.Id, ExamLevel.Base, false, (await app.Given.AnAccreditedVenue()).Id, day.AddDays(-1), day, day,
            [new GroupChoice(day.ToDateTime(new TimeOnly(9, 0)), [candidate.Id])], team);
    }
}
