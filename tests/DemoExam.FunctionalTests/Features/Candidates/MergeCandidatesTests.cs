using System.Net;
using System.Net.Http.Json;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Features.My;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Candidates;

[Trait(Databases.Contract, Databases.Database)]
public sealed class MergeCandidatesTests(App app) : IClassFixture<App>
{
    private static readonly DateOnly Born = new(2006, 7, 21);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_17_the_same_name_in_other_letters_is_found_and_merged_on_the_page()
    {
        var college = await app.Given.ACollege();
        var (kept, merged) = (await Person("Дублёва", "Алёна", "Фёдоровна", college.Id), await Person("ДУБЛЕВА", "Алена", "Федоровна", college.Id));

        var page = await app.Get("/candidates/duplicates", TestUser.RegionalOperator);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        page.Text.ShouldContain("Дублёва Алёна Фёдоровна");
        var done = await app.PostForm("/candidates/duplicates", TestUser.RegionalOperator, new Dictionary<string, object?> { ["kept"] = kept.ToString(), ["merged"] = merged.ToString() },
            $"form:has(input[name='kept'][value='{kept}'])");

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        (await app.Send(new ListCandidates(Search: "дублева"), TestUser.RegionalOperator)).Items.Select(c => c.Id).ShouldBe([kept]);
        (await app.Send(new FindDuplicates(), TestUser.RegionalOperator)).ShouldNotContain(p => p.Kept.Id == kept || p.Merged.Id == kept);
        var card = await app.Send(new GetCandidate(merged), TestUser.RegionalOperator);
        (card.Id, card.Name.Full, card.Merged.Single().Id).ShouldBe((kept, "Дублёва Алёна Фёдоровна", merged));
        var history = await app.Send(new GetRegisterHistory(RegisterKind.Candidate, merged.Value), TestUser.RegionalOperator);
        history[0].Fields.ShouldContain(new FieldChange(nameof(Candidate.MergedInto), null, null, "Дублёва Алёна Фёдоровна"));
        history[0].Actor.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Exams_results_passports_and_accounts_follow_and_signed_results_keep_their_fingerprint()
    {
        var locked = await app.Given.ALockedExam(2);
        var (merged, kept) = (locked.Candidates[0], await app.Given.ACandidate(locked.College));
        // Both sign in: each with the account of one entry.
        (await app.Send(new GetMyExams(), TestUser.Holder(kept.Id))).Exams.ShouldBeEmpty();
        (await app.Send(new GetMyExams(), TestUser.Holder(merged.Id))).Exams.Count.ShouldBe(1);
        var before = await app.Query(db => db.Results.AsNoTracking().SingleAsync(r => r.ExamId == locked.Id && r.CandidateId == merged.Id, Ct));

        await app.Send(new MergeCandidates(kept.Id, merged.Id), TestUser.RegionalOperator);

        (await app.Send(new GetMyExams(), TestUser.Holder(kept.Id))).Exams.Single().Id.ShouldBe(locked.Id);
        (await app.Send(new GetMyExams(), TestUser.Holder(merged.Id))).Exams.Single().Id.ShouldBe(locked.Id);
        var card = await app.Send(new GetCandidate(kept.Id), TestUser.RegionalOperator);
        (card.Exams.Single().Id, card.Exams.Single().Total).ShouldBe((locked.Id, before.Total));
        (await app.Query(db => db.Users.CountAsync(a => a.CandidateId == merged.Id, Ct))).ShouldBe(0);
        var after = await app.Query(db => db.Results.AsNoTracking().SingleAsync(r => r.Id == before.Id, Ct));
        after.ContentHash().ShouldBe(before.ContentHash());
    }

    [Fact]
    public async Task A_planned_place_goes_to_the_kept_entry_and_stays_booked()
    {
        var planned = await app.Given.AScheduledExam(2);
        var (merged, kept) = (planned.Candidates[0], await app.Given.ACandidate(planned.College));

        await app.Send(new MergeCandidates(kept.Id, merged.Id), TestUser.RegionalOperator);

        var exam = await app.Query(db => db.Exams.AsNoTracking().SingleAsync(e => e.Id == planned.Id, Ct));
        exam.Enrolments.Select(e => e.CandidateId).ShouldBe([kept.Id, planned.Candidates[1].Id], ignoreOrder: true);
        (await app.Query(db => db.Bookings.Where(b => b.ExamId == planned.Id && b.Kind == BookedKind.Candidate && b.Slot == Booking.WholeDay).Select(b => b.ResourceId).ToListAsync(Ct)))
            .ShouldBe([kept.Id.Value, planned.Candidates[1].Id.Value], ignoreOrder: true);
    }

    [Fact]
    public async Task Case_17_twins_who_were_merged_are_separated_and_have_back_what_was_theirs()
    {
        var planned = await app.Given.AScheduledExam(1);
        var (one, kept) = (planned.Candidates[0], await app.Given.ACandidate(planned.College));
        await app.Change(async db => db.Entry(await db.Candidates.SingleAsync(c => c.Id == one.Id, Ct)).Property(c => c.PersonalNumber).CurrentValue = "160-722-398 51");
        (await app.Send(new GetMyExams(), TestUser.Holder(one.Id))).Exams.Count.ShouldBe(1);
        await app.Send(new MergeCandidates(kept.Id, one.Id), TestUser.RegionalOperator);
        (await app.Send(new GetCandidate(kept.Id), TestUser.RegionalOperator)).PersonalNumber.ShouldBe("160-722-398 51");

        var page = await app.PostForm($"/candidates/{kept.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["merged"] = one.Id.ToString() }, $"form:has(input[name='merged'][value='{one.Id}'])");

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        var (back, left) = (await app.Send(new GetCandidate(one.Id), TestUser.RegionalOperator), await app.Send(new GetCandidate(kept.Id), TestUser.RegionalOperator));
        (back.Id, back.PersonalNumber, back.Exams.Single().Id).ShouldBe((one.Id, "160-722-398 51", planned.Id));
        (left.PersonalNumber, left.Exams.Count, left.Merged.Count).ShouldBe((null, 0, 0));
        (await app.Query(db => db.Bookings.Where(b => b.ExamId == planned.Id && b.Kind == BookedKind.Candidate).Select(b => b.ResourceId).Distinct().ToListAsync(Ct))).ShouldBe([one.Id.Value]);
        (await app.Query(db => db.Users.CountAsync(a => a.CandidateId == one.Id, Ct))).ShouldBe(1);
        await Should.ThrowAsync<NotFound>(() => app.Send(new SeparateCandidates(one.Id), TestUser.RegionalOperator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new SeparateCandidates(one.Id), TestUser.Organiser));
    }

    [Fact]
    public async Task Two_entries_that_sit_exams_on_one_day_are_refused_with_day_and_exams()
    {
        var (one, other) = (await app.Given.AScheduledExam(1), await app.Given.AScheduledExam(1));

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new MergeCandidates(one.Candidates[0].Id, other.Candidates[0].Id), TestUser.RegionalOperator));

        refused.Rule.ShouldBe(CandidateRules.MergeBooksNothingTwice);
        refused.Refusals[0].Facts["day"].ShouldBe(app.Clock.Today);
        ((IReadOnlyList<string>)refused.Refusals[0].Facts["exams"]!).Count.ShouldBe(2);
        (await app.Query(db => db.Candidates.CountAsync(c => c.Id == other.Candidates[0].Id && c.MergedInto != null, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task Case_17_namesakes_with_different_numbers_are_two_people()
    {
        var college = await app.Given.ACollege();
        var one = await Person("Тёзкина", "Инна", "Олеговна", college.Id, "112-233-445 95");
        var other = await Person("Тезкина", "Инна", "Олеговна", college.Id, "087-654-303 00");

        (await app.Send(new FindDuplicates(), TestUser.RegionalOperator)).ShouldNotContain(p => p.Kept.Id == one || p.Merged.Id == one);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new MergeCandidates(one, other), TestUser.RegionalOperator))).Rule.ShouldBe(CandidateRules.NumbersDoNotDiffer);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new MergeCandidates(one, one), TestUser.RegionalOperator))).Rule.ShouldBe(CandidateRules.MergeIsOfTwo);
    }

    [Fact]
    public async Task A_change_is_kept_with_who_when_and_what_and_a_name_on_a_passport_is_changed_there()
    {
        var (old, now) = (await app.Given.ACollege(), await app.Given.ACollege());
        var candidate = await app.Given.ACandidate(old.Id);
        using var api = await app.Api(TestUser.RegionalOperator);

        var answer = await api.PutAsJsonAsync($"/api/v1/candidates/{candidate.Id}", new
        {
            surname = "Переведённая", givenName = "Ксения", patronymic = "Кирилловна", birthDate = "2006-03-14", category = "graduate", organisationId = now.Id.ToString(), studyGroup = "ИС-42",
        }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync(Ct));
        var change = (await app.Send(new GetRegisterHistory(RegisterKind.Candidate, candidate.Id.Value), TestUser.RegionalOperator)).ShouldHaveSingleItem();
        change.At.ShouldBe(app.Clock.Now);
        change.Fields.ShouldContain(new FieldChange("Name", null, candidate.Name.Full, "Переведённая Ксения Кирилловна"));
        change.Fields.ShouldContain(new FieldChange("OrganisationId", null, old.ShortName, now.ShortName));
        change.Fields.ShouldContain(new FieldChange("StudyGroup", null, "ИС-41", "ИС-42"));
        (await app.Get($"/candidates/{candidate.Id}", TestUser.RegionalOperator)).Text.ShouldContain("ИС-42");
    }

    [Theory]
    [InlineData(Roles.Organiser)]
    [InlineData(Roles.ChiefExpert)]
    public async Task Only_operators_merge(string role)
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new MergeCandidates(CandidateId.New(), CandidateId.New()), TestUser.In(role)));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new FindDuplicates(), TestUser.In(role)));
    }

    private async Task<CandidateId> Person(string surname, string givenName, string patronymic, OrganisationId college, string? number = null)
    {
        var id = CandidateId.New();
        return await app.Send(new RegisterCandidate(surname, givenName, patronymic, Born, CandidateCategory.Graduate, college, PersonalNumber: number, AnotherPerson: true) { Id = id }, TestUser.RegionalOperator);
    }
}
