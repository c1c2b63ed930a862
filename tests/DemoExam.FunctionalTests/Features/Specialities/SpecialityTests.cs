using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Packages;
using DemoExam.Features.Audit;
using DemoExam.Features.Packages;
using DemoExam.Features.Specialities;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Specialities;

public sealed class SpecialityTests(App app) : IClassFixture<App>
{
    private static int _next = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_is_found_by_code_and_by_any_part_of_its_name_in_any_letters()
    {
        var code = NextCode();
        var id = await Register(SpecialityKind.Speciality, code, "Учёт и отчётность № " + code, "Accounting " + code);

        foreach (var search in new[] { code, "УЧЕТ И отчетность № " + code, "accounting " + code })
        {
            (await app.Send(new ListSpecialities(search), TestUser.RegionalOperator)).Items.Select(s => s.Id).ShouldBe([id], search);
        }

        (await app.Send(new ListSpecialities(code, SpecialityKind.Profession), TestUser.RegionalOperator)).Items.ShouldBeEmpty();
        (await app.Send(new ListSpecialities(code, InForce: false), TestUser.RegionalOperator)).Items.ShouldBeEmpty();
        (await app.Send(new ListSpecialities(code, WithPackages: false), TestUser.RegionalOperator)).Items.Select(s => s.Id).ShouldBe([id]);
        var page = await app.Get($"/specialities?search={code}", TestUser.OrganiserOf((await app.Given.ACollege()).Id));
        page.Html.QuerySelector($"a[href='/specialities/{id}']").ShouldNotBeNull();
        page.Html.QuerySelector("a[href='/specialities/new']").ShouldBeNull("an organiser reads the catalogue only");
    }

    [Theory]
    [InlineData(SpecialityKind.Speciality, "09.01.03")]
    [InlineData(SpecialityKind.Profession, "09.02.07")]
    [InlineData(SpecialityKind.Speciality, "9.02.07")]
    [InlineData(SpecialityKind.Speciality, "17")]
    [InlineData(SpecialityKind.Skill, "09.02.07")]
    [InlineData(SpecialityKind.Skill, "Веб")]
    public async Task A_code_that_does_not_belong_to_the_kind_is_refused(SpecialityKind kind, string code)
    {
        var refusal = (await Should.ThrowAsync<RuleViolation>(() => Register(kind, code, "Название", ""))).Refusals.ShouldHaveSingleItem();
        (refusal.Rule, refusal.Field).ShouldBe((PackageRules.SpecialityCodeIsReadable, "Code"));
    }

    [Fact]
    public async Task A_code_is_there_once_and_the_page_says_so()
    {
        var code = NextCode();
        await Register(SpecialityKind.Speciality, code, "Первая", "");

        var again = await app.PostForm("/specialities/new", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.Kind"] = "Speciality", ["Input.Code"] = $" {code} ", ["Input.Name"] = "Вторая" });

        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.TextOf(".error-summary").ShouldContain($"Код {code} в реестре уже есть");
    }

    [Fact]
    public async Task A_change_stays_in_the_history_and_an_entry_out_of_force_is_still_found()
    {
        var code = NextCode();
        var id = await Register(SpecialityKind.Speciality, code, "Старое", "Old");

        var changed = await app.PostForm($"/specialities/{id}/edit", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.Name"] = "Новое", ["Input.NameEn"] = "New", ["Input.IsInForce"] = false });

        changed.Status.ShouldBe(HttpStatusCode.Redirect, changed.Text);
        (await app.Send(new ListSpecialities(code, InForce: false), TestUser.RegionalOperator)).Items.ShouldHaveSingleItem().Name.ShouldBe("Новое");
        var history = await app.Send(new GetRegisterHistory(RegisterKind.Speciality, id.Value), TestUser.RegionalOperator);
        history.Select(h => h.Deed).ShouldBe([RegisterDeed.Changed, RegisterDeed.Added]);
        history[0].Fields.Select(f => (f.Field, f.Before, f.After)).ShouldBe([("IsInForce", "Да", "Нет"), ("Name", "Старое", "Новое"), ("NameEn", "Old", "New")], ignoreOrder: true);
        (await app.Get($"/specialities/{id}", TestUser.RegionalOperator)).Text.ShouldContain("Код исключён из перечня");
    }

    [Fact]
    public async Task A_package_points_to_its_speciality_and_the_speciality_to_its_packages_experts_venues_and_exams()
    {
        var exam = await app.Given.AScheduledExam(1);
        var code = NextCode();
        await app.Change(db => db.Packages.Where(p => p.Code == exam.Package.Code).ExecuteUpdateAsync(p => p.SetProperty(x => x.SpecialityCode, code), Ct));
        var id = await Register(SpecialityKind.Speciality, code, "С комплектом", "");

        var card = await app.Send(new GetSpeciality(id), TestUser.RegionalOperator);

        card.Packages.ShouldHaveSingleItem().Id.ShouldBe(exam.Package.Id);
        card.Venues.ShouldBeGreaterThanOrEqualTo(1);
        card.ExamsAhead.ShouldBe(await app.Query(db => db.Exams.CountAsync(e => e.PackageId == exam.Package.Id && e.RegionCode == TestUser.TestRegion && e.Status < Domain.Exams.ExamStatus.Scoring, Ct)));
        (await app.Send(new GetPackage(exam.Package.Id), TestUser.RegionalOperator)).SpecialityId.ShouldBe(id);
        (await app.Get($"/packages/{exam.Package.Id}", TestUser.RegionalOperator)).Html.QuerySelector($"a[href='/specialities/{id}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Organisers_read_the_catalogue_and_operators_keep_it()
    {
        var organiser = TestUser.OrganiserOf((await app.Given.ACollege()).Id);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new RegisterSpeciality(SpecialityKind.Skill, "999", "Чужая") { Id = SpecialityId.New() }, organiser));
        var id = await Register(SpecialityKind.Speciality, NextCode(), "Своя", "");
        (await app.Send(new GetSpeciality(id), organiser)).Name.ShouldBe("Своя");
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ChangeSpeciality("Чужая") { SpecialityId = id }, organiser));
        await Should.ThrowAsync<NotFound>(() => app.Send(new ChangeSpeciality("Нет такой") { SpecialityId = SpecialityId.New() }, TestUser.RegionalOperator));
    }

    // Codes of no real list: group 99.
    private static string NextCode() => $"99.02.{Interlocked.Increment(ref _next)}";

    private Task<SpecialityId> Register(SpecialityKind kind, string code, string name, string nameEn) =>
        app.Send(new RegisterSpeciality(kind, code, name, nameEn) { Id = SpecialityId.New() }, TestUser.RegionalOperator);
}
