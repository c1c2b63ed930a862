using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Scoring;

public sealed class EvidenceTests(App app) : IClassFixture<App>
{
    // The smallest picture there is: one transparent point.
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task Notes_and_photos_of_a_measured_aspect_are_seen_by_its_experts_and_added_once()
    {
        var exam = await app.Given.ARunningExam(1);
        var id = Guid.CreateVersion7();
        for (var twice = 0; twice < 2; twice++)
        {
            var (status, body) = await app.Post(exam.ScorerUser(), Address(exam, "A1.1"), new { evidenceId = id, note = "Ссылка не открывается", photo = Picture });
            status.ShouldBe(HttpStatusCode.OK, body.ToString());
        }

        var seen = await app.Send(new GetEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect("A1.1").Id), exam.ScorerUser(1));
        var item = seen.Items.ShouldHaveSingleItem();
        (item.Note, item.HasPhoto, item.Mine, seen.MayAdd).ShouldBe(("Ссылка не открывается", true, false, true));
        (await app.Send(new GetScoreSheet(exam.Id, "A", exam.Candidates[0].Id), exam.ScorerUser(1))).Evidence.ShouldBe(new Dictionary<string, int> { ["A1.1"] = 1 });
        using var client = await app.Api(exam.ScorerUser(1));
        var photo = await client.GetAsync($"/api/v1/exams/{exam.Id}/evidence/{id}/photo", TestContext.Current.CancellationToken);
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await photo.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Picture);
        var page = await app.Get(Page(exam, "A1.1"), exam.ChiefUser);
        page.Text.ShouldContain("Ссылка не открывается");
        page.Html.QuerySelectorAll("img.evidence-photo").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Judges_do_not_see_each_others_evidence_before_the_whole_panel_is_in_and_attempts_are_audited()
    {
        var exam = await app.Given.ARunningExam(1);
        var code = exam.Package.AspectsOf(exam.Scope).First(a => a.Scale is JudgementScale).Code;
        var posted = await app.PostForm(Page(exam, code), exam.ScorerUser(), new Dictionary<string, object?> { ["Input.Note"] = "Слабая композиция", ["Input.Photo"] = new Upload("work.png", Picture, "image/png") }, "form[enctype]");
        posted.Status.ShouldBe(HttpStatusCode.Redirect, posted.Text);
        var id = await app.Query(db => db.Evidence.Where(e => e.ExamId == exam.Id).Select(e => e.Id).SingleAsync());

        foreach (var user in new[] { exam.ScorerUser(1), exam.ChiefUser })
        {
            var hidden = await app.Send(new GetEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect(code).Id), user);
            (hidden.Items.Count, hidden.Hidden).ShouldBe((0, true));
            (await app.Send(new GetScoreSheet(exam.Id, code[..1], exam.Candidates[0].Id), user)).Evidence.ShouldBeEmpty();
            await Should.ThrowAsync<Forbidden>(() => app.Send(new GetEvidencePhoto(exam.Id, id), user));
        }

        (await app.Get(Page(exam, code), exam.ScorerUser(1))).Text.ShouldNotContain("Слабая композиция");
        (await app.Query(db => db.AuditRecords.CountAsync(r => r.ExamId == exam.Id && r.Deed == AuditDeed.Refused))).ShouldBe(2);

        for (var judge = 0; judge < 3; judge++)
        {
            await app.Score(exam.ScorerUser(judge), exam, code, 2);
        }

        (await app.Send(new GetEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect(code).Id), exam.ScorerUser(1))).Items.Count.ShouldBe(1);
        (await app.Send(new GetEvidencePhoto(exam.Id, id), exam.ChiefUser)).Content.ShouldBe(Picture);
    }

    [Fact]
    public async Task What_is_no_picture_too_large_empty_or_too_much_is_refused_whatever_its_name()
    {
        var exam = await app.Given.ARunningExam(1);
        var page = await app.PostForm(Page(exam, "A1.1"), exam.ScorerUser(), new Dictionary<string, object?> { ["Input.Photo"] = new Upload("photo.jpg", "<svg onload=alert(1)>"u8.ToArray(), "image/jpeg") }, "form[enctype]");
        page.Text.ShouldContain("Это не картинка JPEG, PNG или WebP");
        (await Refused(exam, null, [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[EvidencePhoto.Largest]])).ShouldBe(ScoringRules.PhotoIsSmall);
        (await Refused(exam, "  ", null)).ShouldBe(ScoringRules.EvidenceSaysSomething);
        (await app.Query(db => db.Evidence.AnyAsync(e => e.ExamId == exam.Id))).ShouldBeFalse();

        for (var i = 0; i < Evidence.Most; i++)
        {
            await app.Send(new AddEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect("A1.1").Id, EvidenceId.New(), $"{i}", null), exam.ScorerUser());
        }

        (await Refused(exam, "ещё", null)).ShouldBe(ScoringRules.EvidenceIsBounded);
    }

    [Fact]
    public async Task Evidence_follows_the_rights_of_the_sheet()
    {
        var exam = await app.Given.AScoredExam(1);
        await app.Send(new LockCriterion(exam.Id, "A"), exam.ChiefUser);

        (await Refused(exam, "поздно", null)).ShouldBe(ScoringRules.SheetIsOpen);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new AddEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect("A1.1").Id, EvidenceId.New(), "x", null), exam.ChiefUser));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect("A1.1").Id), TestUser.Technical(exam.Technical.Id)));
        (await app.Get(Page(exam, "A1.1"), exam.OrganiserUser)).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    private async Task<Rule> Refused(ExamState exam, string? note, byte[]? photo) =>
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AddEvidence(exam.Id, exam.Candidates[0].Id, exam.Aspect("A1.1").Id, EvidenceId.New(), note, photo), exam.ScorerUser()))).Rule;

    private static string Address(ExamState exam, string code) => $"/api/v1/exams/{exam.Id}/candidates/{exam.Candidates[0].Id}/evidence/{exam.Aspect(code).Id}";

    private static string Page(ExamState exam, string code) => $"/scoring/{exam.Id}/evidence/{exam.Candidates[0].Id}/{exam.Aspect(code).Id}";
}
