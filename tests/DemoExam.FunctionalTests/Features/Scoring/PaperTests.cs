using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

public sealed class PaperTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Blank_sheets_can_be_printed_before_the_exam_each_with_a_code_of_its_own()
    {
        var exam = await app.Given.AConfirmedExam(3);

        var paper = await app.Send(new GetPaperSheets(exam.Id), exam.ChiefUser);
        var page = await app.Get($"/exams/{exam.Id}/paper/print", exam.ChiefUser);

        paper.Sheets.Count.ShouldBe(6);
        paper.Sheets.Select(s => s.Code).Distinct().Count().ShouldBe(6);
        page.AllTexts(".paper-code code").ShouldBe(paper.Sheets.Select(s => s.Code));
        page.Html.QuerySelectorAll(".paper-sheet tbody tr").Length.ShouldBe(3 * 31);
        // The code leads to its sheet, however it is typed.
        var found = await app.Get($"/exams/{exam.Id}/paper?code={paper.Sheets[3].Code.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()}", exam.ChiefUser);
        found.Location!.ShouldContain($"/paper/{paper.Sheets[3].Criterion}/{exam.Candidates[paper.Sheets[3].Number - 1].Id}");
    }

    [Fact]
    public async Task Paper_is_typed_in_twice_and_differences_show_until_a_board_member_confirms()
    {
        var exam = await app.Given.AScoredExam(1);
        var letters = exam.Package.CriteriaOf(exam.Scope).ToList();
        // The candidate has full marks; the first reader misreads one aspect of A.
        foreach (var criterion in letters)
        {
            await Read(exam, criterion.Letter, exam.ChiefUser, criterion.Letter == "A" ? ("A1.1", Marks.Zero) : null);
        }

        var once = await app.Send(new GetReconciliation(exam.Id), exam.ChiefUser);
        once.Rows[0].Sheets.ShouldAllBe(s => s.State == PaperState.ReadOnce && s.Differences.Count == 0);
        // The same person again is not a second person.
        await Read(exam, "B", exam.ChiefUser, null);
        (await app.Send(new GetReconciliation(exam.Id), exam.ChiefUser)).Rows[0].Sheets[1].State.ShouldBe(PaperState.ReadOnce);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var criterion in letters)
        {
            await Read(exam, criterion.Letter, exam.OrganiserUser, null);
        }

        var twice = await app.Send(new GetReconciliation(exam.Id), exam.OrganiserUser);
        var difference = twice.Rows[0].Sheets[0].Differences.ShouldHaveSingleItem();
        (difference.Code, difference.First, difference.Second, difference.System).ShouldBe(("A1.1", Marks.Zero, exam.Aspect("A1.1").Maximum, exam.Aspect("A1.1").Maximum));
        twice.Rows[0].Sheets[1].State.ShouldBe(PaperState.Agrees);
        (await app.Get($"/exams/{exam.Id}/paper", exam.OrganiserUser)).Text.ShouldContain("A1.1");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmReconciliation(exam.Id, "Членова М. П.", "член ГЭК"), exam.OrganiserUser))).Rule.ShouldBe(ScoringRules.PaperAgrees);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Read(exam, "A", exam.ChiefUser, null);
        var confirmed = await app.PostForm($"/exams/{exam.Id}/paper", exam.OrganiserUser, new Dictionary<string, object?> { ["name"] = "Членова Мария Петровна", ["position"] = "член ГЭК" }, "form:has(#board-name)");
        confirmed.Status.ShouldBe(HttpStatusCode.Redirect, confirmed.Text);
        (await app.Send(new GetReconciliation(exam.Id), exam.OrganiserUser)).ConfirmationHolds.ShouldBeTrue();

        // A mark that changes afterwards makes the confirmation void.
        var sheet = await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"));
        await app.Score(exam.ScorerUser(), exam, "A1.1", 0, 0, null, sheet.Body.AspectIn("A1.1")["replaceable"]!.AsArray().Select(id => (Guid)id!).ToArray());
        var after = await app.Send(new GetReconciliation(exam.Id), exam.OrganiserUser);
        (after.ConfirmationHolds, after.Rows[0].Sheets[0].State).ShouldBe((false, PaperState.Differs));
    }

    [Fact]
    public async Task A_sheet_is_read_whole_within_the_maxima_and_blind()
    {
        var exam = await app.Given.AScoredExam(1);
        var incomplete = new ReadPaper(exam.Id, "A", exam.Candidates[0].Id, PaperReadingId.New(), new Dictionary<string, Marks> { ["A1.1"] = Marks.Of(99) });

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(incomplete, exam.ChiefUser));

        refused.Rule.ShouldBe(ScoringRules.PaperIsReadWhole);
        refused.Refusals[0].Facts["count"].ShouldBe(15);
        var form = await app.Get($"/exams/{exam.Id}/paper/A/{exam.Candidates[0].Id}", exam.OrganiserUser);
        form.Html.QuerySelectorAll(".paper-form input").ShouldAllBe(i => (i.GetAttribute("value") ?? "").Length == 0);
        (await app.GetJson(exam.ScorerUser(), $"/api/v1/exams/{exam.Id}/paper")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Where_paper_was_handed_out_results_are_fixed_only_after_the_reconciliation()
    {
        var exam = await app.Given.AScoredExam(1);
        var issued = await app.PostForm($"/exams/{exam.Id}/paper", exam.ChiefUser, new Dictionary<string, object?>(), "form[action*='handler=Issue']");
        issued.Status.ShouldBe(HttpStatusCode.Redirect, issued.Text);
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new LockResults(exam.Id), exam.ChiefUser))).Rule.ShouldBe(ScoringRules.PaperIsReconciled);

        foreach (var reader in new[] { exam.ChiefUser, exam.OrganiserUser })
        {
            foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
            {
                await Read(exam, criterion.Letter, reader, null);
            }
        }

        await app.Send(new ConfirmReconciliation(exam.Id, "Членова М. П.", "член ГЭК"), exam.OrganiserUser);
        (await app.Send(new LockResults(exam.Id), exam.ChiefUser)).Results.ShouldBe(1);
    }

    [Fact]
    public async Task Case_5_the_chief_expert_carries_marks_over_from_paper_and_never_enters_an_own_one()
    {
        var exam = await app.Given.ARunningExam(1);
        // Electronically only one aspect was entered, with another value than paper has.
        (await app.Score(exam.ScorerUser(), exam, "A1.1", 0)).Status.ShouldBe(HttpStatusCode.OK);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new CarryOverPaper(exam.Id), exam.ChiefUser))).Rule.ShouldBe(ScoringRules.PaperIsReadTwice);
        foreach (var reader in new[] { exam.ChiefUser, exam.OrganiserUser })
        {
            await Read(exam, "A", reader, null);
        }

        (await Should.ThrowAsync<Pipeline.Forbidden>(() => app.Send(new CarryOverPaper(exam.Id), exam.ScorerUser()))).ShouldNotBeNull();
        var carried = await app.PostForm($"/exams/{exam.Id}/paper", exam.ChiefUser, new Dictionary<string, object?>(), "form[action*='handler=CarryOver']");
        carried.Status.ShouldBe(HttpStatusCode.Redirect, carried.Text);

        var criterion = exam.Package.CriteriaOf(exam.Scope).First();
        var sheet = await app.Query(db => db.ScoreSheets.AsNoTracking().SingleAsync(s => s.ExamId == exam.Id && s.CriterionId == criterion.Id));
        var paper = sheet.Entries.Where(e => e.Kind == ScoreEntryKind.FromPaper).ToList();
        paper.Count.ShouldBe(criterion.Aspects.Count() - 1, "what an expert has entered stands");
        var code = PaperReading.CodeOf(exam.Id, exam.Candidates[0].Id, criterion.Id);
        paper.ShouldAllBe(e => e.Reason!.StartsWith(code) && exam.Scorers.All(s => e.Reason.Contains(s.Name.Initials)));
        foreach (var aspect in criterion.Aspects.Where(a => a.Code != "A1.1"))
        {
            sheet.StandingOf(aspect, exam.Package.Judgement).Mark.ShouldBe(aspect.Maximum, aspect.Code);
        }

        // The one that differs shows in the reconciliation; the chief expert has no way to enter it.
        (await app.Send(new GetReconciliation(exam.Id), exam.ChiefUser)).Rows[0].Sheets[0].Differences.Select(d => d.Code).ShouldBe(["A1.1"]);
        (await app.Score(exam.ChiefUser, exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Send(new GetReconciliation(exam.Id), exam.ChiefUser)).ToCarryOver.ShouldBe(0);
        (await app.Query(db => db.AuditRecords.SingleAsync(r => r.ExamId == exam.Id && r.Deed == Domain.Audit.AuditDeed.PaperCarriedOver))).Facts["sheets"].ShouldBe(code);
        (await app.Get(ScoringApi.PageOf(exam, "A"), exam.ScorerUser())).Text.ShouldContain("с бумажной ведомости");
    }

    [Fact]
    public async Task Case_1_points_on_paper_that_the_scale_can_not_give_are_refused()
    {
        var exam = await app.Given.AScoredExam(1);
        var criterion = exam.Package.CriteriaOf(exam.Scope).First();
        var marks = criterion.Aspects.ToDictionary(a => a.Code, a => a.Code == "A1.1" ? a.Maximum - Marks.Of(0.01m) : a.Maximum);

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReadPaper(exam.Id, "A", exam.Candidates[0].Id, PaperReadingId.New(), marks), exam.ChiefUser));

        refused.Rule.ShouldBe(ScoringRules.PaperOnScale);
        refused.Refusals[0].Facts["aspects"].ShouldBe(new[] { "A1.1" });
    }

    private async Task Read(ExamState exam, string letter, TestUser reader, (string Code, Marks Mark)? misread)
    {
        var marks = exam.Package.CriteriaOf(exam.Scope).Single(c => c.Letter == letter).Aspects.ToDictionary(a => a.Code, a => a.Code == misread?.Code ? misread.Value.Mark : a.Maximum);
        var (status, body) = await app.Post(reader, $"/api/v1/exams/{exam.Id}/paper/{letter}/{exam.Candidates[0].Id}/readings",
            new { readingId = Guid.CreateVersion7(), marks = marks.ToDictionary(m => m.Key, m => m.Value.Value) });
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
    }
}
