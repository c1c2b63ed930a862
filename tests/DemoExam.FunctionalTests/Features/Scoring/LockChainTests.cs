using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.Features.Results;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

[Trait(Databases.Contract, Databases.Database)]
public sealed class LockChainTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Case_13_a_sheet_without_every_signature_is_not_locked_and_the_list_says_who_is_missing()
    {
        var exam = await app.Given.AScoredExam(1);
        // An entry after the signatures makes all of them void.
        var sheet = await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"));
        var seen = sheet.Body.AspectIn("A1.1")["replaceable"]!.AsArray().Select(id => (Guid)id!).ToArray();
        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0, 0, null, seen)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Send(new SignSheets(exam.Id, "A"), exam.ScorerUser(0))).Sheets.ShouldBe(1);
        (await app.Send(new SignSheets(exam.Id, "A"), exam.ScorerUser(0))).Sheets.ShouldBe(0);

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser));

        refused.Rule.ShouldBe(ScoringRules.SheetIsSigned);
        refused.Refusals[0].Facts["missing"].ShouldBe(2);
        var board = await app.Get($"/scoring/{exam.Id}", exam.ChiefUser);
        board.Text.ShouldContain("Критерий A: не подписано 1 ведомость");

        foreach (var index in new[] { 1, 2 })
        {
            var signed = await app.PostForm(ScoringApi.PageOf(exam, "A"), exam.ScorerUser(index), new Dictionary<string, object?>(), "#sign-form");
            signed.Status.ShouldBe(HttpStatusCode.Redirect, signed.Text);
        }

        (await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser)).Locked.ShouldBe(1);
    }

    [Fact]
    public async Task An_incomplete_sheet_and_another_experts_criterion_are_not_signed()
    {
        var exam = await app.Given.ARunningExam(1);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SignSheets(exam.Id, "A"), exam.ScorerUser()))).Rule.ShouldBe(ScoringRules.EveryAspectIsScored);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new SignSheets(exam.Id, "A"), exam.ChiefUser));
    }

    [Fact]
    public async Task Case_10_after_the_lock_only_a_document_and_two_persons_open_scores_and_the_old_result_stays()
    {
        var exam = await LockedAndSigned(2);
        var passports = await IssuedPassports(exam);
        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0)).Status.ShouldBe(HttpStatusCode.Conflict);

        // The protocol is signed by all: an error report is not enough any more.
        var late = Ask(exam, UnlockBasis.ErrorReport);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(late, exam.ChiefUser))).Rule.ShouldBe(ScoringRules.BasisIsEnough);
        var request = Ask(exam, UnlockBasis.AppealDecision);
        await app.Send(request, exam.ChiefUser);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new DecideUnlock(exam.Id, request.RequestId, true, null), exam.ChiefUser));
        (await app.Query(db => db.ScoreSheets.CountAsync(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Open))).ShouldBe(0);

        (await app.Send(new DecideUnlock(exam.Id, request.RequestId, true, null), TestUser.RegionalOperator)).Sheets.ShouldBe(1);

        (await app.Send(new GetResults(exam.Id), exam.ChiefUser)).Protocol!.VoidedAt.ShouldNotBeNull();
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SignProtocol(exam.Id), exam.ChiefUser))).Rule.ShouldBe(ResultRules.ProtocolExists);

        // The board gave one yes-or-no aspect less; signed, locked, fixed again.
        await TakeOneAspectAway(exam);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser))).Rule.ShouldBe(ScoringRules.SheetIsSigned);
        await SignAndLock(exam, "A");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await app.Send(new LockResults(exam.Id), exam.ChiefUser)).Results.ShouldBe(1);

        var results = await app.Query(db => db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id && r.CandidateId == exam.Candidates[0].Id).OrderBy(r => r.Version).ToListAsync());
        results.Select(r => r.Version).ShouldBe([1, 2]);
        (results[0].Total - results[1].Total).ShouldBe(exam.Aspect("A1.1").Maximum);
        results[1].BasisId.ShouldBe(request.RequestId);
        (await app.Query(db => db.Results.CountAsync(r => r.ExamId == exam.Id && r.CandidateId == exam.Candidates[1].Id))).ShouldBe(1);

        // The old edition stays readable with the old total; the new one waits for its signatures.
        var old = await app.Send(new GetResults(exam.Id, 1), exam.ChiefUser);
        old.Rows[0].Total.ShouldBe(results[0].Total);
        old.Protocol!.Signatures.Count.ShouldBe(5);
        var now = await app.Send(new GetResults(exam.Id), exam.ChiefUser);
        (now.Protocol!.Edition, now.Rows[0].Total, now.Protocol.Signatures.Count).ShouldBe((2, results[1].Total, 0));

        // Case 20: the passport of the changed result is replaced, the other one is not touched.
        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));
        var after = await app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id).ToListAsync());
        after.Single(p => p.Id == passports[exam.Candidates[0].Id]).Status.ShouldBe(PassportStatus.Superseded);
        after.Single(p => p.Id == passports[exam.Candidates[1].Id]).Status.ShouldBe(PassportStatus.Issued);
        var newer = after.Single(p => p.PassportVersion == 2);
        (newer.CandidateId, newer.ResultId, newer.Status).ShouldBe((exam.Candidates[0].Id, results[1].Id, PassportStatus.Issued));
        after.Single(p => p.Id == passports[exam.Candidates[0].Id]).SupersededFor.ShouldBe(SupersedingCategory.ResultChanged);

        var trail = await app.Query(db => db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id).OrderBy(r => r.Number).ToListAsync());
        AuditChain.Check(trail).ShouldBeEmpty();
        trail.Select(r => r.Deed).ShouldContain(AuditDeed.UnlockRequested);
        trail.Single(r => r.Deed == AuditDeed.UnlockApproved).Facts["document"].ShouldBe("Решение № 5");
    }

    [Fact]
    public async Task Case_20_the_passport_of_a_changed_result_is_replaced_even_while_it_is_suspended()
    {
        var exam = await LockedAndSigned(1);
        var old = (await IssuedPassports(exam)).Values.Single();
        await app.Send(new SuspendPassport(old, "Жалоба № 9"), TestUser.RegionalOperator);
        var request = Ask(exam, UnlockBasis.AppealDecision);
        await app.Send(request, exam.ChiefUser);
        await app.Send(new DecideUnlock(exam.Id, request.RequestId, true, null), TestUser.RegionalOperator);
        await TakeOneAspectAway(exam);
        await SignAndLock(exam, "A");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(new LockResults(exam.Id), exam.ChiefUser);

        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));

        var passports = await app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id).OrderBy(p => p.PassportVersion).ToListAsync());
        passports.Select(p => p.Status).ShouldBe([PassportStatus.Superseded, PassportStatus.Issued]);
        passports[0].SupersededById.ShouldBe(passports[1].Id);
    }

    [Fact]
    public async Task Who_asked_does_not_decide_even_with_the_right_to()
    {
        var exam = await LockedAndSigned(1);
        var request = Ask(exam, UnlockBasis.BoardCorrection);
        await app.Send(request, exam.OrganiserUser);
        var account = await app.Query(db => db.UnlockRequests.Where(u => u.Id == request.RequestId).Select(u => u.AskedBy).SingleAsync());

        var unlock = await app.Query(db => db.UnlockRequests.AsNoTracking().SingleAsync(u => u.Id == request.RequestId));

        Should.Throw<RuleViolation>(() => unlock.Decide(true, account, "x", null, app.Clock.Now)).Rule.ShouldBe(ScoringRules.TwoPersonsUnlock);
    }

    [Fact]
    public async Task A_rejected_request_opens_nothing_and_says_why()
    {
        var exam = await LockedAndSigned(1);
        var request = Ask(exam, UnlockBasis.AppealDecision);
        await app.Send(request, exam.ChiefUser);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new DecideUnlock(exam.Id, request.RequestId, false, " "), TestUser.RegionalOperator))).Rule.ShouldBe(ScoringRules.RejectionHasReason);

        await app.Send(new DecideUnlock(exam.Id, request.RequestId, false, "Нет подписи председателя"), TestUser.RegionalOperator);

        (await app.Query(db => db.ScoreSheets.CountAsync(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Open))).ShouldBe(0);
        (await app.Send(new GetResults(exam.Id), exam.ChiefUser)).Protocol!.VoidedAt.ShouldBeNull();
        (await app.Get($"/exams/{exam.Id}/unlocks", exam.ChiefUser)).Text.ShouldContain("Нет подписи председателя");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new DecideUnlock(exam.Id, request.RequestId, true, null), TestUser.RegionalOperator))).Rule.ShouldBe(ScoringRules.UnlockIsUndecided);
    }

    [Fact]
    public async Task Unlocking_goes_through_the_pages()
    {
        var exam = await LockedAndSigned(1);
        var asked = await app.PostForm($"/exams/{exam.Id}/unlocks", exam.ChiefUser, new Dictionary<string, object?>
        {
            ["Input.Criterion"] = "B",
            ["Input.Basis"] = "AppealDecision",
            ["Input.Document"] = "Решение № 7",
            ["Input.DocumentDate"] = app.Clock.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["Input.Reason"] = "Ошибка в подсчёте",
        }, "form[action*='handler=Ask']");
        asked.Status.ShouldBe(HttpStatusCode.Redirect, asked.Text);

        var allowed = await app.PostForm($"/exams/{exam.Id}/unlocks", TestUser.RegionalOperator, new Dictionary<string, object?>(), "form[action*='handler=Approve']");

        allowed.Status.ShouldBe(HttpStatusCode.Redirect, allowed.Text);
        var open = await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Open).ToListAsync());
        open.ShouldHaveSingleItem().Edition.ShouldBe(2);
        (await app.Get($"/exams/{exam.Id}/results", exam.ChiefUser)).Text.ShouldContain("Редакция 1 утратила силу");
    }

    [Fact]
    public async Task Candidates_see_a_result_only_after_it_was_signed_by_all_and_announced()
    {
        var exam = await app.Given.AScoredExam(1);
        await Lock(exam);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetMyResult(exam.Id), exam.HolderUser()));
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AnnounceResults(exam.Id), exam.OrganiserUser))).Rule.ShouldBe(ResultRules.ProtocolIsSigned);

        var address = $"/exams/{exam.Id}/results";
        foreach (var user in new[] { exam.ChiefUser, exam.ScorerUser(0), exam.ScorerUser(1), exam.ScorerUser(2) })
        {
            (await app.PostForm(address, user, new Dictionary<string, object?>(), "form[action*='handler=Sign']")).Status.ShouldBe(HttpStatusCode.Redirect);
        }

        (await app.PostForm(address, exam.OrganiserUser, new Dictionary<string, object?> { ["name"] = "Членова Мария Петровна", ["position"] = "член ГЭК" }, "form[action*='SignForBoard']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PostForm(address, exam.OrganiserUser, new Dictionary<string, object?>(), "form[action*='Announce']")).Status.ShouldBe(HttpStatusCode.Redirect);

        (await app.Send(new GetMyResult(exam.Id), exam.HolderUser())).Total.ShouldBe(Marks.Of(50));
        (await app.Get(address, exam.OrganiserUser)).Text.ShouldContain("Результаты объявлены");
    }

    [Fact]
    public async Task The_protocol_is_signed_by_its_experts_only()
    {
        var exam = await app.Given.AScoredExam(1);
        var other = await app.Given.AScoredExam(1);
        await Lock(exam);

        await Should.ThrowAsync<NotFound>(() => app.Send(new SignProtocol(exam.Id), other.ChiefUser));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new SignProtocol(exam.Id), TestUser.Technical(exam.Technical.Id)));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new SignProtocolForBoard(exam.Id, "a", "b"), exam.ScorerUser()));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetResults(exam.Id), other.ScorerUser()));
    }

    private RequestUnlock Ask(ExamState exam, UnlockBasis basis) =>
        new(exam.Id, UnlockRequestId.New(), "A", exam.Candidates[0].Id, basis, "Решение № 5", app.Clock.Today, "Аспект A1.1 оценён неверно");

    private async Task<ExamState> LockedAndSigned(int candidates)
    {
        var exam = await app.Given.AScoredExam(candidates);
        await Lock(exam);
        foreach (var user in new[] { exam.ChiefUser, exam.ScorerUser(0), exam.ScorerUser(1), exam.ScorerUser(2) })
        {
            await app.Send(new SignProtocol(exam.Id), user);
        }

        (await app.Send(new SignProtocolForBoard(exam.Id, "Членова Мария Петровна", "член ГЭК"), exam.OrganiserUser)).SignedByAll.ShouldBeTrue();
        return exam;
    }

    private async Task<Dictionary<CandidateId, PassportId>> IssuedPassports(ExamState exam)
    {
        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));
        return await app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id).ToDictionaryAsync(p => p.CandidateId, p => p.Id));
    }

    private async Task TakeOneAspectAway(ExamState exam)
    {
        var sheet = await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"));
        var aspect = sheet.Body.AspectIn("A1.1");
        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0, 0, null, aspect["replaceable"]!.AsArray().Select(id => (Guid)id!).ToArray())).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task SignAndLock(ExamState exam, string letter)
    {
        await app.SignAll(exam, letter);
        await app.Send(new LockCriterion(exam.Id, letter), exam.ChiefUser);
    }

    private async Task Lock(ExamState exam)
    {
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);
    }
}
