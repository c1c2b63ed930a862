using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using FluentValidation;

namespace DemoExam.FunctionalTests.Features.Passports;

public sealed class ManagePassportsTests(App app) : IClassFixture<App>
{
    private static readonly TestUser OtherRegion = TestUser.RegionalOperator with { Region = "28" };

    [Fact]
    public async Task An_operator_finds_a_passport_by_number_and_by_the_beginning_of_a_name()
    {
        var (exam, passport) = await app.APassport();
        var surname = exam.Candidates[0].Name.Surname.ToLowerInvariant();

        (await Find(passport.Number)).ShouldBe([passport.Number]);
        (await Find(surname)).ShouldBe([passport.Number]);
        (await Find("Несуществующий")).ShouldBeEmpty();

        async Task<IEnumerable<string>> Find(string search) =>
            (await app.Send(new ListPassports(search), TestUser.RegionalOperator)).Items.Select(i => i.Number);
    }

    [Fact]
    public async Task Pages_of_the_list_lead_through_every_passport_once()
    {
        var exam = await app.AnExamWithPassports(5);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await app.Send(new ListPassports(ExamId: exam.Id, After: after, Size: 2), TestUser.RegionalOperator);
            seen.AddRange(page.Items.Select(i => i.Number));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe((await app.PassportsOf(exam.Id)).Select(p => p.Number).OrderDescending());
    }

    [Fact]
    public async Task An_operator_revokes_through_the_page()
    {
        var (_, passport) = await app.APassport();

        var answer = await app.PostForm($"/passports/{passport.Id}", TestUser.RegionalOperator,
            new Dictionary<string, object?> { ["Input.Category"] = RevocationCategory.IdentityNotConfirmed, ["Input.Reason"] = "Приказ № 3" });

        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);
        var revoked = (await app.PassportsOf(passport.ExamId)).Single();
        (revoked.Status, revoked.RevokedFor, revoked.InternalReason).ShouldBe((PassportStatus.Revoked, RevocationCategory.IdentityNotConfirmed, "Приказ № 3"));
    }

    [Fact]
    public async Task A_revocation_needs_category_and_grounds_and_keeps_what_was_typed()
    {
        var (_, passport) = await app.APassport();

        await Should.ThrowAsync<ValidationException>(() => app.Send(new RevokePassport(passport.Id, default, ""), TestUser.RegionalOperator));
        var answer = await app.PostForm($"/passports/{passport.Id}", TestUser.RegionalOperator,
            new Dictionary<string, object?> { ["Input.Category"] = "", ["Input.Reason"] = "Приказ № 4" });

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.TextOf("textarea").ShouldBe("Приказ № 4");
        (await app.PassportsOf(passport.ExamId)).Single().Status.ShouldBe(PassportStatus.Issued);
    }

    [Fact]
    public async Task A_passport_is_revoked_only_once_and_then_not_replaced()
    {
        var (_, passport) = await app.APassport();
        await app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), TestUser.RegionalOperator);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.PassportIsInForce);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.PassportIsInForce);
    }

    [Fact]
    public async Task A_replacement_is_ordered_only_once()
    {
        var (_, passport) = await app.APassport();
        await app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), TestUser.RegionalOperator);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.ReplacementIsNotOrdered);
    }

    [Fact]
    public async Task Another_region_sees_and_does_nothing_here()
    {
        var (exam, passport) = await app.APassport();
        await app.Change(db =>
        {
            db.Regions.Add(new Region(OtherRegion.Region!, "Амурская область", "Amur Oblast", "Asia/Yakutsk"));
            return Task.CompletedTask;
        });

        (await app.Send(new ListPassports(), OtherRegion)).Items.ShouldBeEmpty();
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetPassport(passport.Id), OtherRegion));
        await Should.ThrowAsync<NotFound>(() => app.Send(new DownloadPassport(passport.Id), OtherRegion));
        await Should.ThrowAsync<NotFound>(() => app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), OtherRegion));
        await Should.ThrowAsync<NotFound>(() => app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), OtherRegion));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetExamPassports(exam.Id), OtherRegion));
    }

    [Fact]
    public async Task Candidates_and_experts_may_not_manage_passports()
    {
        var (exam, passport) = await app.APassport();

        foreach (var user in new[] { exam.HolderUser(), exam.ScorerUser(), exam.ChiefUser, exam.OrganiserUser })
        {
            await Should.ThrowAsync<Forbidden>(() => app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), user));
            await Should.ThrowAsync<Forbidden>(() => app.Send(new DownloadPassport(passport.Id), user));
        }
    }

    [Fact]
    public async Task Candidates_see_their_result_and_download_their_passport()
    {
        var exam = await app.AnExamWithPassports(2);
        var mine = (await app.PassportsOf(exam.Id)).Single(p => p.CandidateId == exam.Candidates[0].Id);

        var page = await app.Get("/my", exam.HolderUser());
        page.Text.ShouldContain(mine.Number);
        page.Text.ShouldContain("Результат готов");
        (await app.Get($"/my/exams/{exam.Id}", exam.HolderUser())).Text.ShouldContain("Вы набрали 50 из 50 баллов");

        using var client = await app.As(exam.HolderUser());
        using var file = await client.GetAsync($"/my/passports/{mine.Id}/pdf", TestContext.Current.CancellationToken);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        file.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"Паспорт компетенций {mine.Number}.pdf");
        (await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(await app.PdfOf(mine));
    }

    [Fact]
    public async Task Candidates_can_not_download_or_see_what_belongs_to_others()
    {
        var exam = await app.AnExamWithPassports(2);
        var others = (await app.PassportsOf(exam.Id)).Single(p => p.CandidateId == exam.Candidates[1].Id);

        (await app.Get($"/my/passports/{others.Id}/pdf", exam.HolderUser())).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get($"/passports/{others.Id}/pdf", exam.HolderUser())).Status.ShouldNotBe(HttpStatusCode.OK);
        (await app.Get("/my", exam.HolderUser())).Text.ShouldNotContain(others.Number);
        using var api = await app.Api(exam.HolderUser());
        (await api.GetAsync($"/api/v1/my/passports/{others.Id}/pdf", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.GetAsync($"/api/v1/passports/{others.Id}/pdf", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetMyExams(), TestUser.RegionalOperator));
    }

    [Fact]
    public async Task Administrators_see_the_state_and_nobody_else_does()
    {
        (await app.Get("/admin", TestUser.Administrator)).Text.ShouldContain("Сертификат подписи");
        (await app.Get("/admin/jobs", TestUser.Administrator)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var user in new[] { TestUser.RegionalOperator, TestUser.Organiser, TestUser.Anonymous })
        {
            (await app.Get("/admin", user)).Status.ShouldNotBe(HttpStatusCode.OK);
            (await app.Get("/admin/jobs", user)).Status.ShouldNotBe(HttpStatusCode.OK);
        }
    }
}
