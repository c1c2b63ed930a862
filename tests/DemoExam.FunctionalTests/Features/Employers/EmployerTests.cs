using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.Accounts;
using DemoExam.Features.Employers;
using DemoExam.Features.My;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Employers;

/// <summary>Employers ask to be let in, say whom they look for, and see what candidates shared with them, and nothing else.</summary>
public sealed class EmployerTests(App app) : IClassFixture<App>
{
    private static int _inn = 100_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_employer_is_let_in_by_an_operator_and_gets_an_account_that_can_do_nothing_else()
    {
        var inn = NextInn();
        var form = new Dictionary<string, object?>
        {
            ["Input.RegionCode"] = "39", ["Input.Name"] = $"ООО «Дело {inn}»", ["Input.City"] = "Калининград", ["Input.Inn"] = inn, ["Input.Person"] = "Анна Кадрова", ["Input.Email"] = $"hr{inn}@employer.test", ["Input.Agreed"] = true,
        };
        await app.Given.ARegion();

        // Without the consent, and with a number that no organisation can have, nothing is kept.
        (await app.PostForm("/employers/apply", TestUser.Anonymous, new Dictionary<string, object?>(form) { ["Input.Agreed"] = false, ["Input.Inn"] = "3906000001" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Applications(inn)).ShouldBeEmpty();
        (await app.PostForm("/employers/apply", TestUser.Anonymous, form)).Status.ShouldBe(HttpStatusCode.Redirect);
        var application = (await Applications(inn)).ShouldHaveSingleItem();
        (await app.PostForm("/employers/apply", TestUser.Anonymous, form)).Text.ShouldContain("уже ждёт решения");
        (await app.Get("/", TestUser.RegionalOperator)).Text.ShouldContain($"ООО «Дело {inn}»");

        // An operator of another region neither sees nor decides it.
        var other = await OtherOperator();
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetEmployerApplication(application.Id), other));
        await Should.ThrowAsync<NotFound>(() => app.Send(new AdmitEmployer(application.Id), other));

        var made = await app.Send(new AdmitEmployer(application.Id), TestUser.RegionalOperator);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AdmitEmployer(application.Id), TestUser.RegionalOperator))).Rule.ShouldBe(EmployerRules.ApplicationIsOpen);
        (await app.Send(new ActivateAccount(made.Code, "длинный пароль работодателя"), TestUser.Anonymous)).ShouldBe($"hr{inn}@employer.test");
        var employer = await app.Query(db => db.Organisations.AsNoTracking().SingleAsync(o => o.Inn == inn, Ct));
        (employer.Kind, employer.RegionCode, employer.Name).ShouldBe((OrganisationKind.Employer, "39", $"ООО «Дело {inn}»"));
        (await app.Query(db => db.Users.Where(a => a.Id == made.AccountId).Select(a => a.OrganisationId).SingleAsync(Ct))).ShouldBe(employer.Id);

        // No other role comes beside it, and nobody gets it by hand.
        foreach (var roles in new RoleName[][] { [RoleName.Employer, RoleName.Organiser], [RoleName.Organiser] })
        {
            (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ChangeRoles(roles) { AccountId = made.AccountId }, TestUser.Administrator))).Rule.ShouldBe(AccountRules.EmployerIsAdmitted);
        }

        var account = new CreateAccount($"by-hand-{inn}", "Кто-то", null, [RoleName.Employer], "39", employer.Id) { Id = Guid.CreateVersion7() };
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(account, TestUser.Administrator))).Rule.ShouldBe(AccountRules.EmployerIsAdmitted);
    }

    [Fact]
    public async Task A_second_person_of_a_known_organisation_joins_it_and_a_refused_one_may_ask_again()
    {
        var (inn, name) = (NextInn(), $"АО «Завод {Guid.NewGuid():N}»");
        var first = await Apply(inn, name);
        await app.Send(new RefuseEmployer(first, "Не удалось дозвониться"), TestUser.RegionalOperator);
        (await app.Get($"/employers/{first}", TestUser.RegionalOperator)).Text.ShouldContain("Не удалось дозвониться");
        var employer = await app.Send(new AdmitEmployer(await Apply(inn, name)), TestUser.RegionalOperator);
        var colleague = await app.Send(new AdmitEmployer(await Apply(inn, "Завод иначе")), TestUser.RegionalOperator);
        (await app.Query(db => db.Organisations.CountAsync(o => o.Inn == inn, Ct))).ShouldBe(1);
        var accounts = await app.Query(db => db.Users.Where(a => a.Id == employer.AccountId || a.Id == colleague.AccountId).Select(a => a.OrganisationId).ToListAsync(Ct));
        accounts.Distinct().Count().ShouldBe(1);
        colleague.UserName.ShouldNotBe(employer.UserName);

        // The name is the register's; the same name with another number is somebody to look at.
        var stranger = await Apply(NextInn(), name);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AdmitEmployer(stranger), TestUser.RegionalOperator))).Rule.ShouldBe(EmployerRules.NameIsNotOtherInn);
    }

    [Fact]
    public async Task A_candidate_shares_a_passport_with_an_employer_that_looks_for_the_skill_and_takes_it_back()
    {
        var (exam, passport) = await app.APassport();
        var (holder, person) = (exam.HolderUser(), exam.Candidates[0].Name);
        var (employer, rival) = (await AnEmployer(), await AnEmployer());
        await Catalogue(exam.Package.SpecialityCode);
        var (fits, beyond) = (EmployerNeedId.New(), EmployerNeedId.New());
        await app.Send(new PostNeed(exam.Package.SpecialityCode, exam.Scope.Level, 2, app.Clock.Today.AddDays(30), "Две смены") { Id = fits }, employer);
        await app.Send(new PostNeed(await Catalogue("97.02.97"), ExamLevel.Interim, 1, app.Clock.Today.AddDays(30)) { Id = beyond }, employer);

        var needs = (await app.Send(new ListNeeds(), holder)).Needs.Items;
        needs.Single(n => n.Id == fits).Passport.ShouldBe(passport.Id);
        needs.Single(n => n.Id == beyond).Passport.ShouldBeNull();
        (await app.Send(new ListNeeds(Mine: true), holder)).Needs.Items.Select(n => n.Id).ShouldNotContain(beyond);
        (await app.Get("/needs", holder)).Html.QuerySelector($"a[href^='/my/passports/{passport.Id}?employer={employer.Organisation}']").ShouldNotBeNull();

        // The page offers admitted employers only, the one of the need chosen; another organisation is refused.
        var page = await app.Get($"/my/passports/{passport.Id}?employer={employer.Organisation}", holder);
        page.Html.QuerySelector("#Input_EmployerId option[selected]")!.GetAttribute("value").ShouldBe(employer.Organisation.ToString());
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SharePassport(passport.Id, new ShareContents(true, true, [], []), app.Clock.Today.AddDays(9), null, exam.College), holder))).Rule.ShouldBe(EmployerRules.EmployerIsAdmitted);
        await app.PostForm($"/my/passports/{passport.Id}", holder,
            new Dictionary<string, object?> { ["Input.FullName"] = true, ["Input.EmployerId"] = employer.Organisation, ["Input.Until"] = app.Clock.Today.AddDays(9).ToString("O", System.Globalization.CultureInfo.InvariantCulture) }, "form[action*='handler=Share']");

        var received = (await app.Send(new ListReceivedPassports(), employer)).Passports.Items.ShouldHaveSingleItem();
        received.Check.Passport!.Holder.ShouldBe(person.Full);
        received.Check.Passport.Total.ShouldBeNull("the holder did not tick it");
        (await app.Get("/received", employer)).Text.ShouldContain("Действует");
        (await app.Get(received.Address, TestUser.Anonymous)).Text.ShouldContain(person.Full);
        (await app.Send(new ListReceivedPassports(), rival)).Passports.Items.ShouldBeEmpty();
        (await app.Send(new ListReceivedPassports("97.02.97"), employer)).Passports.Items.ShouldBeEmpty();
        var csv = System.Text.Encoding.UTF8.GetString((await app.Send(new ExportReceivedPassports(new ListReceivedPassports(), TableFormat.Csv), employer)).Content);
        csv.ShouldContain(passport.Number);
        csv.ShouldContain(person.Full);
        // Who looked is kept for the person to see.
        (await app.Query(db => db.PersonalDataAccesses.AnyAsync(a => a.SubjectId == exam.Candidates[0].Id.Value && a.Kind == PersonalDataKind.Passport, Ct))).ShouldBeTrue();

        // The standing is that of the moment; a revoked passport tells no values.
        await app.Revoke(passport, RevocationCategory.IssuedInError, "Ошибка");
        var revoked = (await app.Send(new ListReceivedPassports(), employer)).Passports.Items.ShouldHaveSingleItem();
        (revoked.Check.State.ToString(), revoked.Check.Passport!.Holder).ShouldBe(("Revoked", null));
        (await app.Get("/received", employer)).Text.ShouldContain("Отозван");

        await app.Send(new EndShareLink(received.Id), holder);
        (await app.Send(new ListReceivedPassports(), employer)).Passports.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task There_is_no_search_by_name_and_pages_of_received_passports_miss_nothing()
    {
        var employer = await AnEmployer();
        var exam = await app.AnExamWithPassports(5);
        foreach (var passport in await app.PassportsOf(exam.Id))
        {
            // Two at the same moment: the page must not end between them.
            await app.Send(new SharePassport(passport.Id, new ShareContents(true, false, [], []), app.Clock.Today.AddDays(9), null, employer.Organisation), TestUser.Holder(passport.CandidateId));
        }

        var seen = new List<ShareLinkId>();
        for (var slice = (await app.Send(new ListReceivedPassports(Size: 2), employer)).Passports; ; slice = (await app.Send(new ListReceivedPassports(After: Id.TryParse<ShareLinkId>(slice.Next, out var last) ? last : null, Size: 2), employer)).Passports)
        {
            seen.AddRange(slice.Items.Select(r => r.Id));
            if (slice.Next is null)
            {
                break;
            }
        }

        (seen.Count, seen.Distinct().Count()).ShouldBe((5, 5));
        var all = await app.GetJson(employer, "/api/v1/employers/received");
        var byName = await app.GetJson(employer, $"/api/v1/employers/received?search={Uri.EscapeDataString(exam.Candidates[0].Name.Surname)}&name={Uri.EscapeDataString(exam.Candidates[0].Name.Surname)}");
        byName.Body["passports"]!["items"]!.AsArray().Count.ShouldBe(all.Body["passports"]!["items"]!.AsArray().Count, "a name narrows nothing");
        foreach (var address in new[] { "/candidates", "/passports", "/experts", "/exams" })
        {
            (await app.Get(address, employer)).Status.ShouldBe(HttpStatusCode.Redirect, address);
        }
    }

    [Fact]
    public async Task A_need_stands_until_its_day_and_only_its_employer_takes_it_back()
    {
        var (employer, rival) = (await AnEmployer(), await AnEmployer());
        var code = await Catalogue("98.02.98");
        foreach (var day in new[] { app.Clock.Today.AddDays(-1), app.Clock.Today.AddDays(EmployerNeed.LongestTerm + 1) })
        {
            (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PostNeed(code, ExamLevel.Base, 1, day) { Id = EmployerNeedId.New() }, employer))).Rule.ShouldBe(EmployerRules.NeedEndsInTime);
        }

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PostNeed("00.00.00", ExamLevel.Base, 1, app.Clock.Today) { Id = EmployerNeedId.New() }, employer))).Rule.ShouldBe(EmployerRules.NeedIsInCatalogue);
        await Should.ThrowAsync<ValidationException>(() => app.Send(new PostNeed(code, ExamLevel.Base, 0, app.Clock.Today) { Id = EmployerNeedId.New() }, employer));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PostNeed(code, ExamLevel.Base, 1, app.Clock.Today) { Id = EmployerNeedId.New() }, TestUser.RegionalOperator));

        var (need, short_) = (EmployerNeedId.New(), EmployerNeedId.New());
        await app.Send(new PostNeed(code, ExamLevel.Base, 1, app.Clock.Today.AddDays(20)) { Id = need }, employer);
        await app.Send(new PostNeed(code, ExamLevel.Base, 1, app.Clock.Today) { Id = short_ }, employer);
        await Should.ThrowAsync<NotFound>(() => app.Send(new CloseNeed(need), rival));
        (await Open(TestUser.RegionalOperator)).ShouldBe([need, short_], ignoreOrder: true);
        (await Open(await OtherOperator())).ShouldBeEmpty();
        app.Clock.Advance(TimeSpan.FromDays(1));
        (await Open(TestUser.RegionalOperator)).ShouldBe([need]);
        await app.Send(new CloseNeed(need), employer);
        (await Open(TestUser.RegionalOperator)).ShouldBeEmpty();
        // The employer itself still finds both.
        (await app.Send(new ListNeeds(code, Mine: true), employer)).Needs.Items.Select(n => n.IsOpen).ShouldBe([false, false]);

        async Task<List<EmployerNeedId>> Open(TestUser user) => [.. (await app.Send(new ListNeeds(code), user)).Needs.Items.Select(n => n.Id)];
    }

    private async Task<EmployerApplicationId> Apply(string inn, string name)
    {
        await app.Given.ARegion();
        return await app.Send(new ApplyAsEmployer("39", name, "Калининград", inn, "Анна Кадрова", $"hr{inn}@employer.test", null, true) { Id = EmployerApplicationId.New() }, TestUser.Anonymous);
    }

    private async Task<TestUser> AnEmployer()
    {
        var employer = TestUser.EmployerOf((await app.Given.AnEmployer()).Id);
        await app.AddAccount(employer, $"employer-{Guid.NewGuid():N}@example.test");
        return employer;
    }

    private async Task<TestUser> OtherOperator()
    {
        await app.Change(async db =>
        {
            if (!await db.Regions.AnyAsync(r => r.Code == "41", Ct))
            {
                db.Add(new Region("41", "Камчатский край", "Kamchatka Krai", "Asia/Kamchatka"));
            }
        });
        return TestUser.RegionalOperator with { Region = "41" };
    }

    private async Task<string> Catalogue(string code)
    {
        await app.Change(async db =>
        {
            if (!await db.Specialities.AnyAsync(s => s.Code == code, Ct))
            {
                db.Add(new Speciality(SpecialityId.New(), SpecialityKind.Speciality, code, $"Специальность {code}", $"Speciality {code}"));
            }
        });
        return code;
    }

    private Task<List<EmployerApplication>> Applications(string inn) => app.Query(db => db.EmployerApplications.AsNoTracking().Where(a => a.Inn == inn).ToListAsync(Ct));

    // The tenth digit by the order of the tax service of 29.06.2012 ММВ-7-6/435@, written down here a second time.
    private static string NextInn()
    {
        var digits = $"390{Interlocked.Increment(ref _inn):000000}";
        int[] weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
        return digits + (digits.Select((d, i) => (d - '0') * weights[i]).Sum() % 11 % 10);
    }
}
