using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Admin;
using DemoExam.Features.Appeals;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.Features.Results;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Appeals;

public sealed class AppealTests : IClassFixture<App>
{
    private readonly App app;

    // The tests share a clock, and some leave it on another day.
    public AppealTests(App app)
    {
        this.app = app;
        app.Clock.Now = TestClock.Start;
    }

    private static readonly string[] Members = ["Белов Пётр Ильич", "Гусева Анна Олеговна", "Зайцев Олег Юрьевич", "Котова Вера Львовна", "Лисин Глеб Маркович"];
    private const string Chair = "Соколова Ирина Павловна";
    private const string Secretary = "Орлова Нина Игоревна";

    [Fact]
    public async Task Case_28_an_appeal_out_of_its_time_or_by_somebody_else_is_refused_with_the_rule_and_the_date()
    {
        // The exam is on Wednesday, 10 June 2026; Friday 12 June is a holiday.
        app.Clock.Now = TestClock.Start;
        var exam = await app.Given.AScoredExam(2);
        var stranger = await app.Given.AScoredExam(1);

        // The day before the results, and for somebody else's exam.
        (await Refused(exam, AppealKind.Result)).Rule.ShouldBe(AppealRules.ResultIsAnnounced);
        await Should.ThrowAsync<NotFound>(() => app.Send(new FileMyAppeal(exam.Id, AppealId.New(), AppealKind.Procedure, "x"), stranger.HolderUser()));
        await Should.ThrowAsync<NotFound>(() => app.Send(new FileAppeal(exam.Id, AppealId.New(), exam.Candidates[0].Id, AppealKind.Procedure, "x", "x"), stranger.OrganiserUser));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new FileMyAppeal(exam.Id, AppealId.New(), AppealKind.Procedure, "x"), exam.ChiefUser));

        // About the procedure: until midnight of the exam day at the venue.
        app.Clock.Now = new DateTimeOffset(2026, 6, 10, 23, 59, 0, TimeSpan.FromHours(2));
        (await app.Send(new GetMyAppeals(exam.Id), exam.HolderUser())).Chances.Single(c => c.Kind == AppealKind.Procedure).IsOpen.ShouldBeTrue();
        app.Clock.Now = new DateTimeOffset(2026, 6, 11, 0, 1, 0, TimeSpan.FromHours(2));
        var late = await Refused(exam, AppealKind.Procedure);
        late.Rule.ShouldBe(AppealRules.AppealIsInTime);
        ((DateTimeOffset)late.Refusals[0].Facts["until"]!).Date.ShouldBe(new DateTime(2026, 6, 10));

        // An office may still take it, with a document.
        await app.Send(new FileAppeal(exam.Id, AppealId.New(), exam.Candidates[0].Id, AppealKind.Procedure, "Отключили свет", "Справка № 4 от 11.06.2026"), exam.OrganiserUser);
        (await app.Query(db => db.Appeals.SingleAsync(a => a.ExamId == exam.Id))).IsLate.ShouldBeTrue();
        (await Refused(exam, AppealKind.Procedure)).Rule.ShouldBe(AppealRules.AppealIsOnce);

        // About the result: announced on Thursday the 11th, the next working day is Monday the 15th.
        await Announce(exam);
        app.Clock.Now = new DateTimeOffset(2026, 6, 15, 23, 59, 0, TimeSpan.FromHours(2));
        (await app.Send(new GetMyAppeals(exam.Id), exam.HolderUser())).Chances.Single(c => c.Kind == AppealKind.Result).IsOpen.ShouldBeTrue();
        app.Clock.Now = new DateTimeOffset(2026, 6, 16, 0, 1, 0, TimeSpan.FromHours(2));
        (await Refused(exam, AppealKind.Result)).Rule.ShouldBe(AppealRules.AppealIsInTime);
    }

    [Fact]
    public async Task Case_28_an_absent_candidate_has_nothing_to_appeal_against()
    {
        var exam = await app.Given.ARunningExam(2);
        await app.Given.On(exam, (e, _) => e.RecordOutcome(exam.Chief.Id, exam.Candidates[0].Id, ParticipationOutcome.Absent, null, null, app.Clock.Now));

        (await Refused(exam, AppealKind.Procedure)).Rule.ShouldBe(AppealRules.AppellantTookPart);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Case_20_a_satisfied_appeal_makes_another_result_up_or_down_and_replaces_the_passport(bool up)
    {
        // The first candidate has full marks, which can only fall; the second has one less in every count.
        var candidate = up ? 1 : 0;
        var exam = await AnnouncedExam(2);
        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));
        var appeal = await FiledByApi(exam, candidate, "result");
        await Decide(exam, appeal, inFavour: 5, against: 2, criterion: "A");
        (await app.Send(new GetResults(exam.Id), exam.ChiefUser)).Protocol!.VoidedAt.ShouldBeNull("nothing happens before the second person");
        var before = await app.Query(db => db.Results.AsNoTracking().SingleAsync(r => r.ExamId == exam.Id && r.CandidateId == exam.Candidates[candidate].Id));

        await app.Send(new CarryOutAppeal(exam.Id, appeal), TestUser.RegionalOperator);

        (await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Open).Select(s => s.CandidateId).ToListAsync())).ShouldBe([exam.Candidates[candidate].Id]);
        var counted = exam.Package.AspectsOf(exam.Scope).First(a => a.Code.StartsWith('A') && a.Scale is CountScale);
        var (code, value) = up ? (counted.Code, ((CountScale)counted.Scale).Highest) : ("A1.1", 0);
        var sheet = await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A", candidate));
        var seen = sheet.Body.AspectIn(code)["replaceable"]!.AsArray().Select(id => (Guid)id!).ToArray();
        (await app.Score(exam.ScorerUser(), exam, code, value, candidate, null, seen)).Status.ShouldBe(HttpStatusCode.OK);
        await app.SignAll(exam, "A");
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await app.Send(new LockResults(exam.Id), exam.ChiefUser)).Results.ShouldBe(1);
        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));

        var versions = await app.Query(db => db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id && r.CandidateId == exam.Candidates[candidate].Id).OrderBy(r => r.Version).ToListAsync());
        versions.Count.ShouldBe(2);
        versions[0].Total.ShouldBe(before.Total, "the old version stays");
        (versions[1].Total.Value - versions[0].Total.Value).ShouldBe(up ? ((CountScale)counted.Scale).Step.Value : -exam.Aspect("A1.1").Maximum.Value);
        var view = await app.Send(new GetAppeal(exam.Id, appeal), exam.OrganiserUser);
        view.Results.Select(r => r.FromAppeal).ShouldBe([false, true]);

        var passports = await app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id && p.CandidateId == exam.Candidates[candidate].Id).OrderBy(p => p.PassportVersion).ToListAsync());
        passports.Select(p => p.Status).ShouldBe([PassportStatus.Superseded, PassportStatus.Issued]);
        passports[0].SupersededFor.ShouldBe(SupersedingCategory.ResultChanged);
        passports[1].ResultId.ShouldBe(versions[1].Id);
        // The candidate learns the new total only with its announcement.
        (await app.Send(new GetMyResult(exam.Id), exam.HolderUser(candidate))).Total.ShouldBe(versions[0].Total);
    }

    [Fact]
    public async Task Case_21_a_breach_of_the_procedure_annuls_the_result_revokes_the_passport_and_leaves_the_others()
    {
        var exam = await AnnouncedExam(2);
        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));
        var appeal = await FiledByApi(exam, 0, "procedure");
        await Decide(exam, appeal, inFavour: 7, against: 0);

        await app.Send(new CarryOutAppeal(exam.Id, appeal), TestUser.RegionalOperator);

        var passports = await app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id).ToDictionaryAsync(p => p.CandidateId));
        (passports[exam.Candidates[0].Id].Status, passports[exam.Candidates[0].Id].RevokedFor).ShouldBe((PassportStatus.Revoked, RevocationCategory.ResultAnnulled));
        passports[exam.Candidates[1].Id].Status.ShouldBe(PassportStatus.Issued);
        var results = await app.Send(new GetResults(exam.Id), exam.ChiefUser);
        (results.Protocol!.Edition, results.Protocol.Signatures.Count).ShouldBe((2, 0));
        results.Rows.Select(r => (r.Outcome, r.Total is null)).ShouldBe([(ParticipationOutcome.Annulled, true), (ParticipationOutcome.Present, false)]);
        (await app.Send(new GetResults(exam.Id, 1), exam.ChiefUser)).Rows[0].Total.ShouldNotBeNull("the old edition stays readable");
        (await app.Send(new GetMyResult(exam.Id), exam.HolderUser())).IsAnnulled.ShouldBeTrue();
        (await app.Send(new GetMyResult(exam.Id), exam.HolderUser(1))).IsAnnulled.ShouldBeFalse();
        (await app.Send(new GetMyAppeals(exam.Id), exam.HolderUser())).Appeals[0].SitAgainBy.ShouldBe(app.Clock.Today.AddMonths(4));

        var trail = await app.Query(db => db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id).OrderBy(r => r.Number).ToListAsync());
        AuditChain.Check(trail).ShouldBeEmpty();
        trail.TakeLast(3).Select(r => r.Deed).ShouldBe([AuditDeed.AppealFiled, AuditDeed.AppealDecided, AuditDeed.AppealCarriedOut]);
        trail.Single(r => r.Deed == AuditDeed.AppealDecided).Facts["votes"].ShouldBe("7 : 0");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new CarryOutAppeal(exam.Id, appeal), TestUser.RegionalOperator))).Rule.ShouldBe(AppealRules.AppealIsSatisfied);
        (await app.Get("/my", exam.HolderUser())).Text.ShouldContain("Результат аннулирован апелляционной комиссией");
    }

    [Fact]
    public async Task An_order_of_an_annulled_candidate_is_cancelled_and_no_passport_comes_of_it()
    {
        var exam = await AnnouncedExam(1);
        var appeal = await FiledByApi(exam, 0, "procedure");
        await Decide(exam, appeal, inFavour: 7, against: 0);
        await app.Send(new CarryOutAppeal(exam.Id, appeal), TestUser.RegionalOperator);

        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));

        (await app.Query(db => db.PassportOrders.SingleAsync(o => o.ExamId == exam.Id))).Status.ShouldBe(PassportOrderStatus.Cancelled);
        (await app.Query(db => db.Passports.AnyAsync(p => p.ExamId == exam.Id))).ShouldBeFalse();
        // Nobody waits for it: the alarm of orders that grow old stays silent.
        (await app.Send(new CountWork(), TestUser.System)).OpenOrders.ShouldBe(0);
        (await app.Get("/my", exam.HolderUser())).Text.ShouldNotContain("Паспорт выпускается");
    }

    [Fact]
    public async Task A_rejected_appeal_leaves_the_result_and_the_candidate_confirms_having_read_it()
    {
        var exam = await AnnouncedExam(1);
        var appeal = await FiledByApi(exam, 0, "result");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReadAppealDecision(appeal), exam.HolderUser()))).Rule.ShouldBe(AppealRules.AppealIsDecided);

        (await Decide(exam, appeal, inFavour: 2, against: 5)).Status.ShouldBe(AppealStatus.Rejected);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new CarryOutAppeal(exam.Id, appeal), TestUser.RegionalOperator))).Rule.ShouldBe(AppealRules.AppealIsSatisfied);
        (await Should.ThrowAsync<RuleViolation>(() => Decide(exam, appeal, inFavour: 7, against: 0))).Rule.ShouldBe(AppealRules.AppealIsOpen);
        var page = $"/my/exams/{exam.Id}/appeals";
        (await app.Get(page, exam.HolderUser())).Text.ShouldContain("Оценки признаны верными");
        (await app.PostForm(page, exam.HolderUser(), new Dictionary<string, object?>(), "form[action*='handler=Read']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.Query(db => db.Appeals.SingleAsync(a => a.Id == appeal))).ReadAt.ShouldNotBeNull();
        (await app.Send(new GetResults(exam.Id), exam.ChiefUser)).Protocol!.VoidedAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_board_needs_two_thirds_and_the_chair_decides_a_tie()
    {
        var exam = await AnnouncedExam(1);
        var appeal = await FiledByApi(exam, 0, "result");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(Decision(exam, appeal, [(Chair, BoardVote.For)]), exam.OrganiserUser))).Rule.ShouldBe(AppealRules.BoardExists);
        await Board(exam);

        // Four of seven are fewer than two thirds, five are more.
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(Decision(exam, appeal, [(Chair, BoardVote.For), .. Members[..3].Select(m => (m, BoardVote.For))]), exam.OrganiserUser))).Rule.ShouldBe(AppealRules.BoardHasQuorum);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(Decision(exam, appeal, [("Чужая Анна", BoardVote.For)]), exam.OrganiserUser))).Rule.ShouldBe(AppealRules.VotersAreBoard);
        // Three to three, and the chair is away.
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(
            Decision(exam, appeal, [(Secretary, BoardVote.For), .. Members[..2].Select(m => (m, BoardVote.For)), .. Members[2..].Select(m => (m, BoardVote.Against))]), exam.OrganiserUser))).Rule.ShouldBe(AppealRules.ChairBreaksTie);

        // Three to three, the secretary away: the chair's vote decides.
        var tie = await app.Send(Decision(exam, appeal, [(Chair, BoardVote.For), .. Members[..2].Select(m => (m, BoardVote.For)), .. Members[2..].Select(m => (m, BoardVote.Against))]), exam.OrganiserUser);

        tie.Status.ShouldBe(AppealStatus.Satisfied);
    }

    [Fact]
    public async Task Nobody_of_the_exam_sits_in_the_board_and_a_small_board_is_refused()
    {
        var exam = await AnnouncedExam(1);
        var appeal = await FiledByApi(exam, 0, "result");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RegisterAppealBoard(AppealBoardId.New(), exam.College, 2026, "Приказ", Chair, Members[..4], Secretary), exam.OrganiserUser))).Rule.ShouldBe(AppealRules.BoardIsLargeEnough);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RegisterAppealBoard(AppealBoardId.New(), exam.College, 2026, "Приказ", Members[0].ToUpperInvariant(), Members, Secretary), exam.OrganiserUser))).Rule.ShouldBe(AppealRules.BoardPersonOnce);
        // The state board's member of this exam's protocol, written another way.
        await app.Send(new RegisterAppealBoard(AppealBoardId.New(), exam.College, 2026, "Приказ", Chair, [.. Members[1..], "членова мария петровна"], Secretary), exam.OrganiserUser);

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(Decision(exam, appeal, [(Chair, BoardVote.For), .. Members[1..].Select(m => (m, BoardVote.For))]), exam.OrganiserUser));

        refused.Rule.ShouldBe(AppealRules.BoardIsIndependent);
    }

    [Fact]
    public async Task Who_entered_the_decision_does_not_carry_it_out()
    {
        var exam = await AnnouncedExam(1);
        var appeal = await FiledByApi(exam, 0, "procedure");
        await Board(exam);
        await app.Send(Decision(exam, appeal, [(Chair, BoardVote.For), .. Members.Select(m => (m, BoardVote.For))]), TestUser.RegionalOperator);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new CarryOutAppeal(exam.Id, appeal), TestUser.RegionalOperator))).Rule.ShouldBe(AppealRules.TwoPersonsCarryOut);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new CarryOutAppeal(exam.Id, appeal), exam.OrganiserUser));
        (await app.Query(db => db.AuditRecords.Where(r => r.ExamId == exam.Id && r.Deed == AuditDeed.Refused).CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task An_appeal_goes_through_the_pages()
    {
        var exam = await AnnouncedExam(1);
        var board = await app.PostForm("/appeals/boards", exam.OrganiserUser, new Dictionary<string, object?>
        {
            ["Input.Document"] = "Приказ № 17-ОД от 12.01.2026",
            ["Input.Chair"] = Chair,
            ["Input.Members"] = string.Join("\r\n", Members),
            ["Input.Secretary"] = Secretary,
        });
        board.Status.ShouldBe(HttpStatusCode.Redirect, board.Text);
        var filed = await app.PostForm($"/my/exams/{exam.Id}/appeals", exam.HolderUser(), new Dictionary<string, object?> { ["Input.Kind"] = "Result", ["Input.Text"] = "Аспект A1.1 выполнен" }, "form[action*='handler=File']");
        filed.Status.ShouldBe(HttpStatusCode.Redirect, filed.Text);
        var list = await app.Get($"/exams/{exam.Id}/appeals", exam.OrganiserUser);
        var one = list.Html.QuerySelector($"a[href^='/exams/{exam.Id}/appeals/']")!.GetAttribute("href")!;
        (await app.Get("/", exam.OrganiserUser)).Text.ShouldContain("Рассмотреть апелляцию");

        var votes = new Dictionary<string, object?> { ["Input.Protocol"] = "Протокол № 3", ["Input.ProtocolDate"] = "2026-06-10", ["Input.Grounds"] = "Аспект выполнен", ["Input.Criterion"] = "A" };
        for (var i = 0; i < 7; i++)
        {
            votes[$"Input.Votes[{i}].Vote"] = i < 6 ? "For" : "Against";
        }

        var decided = await app.PostForm(one, exam.OrganiserUser, votes, "form[action*='handler=Decide']");
        decided.Status.ShouldBe(HttpStatusCode.Redirect, decided.Text);
        var carried = await app.PostForm(one, TestUser.RegionalOperator, new Dictionary<string, object?>(), "form[action*='handler=CarryOut']");
        carried.Status.ShouldBe(HttpStatusCode.Redirect, carried.Text);

        (await app.Query(db => db.Appeals.SingleAsync(a => a.ExamId == exam.Id))).Status.ShouldBe(AppealStatus.CarriedOut);
        (await app.Get($"/exams/{exam.Id}/unlocks", exam.ChiefUser)).Text.ShouldContain("Протокол № 3");
        (await app.Get(one, exam.ChiefUser)).Text.ShouldContain("Белов Пётр Ильич");
        (await app.Get($"/exams/{exam.Id}/trail", exam.ChiefUser)).Text.ShouldContain("О несогласии с результатами");
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetAppeal(exam.Id, AppealId.New()), exam.ChiefUser));
    }

    private async Task<RuleViolation> Refused(ExamState exam, AppealKind kind) =>
        await Should.ThrowAsync<RuleViolation>(() => app.Send(new FileMyAppeal(exam.Id, AppealId.New(), kind, "Не согласна"), exam.HolderUser()));

    private async Task<AppealId> FiledByApi(ExamState exam, int candidate, string kind)
    {
        var id = Guid.CreateVersion7();
        for (var twice = 0; twice < 2; twice++)
        {
            var (status, body) = await app.Post(exam.HolderUser(candidate), $"/api/v1/my/exams/{exam.Id}/appeals", new { appealId = id, kind, text = "Не согласна" });
            status.ShouldBe(HttpStatusCode.OK, body.ToString());
        }

        return AppealId.From(id);
    }

    private Task<Created<AppealBoardId>> Board(ExamState exam) => app.Send(new RegisterAppealBoard(AppealBoardId.New(), exam.College, 2026, "Приказ № 17-ОД", Chair, Members, Secretary), exam.OrganiserUser);

    private async Task<AppealDecision> Decide(ExamState exam, AppealId appeal, int inFavour, int against, string? criterion = null)
    {
        await Board(exam);
        string[] people = [Chair, .. Members, Secretary];
        return await app.Send(Decision(exam, appeal, [.. people.Take(inFavour).Select(p => (p, BoardVote.For)), .. people.Skip(inFavour).Take(against).Select(p => (p, BoardVote.Against))], criterion), exam.OrganiserUser);
    }

    private DecideAppeal Decision(ExamState exam, AppealId appeal, IEnumerable<(string Name, BoardVote Vote)> votes, string? criterion = null) =>
        new(exam.Id, appeal, [.. votes.Select(v => new MemberVote(v.Name, v.Vote))], "Протокол № 3", app.Clock.Today, "Изучены ведомости", criterion);

    private async Task<ExamState> AnnouncedExam(int candidates)
    {
        var exam = await app.Given.AScoredExam(candidates);
        await Announce(exam);
        return exam;
    }

    // By the domain: how an exam is locked and signed is tested elsewhere.
    private async Task Announce(ExamState exam)
    {
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);
        await app.Change(async db =>
        {
            var protocol = await db.ResultProtocols.SingleAsync(p => p.ExamId == exam.Id);
            protocol.Sign(new ProtocolSignature(ProtocolRole.ChiefExpert, exam.Chief.Id.Value, exam.Chief.Name.Full, null, app.Clock.Now));
            protocol.Sign(new ProtocolSignature(ProtocolRole.BoardMember, exam.College.Value, "Членова Мария Петровна", "член ГЭК", app.Clock.Now));
            foreach (var scorer in exam.Scorers)
            {
                protocol.Sign(new ProtocolSignature(ProtocolRole.ScoringExpert, scorer.Id.Value, scorer.Name.Full, null, app.Clock.Now));
            }

            protocol.Announce(exam.Scorers.Select(s => s.Id), app.Clock.Now);
        });
    }
}
