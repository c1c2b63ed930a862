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

[Trait(Databases.Contract, Databases.Database)]
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
    public async Task Two_persons_revoke_through_the_page()
    {
        var (_, passport) = await app.APassport();
        var address = $"/passports/{passport.Id}";

        var answer = await app.PostForm(address, TestUser.RegionalOperator,
            new Dictionary<string, object?> { ["Input.Category"] = RevocationCategory.IdentityNotConfirmed, ["Input.Reason"] = "Приказ № 3" });

        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);
        (await app.PassportsOf(passport.ExamId)).Single().Status.ShouldBe(PassportStatus.Issued);
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Паспорт подлинный и действует");
        (await app.Get(address, TestUser.RegionalOperator)).Text.ShouldContain("подтвердить должен другой сотрудник");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmRevocation(passport.Id), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.RevocationNeedsTwo);
        (await app.PostForm(address, TestUser.Administrator, new Dictionary<string, object?>(), "form[action*='handler=Confirm']")).Status.ShouldBe(HttpStatusCode.Redirect);
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
        answer.TextOf("textarea[name='Input.Reason']").ShouldBe("Приказ № 4");
        (await app.PassportsOf(passport.ExamId)).Single().Status.ShouldBe(PassportStatus.Issued);
    }

    [Fact]
    public async Task A_passport_is_revoked_only_once_and_then_not_replaced()
    {
        var (_, passport) = await app.APassport();
        await app.Revoke(passport, RevocationCategory.HolderRequest, "Заявление");

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.PassportIsInForce);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.PassportIsInForce);
    }

    [Fact]
    public async Task A_proposed_revocation_can_be_refused_and_proposed_again()
    {
        var (_, passport) = await app.APassport();
        await app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), TestUser.RegionalOperator);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RevokePassport(passport.Id, RevocationCategory.HolderRequest, "Заявление"), TestUser.Administrator)))
            .Rule.ShouldBe(PassportRules.RevocationIsNotProposed);
        (await app.PostForm($"/passports/{passport.Id}", TestUser.Administrator, new Dictionary<string, object?>(), "form[action*='handler=Drop']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmRevocation(passport.Id), TestUser.Administrator))).Rule.ShouldBe(PassportRules.RevocationIsProposed);

        await app.Revoke(passport, RevocationCategory.HolderRequest, "Заявление");
        (await app.PassportsOf(passport.ExamId)).Single().Status.ShouldBe(PassportStatus.Revoked);
    }

    [Fact]
    public async Task A_passport_is_suspended_and_put_back_and_its_standing_on_every_day_is_known()
    {
        var (exam, passport) = await app.APassport();
        var address = $"/p/{passport.Token}";
        var issued = app.Clock.Today;
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.PostForm($"/passports/{passport.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Grounds"] = "Жалоба № 9" });
        var page = await app.Get(address, TestUser.Anonymous);
        page.TextOf("h1").ShouldBe("Паспорт на проверке");
        page.Body.ShouldNotContain("Жалоба");
        page.Body.ShouldNotContain(exam.Candidates[0].Name.Surname);
        page.Text.ShouldNotContain("50 из 50");
        app.Clock.Advance(TimeSpan.FromDays(2));
        (await app.PostForm($"/passports/{passport.Id}", TestUser.RegionalOperator, new Dictionary<string, object?>(), "form[action*='handler=Resume']")).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Revoke(passport, RevocationCategory.ResultAnnulled, "Решение № 2");

        (await Then(-1)).ShouldBeNull();
        (await Then(0)).ShouldBe(PassportStatus.Issued);
        (await Then(1)).ShouldBe(PassportStatus.Issued);
        (await Then(2)).ShouldBe(PassportStatus.Suspended);
        (await Then(3)).ShouldBe(PassportStatus.Suspended);
        (await Then(4)).ShouldBe(PassportStatus.Issued);
        (await Then(6)).ShouldBe(PassportStatus.Revoked);
        (await Then(900)).ShouldBe(PassportStatus.Revoked);
        (await app.Get($"{address}?on={issued.AddDays(3):yyyy-MM-dd}", TestUser.Anonymous)).Text.ShouldContain("2026: Приостановлен");

        async Task<PassportStatus?> Then(int days) =>
            (await app.Send(new VerifyPassport(Token: passport.Token, On: issued.AddDays(days)), TestUser.Anonymous)).Then.ShouldNotBeNull().Status;
    }

    [Fact]
    public async Task Only_a_passport_in_force_is_suspended_and_only_a_suspended_one_put_back()
    {
        var (_, passport) = await app.APassport();
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ResumePassport(passport.Id), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.PassportIsSuspended);
        await app.Send(new SuspendPassport(passport.Id, "Жалоба"), TestUser.RegionalOperator);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SuspendPassport(passport.Id, "Жалоба"), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.PassportIsInForce);
        await Should.ThrowAsync<ValidationException>(() => app.Send(new SuspendPassport(passport.Id, " "), TestUser.RegionalOperator));

        await app.Revoke(passport, RevocationCategory.ResultAnnulled, "Решение № 3");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ResumePassport(passport.Id), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.PassportIsSuspended);
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
            await Should.ThrowAsync<Forbidden>(() => app.Send(new ConfirmRevocation(passport.Id), user));
            await Should.ThrowAsync<Forbidden>(() => app.Send(new DropRevocation(passport.Id), user));
            await Should.ThrowAsync<Forbidden>(() => app.Send(new SuspendPassport(passport.Id, "Жалоба"), user));
            await Should.ThrowAsync<Forbidden>(() => app.Send(new ResumePassport(passport.Id), user));
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
        var state = (await app.Get("/admin", TestUser.Administrator)).Text;
        state.ShouldContain("Сертификат подписи");
        state.ShouldContain("Диск этого узла");
        (await app.Get("/admin/jobs", TestUser.Administrator)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var user in new[] { TestUser.RegionalOperator, TestUser.Organiser, TestUser.Anonymous })
        {
            (await app.Get("/admin", user)).Status.ShouldNotBe(HttpStatusCode.OK);
            (await app.Get("/admin/jobs", user)).Status.ShouldNotBe(HttpStatusCode.OK);
        }
    }
}
