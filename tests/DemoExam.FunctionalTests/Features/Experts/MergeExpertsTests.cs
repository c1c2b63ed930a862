using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Experts;
using DemoExam.Features.Invitations;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Experts;

public sealed class MergeExpertsTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_name_in_other_letters_and_order_is_found_and_merged_on_the_page()
    {
        var (kept, merged) = (await Person("Двойникова", "Алёна", "СВ-ДВ-1"), await Person("АЛЕНА", "двойникова", "СВ-ДВ-2"));

        var page = await app.Get("/experts/duplicates", TestUser.RegionalOperator);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        page.Text.ShouldContain("Двойникова Алёна");
        var done = await app.PostForm("/experts/duplicates", TestUser.RegionalOperator, new Dictionary<string, object?> { ["kept"] = kept.Id.ToString(), ["merged"] = merged.Id.ToString() },
            $"form:has(input[name='kept'][value='{kept.Id}'])");

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        (await app.Send(new ListExperts(Search: "двойникова"), TestUser.RegionalOperator)).Items.Select(e => e.Id).ShouldBe([kept.Id]);
        (await app.Send(new FindDuplicateExperts(), TestUser.RegionalOperator)).ShouldNotContain(p => p.Kept.Id == kept.Id || p.Merged.Id == kept.Id);
        var card = await app.Send(new GetExpert(merged.Id), TestUser.RegionalOperator);
        (card.Id, card.Merged.Single().Id).ShouldBe((kept.Id, merged.Id));
        card.Credentials.Select(c => c.Number).ShouldBe(["СВ-ДВ-1", "СВ-ДВ-2"], ignoreOrder: true);
        // The former employer stays a reason to keep away from its candidates.
        card.Ties.ShouldHaveSingleItem().Kind.ShouldBe(ConflictKind.Declared);
        var history = await app.Send(new GetRegisterHistory(RegisterKind.Expert, merged.Id.Value), TestUser.RegionalOperator);
        history[0].Fields.ShouldContain(f => f.Field == nameof(Expert.MergedInto) && f.After == kept.Name.Full);
    }

    [Fact]
    public async Task One_document_in_two_entries_is_found_and_kept_once()
    {
        var (one, other) = (await Person("Документов", "Иван", "СВ-ОБЩИЙ-7"), await Person("Документова", "Инна", "СВ-ОБЩИЙ-7"));

        var pair = (await app.Send(new FindDuplicateExperts(), TestUser.RegionalOperator)).Single(p => p.Kept.Id == one.Id || p.Merged.Id == one.Id);
        pair.Reason.ShouldBe(DuplicateExpertReason.SameCredential);
        await app.Send(new MergeExperts(one.Id, other.Id), TestUser.RegionalOperator);

        (await app.Send(new GetExpert(one.Id), TestUser.RegionalOperator)).Credentials.ShouldHaveSingleItem().Number.ShouldBe("СВ-ОБЩИЙ-7");
    }

    [Fact]
    public async Task A_duty_ahead_its_bookings_the_invitation_and_the_account_go_over_and_come_back()
    {
        var planned = await app.Given.AScheduledExam(2);
        var (merged, kept) = (planned.Scorers[0], await app.Given.AnExpert(type: null));
        await app.Send(new InviteExperts(planned.Id), planned.OrganiserUser);
        (await app.Send(new GetMyInvitations(), TestUser.Scorer(merged.Id))).Count.ShouldBe(1);
        var days = await BookedDays(merged.Id);
        days.ShouldNotBeEmpty();

        await app.Send(new MergeExperts(kept.Id, merged.Id), TestUser.RegionalOperator);

        (await DutyOf(planned.Id, kept.Id), await DutyOf(planned.Id, merged.Id)).ShouldBe((1, 0));
        (await BookedDays(kept.Id)).ShouldBe(days);
        (await BookedDays(merged.Id)).ShouldBeEmpty();
        (await app.Query(db => db.Invitations.CountAsync(i => i.ExamId == planned.Id && i.ExpertId == kept.Id, Ct))).ShouldBe(1);
        (await app.Query(db => db.Users.CountAsync(a => a.ExpertId == kept.Id, Ct))).ShouldBe(1);
        var card = await app.Send(new GetExpert(kept.Id), TestUser.RegionalOperator);
        (card.Exams.Single().Id, card.Credentials.Count).ShouldBe((planned.Id, 1));

        var page = await app.PostForm($"/experts/{kept.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["merged"] = merged.Id.ToString() }, $"form:has(input[name='merged'][value='{merged.Id}'])");

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        (await DutyOf(planned.Id, kept.Id), await DutyOf(planned.Id, merged.Id)).ShouldBe((0, 1));
        (await BookedDays(merged.Id)).ShouldBe(days);
        (await app.Send(new GetExpert(merged.Id), TestUser.RegionalOperator)).Credentials.Count.ShouldBe(1);
        (await app.Send(new GetExpert(kept.Id), TestUser.RegionalOperator)).Credentials.ShouldBeEmpty();
        (await app.Query(db => db.Users.CountAsync(a => a.ExpertId == merged.Id, Ct))).ShouldBe(1);
        await Should.ThrowAsync<NotFound>(() => app.Send(new SeparateExperts(merged.Id), TestUser.RegionalOperator));
    }

    [Fact]
    public async Task Two_duties_on_one_day_and_an_expert_at_work_are_refused()
    {
        var (one, other) = (await app.Given.AScheduledExam(1), await app.Given.AScheduledExam(1));
        var twice = await Should.ThrowAsync<RuleViolation>(() => app.Send(new MergeExperts(one.Scorers[0].Id, other.Scorers[0].Id), TestUser.RegionalOperator));
        twice.Rule.ShouldBe(ExpertRules.MergeBooksNothingTwice);
        ((IReadOnlyList<string>)twice.Refusals[0].Facts["exams"]!).Count.ShouldBe(2);

        var running = await app.Given.ARunningExam(1);
        var working = await Should.ThrowAsync<RuleViolation>(async () => await app.Send(new MergeExperts((await app.Given.AnExpert(type: null)).Id, running.Scorers[0].Id), TestUser.RegionalOperator));
        working.Rule.ShouldBe(ExpertRules.MergeWaitsForWork);
        (await app.Query(db => db.Experts.CountAsync(e => e.Id == running.Scorers[0].Id && e.MergedInto != null, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_done_under_the_former_entry_stays_there_and_is_found_under_the_kept_one()
    {
        var exam = await app.Given.AScheduledExam(1);
        var (merged, kept) = (exam.Scorers[0], await app.Given.AnExpert(type: null));
        await app.Send(new CancelExam(exam.Id, "Площадка закрыта", "Приказ 7-о"), TestUser.RegionalOperator);

        await app.Send(new MergeExperts(kept.Id, merged.Id), TestUser.RegionalOperator);

        (await DutyOf(exam.Id, merged.Id)).ShouldBe(1);
        (await app.Send(new GetExam(exam.Id), TestUser.Scorer(kept.Id))).Id.ShouldBe(exam.Id);
        await Should.ThrowAsync<NotFound>(async () => await app.Send(new GetExam(exam.Id), TestUser.Scorer((await app.Given.AnExpert()).Id)));
    }

    [Fact]
    public async Task Namesakes_with_different_numbers_are_two_experts_and_others_may_not_merge()
    {
        var one = await Person("Однофамильцева", "Инна", "СВ-ОД-1", "112-233-445 95");
        var other = await Person("Однофамильцева", "Инна", "СВ-ОД-2", "087-654-303 00");

        (await app.Send(new FindDuplicateExperts(), TestUser.RegionalOperator)).ShouldNotContain(p => p.Kept.Id == one.Id || p.Merged.Id == one.Id);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new MergeExperts(one.Id, other.Id), TestUser.RegionalOperator))).Rule.ShouldBe(ExpertRules.NumbersDoNotDiffer);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new MergeExperts(one.Id, one.Id), TestUser.RegionalOperator))).Rule.ShouldBe(ExpertRules.MergeIsOfTwo);
        foreach (var role in new[] { Roles.Organiser, Roles.ChiefExpert, Roles.Candidate })
        {
            await Should.ThrowAsync<Forbidden>(() => app.Send(new MergeExperts(one.Id, other.Id), TestUser.In(role)));
        }
    }

    private async Task<Expert> Person(string surname, string givenName, string credential, string? number = null)
    {
        var employer = await app.Given.AnEmployer();
        var id = await app.Send(
            new RegisterExpert(surname, givenName, null, employer.Id, AnotherPerson: true, PersonalNumber: number,
                Credential: new NewCredential(CredentialType.AssessmentRight, "09.02.07", credential, app.Clock.Today.AddYears(-1), app.Clock.Today.AddYears(1)))
            {
                Id = ExpertId.New()
            },
            TestUser.RegionalOperator);
        return await app.Query(db => db.Experts.AsNoTracking().SingleAsync(e => e.Id == id, Ct));
    }

    private Task<int> DutyOf(ExamId exam, ExpertId expert) =>
        app.Query(db => db.Exams.Where(e => e.Id == exam).SelectMany(e => e.Duties).CountAsync(d => d.ExpertId == expert && d.EndedAt == null, Ct));

    private Task<List<DateOnly>> BookedDays(ExpertId expert) =>
        app.Query(db => db.Bookings.Where(b => b.Kind == BookedKind.Expert && b.ResourceId == expert.Value).Select(b => b.Day).Distinct().OrderBy(d => d).ToListAsync(Ct));
}
