using System.IO.Compression;
using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>Replacing, withdrawing and handing out many passports; a holder's name; requests to correct.</summary>
public sealed class BulkPassportsTests(App app) : IClassFixture<App>
{
    // A private-use character: no font of any machine can print it.
    private const string Unprintable = "\uE5C7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_name_reaches_the_register_and_the_passport_and_the_old_number_does_not_tell_the_former_name()
    {
        var (exam, passport) = await app.APassport();
        var former = exam.Candidates[0].Name.Surname;

        var answer = await app.PostForm($"/passports/{passport.Id}", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Name.Surname"] = "Замужняя", ["Name.GivenName"] = "Ксения", ["Name.Patronymic"] = "Кирилловна", ["Name.Basis"] = "Свидетельство о браке",
        }, "form[action*='handler=Rename']");
        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);
        await app.Issue();

        var (old, newer) = await app.PassportsOf(exam.Id) is [var first, var second] ? (first, second) : throw new ShouldAssertException("Two versions were expected.");
        (old.Status, old.SupersededFor, old.SupersededById, old.InternalReason).ShouldBe((PassportStatus.Superseded, SupersedingCategory.NameChanged, (PassportId?)newer.Id, "Свидетельство о браке"));
        var values = app.Offline(await app.PdfOf(newer)).Values!;
        values.Holder.FullName.ShouldBe("Замужняя Ксения Кирилловна");
        values.Holder.LatinName.ShouldBe("Zamuzhniaia Kseniia");
        var page = await app.Get($"/p/{old.Token}", TestUser.Anonymous);
        page.TextOf("h1").ShouldBe("Паспорт заменён новым");
        page.Body.ShouldNotContain(former);
        page.Body.ShouldNotContain("Свидетельство о браке");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RenameHolder(newer.Id, "Замужняя", "Ксения", "Кирилловна", null, "Ещё раз"), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.NameIsNew);
    }

    [Fact]
    public async Task Two_persons_withdraw_all_passports_of_an_exam()
    {
        var exam = await app.AnExamWithPassports(3);
        var untouched = await app.AnExamWithPassports(1);
        var address = $"/exams/{exam.Id}/passports";

        (await app.PostForm(address, TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.Category"] = RevocationCategory.ResultAnnulled, ["Input.Reason"] = "Приказ № 7" }))
            .Status.ShouldBe(HttpStatusCode.Redirect);

        (await app.PassportsOf(exam.Id)).ShouldAllBe(p => p.Status == PassportStatus.Issued);
        (await app.Get(address, TestUser.RegionalOperator)).Text.ShouldContain("подтвердить должен другой сотрудник");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExamRevocation(exam.Id), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.RevocationNeedsTwo);
        (await app.PostForm(address, TestUser.Administrator, new Dictionary<string, object?>(), "form[action*='handler=Confirm']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PassportsOf(exam.Id)).ShouldAllBe(p => p.Status == PassportStatus.Revoked && p.RevokedFor == RevocationCategory.ResultAnnulled && p.InternalReason == "Приказ № 7");
        (await app.PassportsOf(untouched.Id)).ShouldAllBe(p => p.Status == PassportStatus.Issued);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ProposeExamRevocation(exam.Id, RevocationCategory.ResultAnnulled, "Ещё раз"), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.SomethingIsInForce);
    }

    [Fact]
    public async Task An_exam_is_not_withdrawn_while_its_passports_are_being_issued_and_a_proposal_can_be_refused()
    {
        var exam = await app.Given.ALockedExam(2);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ProposeExamRevocation(exam.Id, RevocationCategory.IssuedInError, "Приказ"), TestUser.RegionalOperator)))
            .Rule.ShouldBe(PassportRules.NothingIsBeingIssued);
        await app.Issue();

        (await app.Send(new ProposeExamRevocation(exam.Id, RevocationCategory.IssuedInError, "Приказ"), TestUser.RegionalOperator)).ShouldBe(2);
        (await app.Send(new DropExamRevocation(exam.Id), TestUser.Administrator)).ShouldBe(2);

        (await app.PassportsOf(exam.Id)).ShouldAllBe(p => p.Status == PassportStatus.Issued && p.ProposedAt == null);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExamRevocation(exam.Id), TestUser.Administrator))).Rule.ShouldBe(PassportRules.RevocationIsProposed);
    }

    [Fact]
    public async Task A_campaign_replaces_what_was_chosen_waits_while_paused_and_says_what_failed()
    {
        var exam = await app.AnExamWithPassports(3);
        var unlucky = exam.Candidates[1];
        await Rename(unlucky.Id, new PersonName($"Кандидатова{Unprintable}", "Ксения"));
        (await app.Send(new CountCampaign(new CampaignChoice("company", exam.Id, null, null)), TestUser.RegionalOperator)).ShouldBe(0);
        (await app.Send(new CountCampaign(new CampaignChoice("state-attestation", exam.Id, app.Clock.Today, app.Clock.Today)), TestUser.RegionalOperator)).ShouldBe(3);
        (await app.Send(new CountCampaign(new CampaignChoice(null, exam.Id, app.Clock.Today.AddDays(1), null)), TestUser.RegionalOperator)).ShouldBe(0);

        (await app.PostForm($"/passports/campaigns?examId={exam.Id}&count=true", TestUser.RegionalOperator,
            new Dictionary<string, object?> { ["Category"] = SupersedingCategory.Correction, ["Basis"] = "Опечатка в макете" }, "form[action*='handler=Begin']")).Status.ShouldBe(HttpStatusCode.Redirect);
        var id = (await app.Send(new ListCampaigns(), TestUser.RegionalOperator)).First(c => c.Basis == "Опечатка в макете").Id;
        await app.Send(new PauseCampaign(id), TestUser.RegionalOperator);
        await app.Issue();
        (await app.PassportsOf(exam.Id)).Count.ShouldBe(3);
        (await app.Get($"/passports/campaigns/{id}", TestUser.RegionalOperator)).Text.ShouldContain("Остановлена");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PauseCampaign(id), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.CampaignIsRunning);

        await app.Send(new ResumeCampaign(id), TestUser.RegionalOperator);
        for (var attempt = 0; attempt < PassportOrder.MostAttempts; attempt++)
        {
            await app.Issue();
            // Two in half a minute; the one that fails and is tried again counts for nothing.
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            (await app.Send(new GetCampaign(id), TestUser.RegionalOperator)).PerMinute.ShouldBe(attempt == 0 ? 4 : null);
            app.Clock.Advance(TimeSpan.FromHours(1));
        }

        var progress = await app.Send(new GetCampaign(id), TestUser.RegionalOperator);
        (progress.Done, progress.Failed, progress.Open).ShouldBe((2, 1, 0));
        var failure = progress.Failures.ShouldHaveSingleItem();
        (failure.Failure.Code, failure.Status).ShouldBe((IssueFailure.Unprintable, PassportOrderStatus.Failed));
        (await app.Get($"/passports/campaigns/{id}", TestUser.RegionalOperator)).Text.ShouldContain("U+E5C7");
        // What could not be replaced stays in force.
        var versions = await app.PassportsOf(exam.Id);
        versions.Count(p => p.Status == PassportStatus.Superseded).ShouldBe(2);
        versions.Single(p => p.CandidateId == unlucky.Id).Status.ShouldBe(PassportStatus.Issued);

        await Rename(unlucky.Id, unlucky.Name);
        (await app.PostForm($"/passports/campaigns/{id}", TestUser.RegionalOperator, new Dictionary<string, object?>(), "form[action*='handler=Retry']")).Status.ShouldBe(HttpStatusCode.Redirect);
        await app.Issue();
        (await app.Send(new GetCampaign(id), TestUser.RegionalOperator)).ShouldSatisfyAllConditions(
            p => p.Done.ShouldBe(3), p => p.Failed.ShouldBe(0), p => p.UnderWay.ShouldBeFalse());
        (await app.PassportsOf(exam.Id)).Count(p => p is { Status: PassportStatus.Superseded, InternalReason: "Опечатка в макете" }).ShouldBe(3);
    }

    [Fact]
    public async Task Two_campaigns_at_the_same_moment_replace_each_passport_once()
    {
        var exam = await app.AnExamWithPassports(6);
        var begin = new BeginCampaign(new CampaignChoice(null, exam.Id, null, null), SupersedingCategory.Correction, "Одновременно");

        var begun = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                await app.Send(begin, TestUser.RegionalOperator);
                return true;
            }
            catch (Exception refused) when (refused is RuleViolation or ChangedMeanwhile)
            {
                return false;
            }
        }, Ct)));

        begun.Count(b => b).ShouldBe(1);
        (await app.OrdersOf(exam.Id)).Count(o => o.SupersedesId is not null).ShouldBe(6);
        await app.Issue();
        (await app.PassportsOf(exam.Id)).Count.ShouldBe(12);
    }

    [Fact]
    public async Task Another_region_neither_sees_nor_begins_campaigns_here_and_candidates_may_nothing_of_it()
    {
        var exam = await app.AnExamWithPassports(1);
        var elsewhere = TestUser.RegionalOperator with { Region = "28" };
        await AnotherRegion();
        var choice = new CampaignChoice(null, exam.Id, null, null);
        var id = await app.Send(new BeginCampaign(choice, SupersedingCategory.Correction, "Своя"), TestUser.RegionalOperator);

        (await app.Send(new ListCampaigns(), elsewhere)).ShouldNotContain(c => c.Id == id);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetCampaign(id), elsewhere));
        await Should.ThrowAsync<NotFound>(() => app.Send(new PauseCampaign(id), elsewhere));
        (await app.Send(new CountCampaign(choice), elsewhere)).ShouldBe(0);
        await Should.ThrowAsync<NotFound>(() => app.Send(new PackPassports(exam.Id), elsewhere));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PackPassports(exam.Id), exam.HolderUser()));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new BeginCampaign(choice, SupersedingCategory.Correction, "Нет"), exam.OrganiserUser));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ListCorrections(), exam.OrganiserUser));
    }

    [Fact]
    public async Task An_archive_for_printing_holds_the_signed_files_and_a_register_in_the_same_order()
    {
        var exam = await app.AnExamWithPassports(3);
        var passports = await app.PassportsOf(exam.Id);
        await app.Revoke(passports[1], RevocationCategory.IssuedInError, "Приказ");

        using var client = await app.As(TestUser.OrganiserOf(exam.College));
        using var answer = await client.GetAsync($"/passports/print?pack=true&examId={exam.Id}", Ct);
        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).ShouldBe((HttpStatusCode.OK, "application/zip"));
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Ct)));

        var files = zip.Entries.Where(e => e.Name.EndsWith(".pdf", StringComparison.Ordinal)).ToList();
        var printed = new[] { passports[0], passports[2] };
        files.Select(f => f.Name).Order().ShouldBe([.. files.Select(f => f.Name)]);
        foreach (var passport in printed)
        {
            var file = files.Single(f => f.Name.Contains(passport.Number, StringComparison.Ordinal));
            using var content = new MemoryStream();
            await using (var stream = await file.OpenAsync(Ct))
            {
                await stream.CopyToAsync(content, Ct);
            }

            content.ToArray().ShouldBe(await app.PdfOf(passport));
        }

        files.Count.ShouldBe(printed.Length);
        var register = await Register(zip);
        register.Skip(2).Select(row => row[1]).ShouldBe(files.Select(f => f.Name[5..^4]));
        register.Skip(2).Select(row => row[2]).ShouldBe(printed.Select(p => exam.Candidates.Single(c => c.Id == p.CandidateId).Name.Full), ignoreOrder: true);
    }

    [Fact]
    public async Task An_organiser_gets_the_passports_of_the_own_college_and_no_others()
    {
        var (mine, others) = (await app.AnExamWithPassports(2), await app.AnExamWithPassports(1));

        (await app.Send(new PackPassports(OrganisationId: mine.College), TestUser.OrganiserOf(mine.College))).Lines.Count.ShouldBe(2);
        await Should.ThrowAsync<NotFound>(() => app.Send(new PackPassports(OrganisationId: others.College), TestUser.OrganiserOf(mine.College)));
        await Should.ThrowAsync<NotFound>(() => app.Send(new PackPassports(others.Id), TestUser.OrganiserOf(mine.College)));
        var refused = await app.Get($"/passports/print?pack=true&organisationId={mine.College}&from=2199-01-01", TestUser.RegionalOperator);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text.ShouldContain("Нет ни одного действующего паспорта");
    }

    [Fact]
    public async Task A_holder_asks_to_correct_the_name_and_the_operator_grants_it()
    {
        var (exam, passport) = await app.APassport();
        var page = $"/my/passports/{passport.Id}";
        (await app.PostForm(page, exam.HolderUser(), new Dictionary<string, object?>
        {
            ["Correction.Kind"] = CorrectionKind.Name, ["Correction.Surname"] = "Исправленная", ["Correction.GivenName"] = "Ксения", ["Correction.Text"] = "В паспорте одна «н»",
        }, "form[action*='handler=Correct']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AskCorrection(passport.Id, CorrectionKind.Mistake, null, null, null, "Ещё"), exam.HolderUser()))).Rule.ShouldBe(PassportRules.CorrectionIsAskedOnce);
        (await app.Get("/", TestUser.RegionalOperator)).Text.ShouldContain($"Решить, исправлять ли паспорт {passport.Number}");
        (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem();

        var asked = (await app.Send(new ListCorrections(), TestUser.RegionalOperator)).Single(c => c.PassportId == passport.Id);
        (await app.PostForm("/passports/corrections", TestUser.RegionalOperator, new Dictionary<string, object?> { ["answer"] = "Паспорт видел", ["grant"] = "true" }, $"form:has(input[value='{asked.Id}'])"))
            .Status.ShouldBe(HttpStatusCode.Redirect);
        await app.Issue();

        (await app.PassportsOf(exam.Id)).Select(p => p.Status).ShouldBe([PassportStatus.Superseded, PassportStatus.Issued]);
        app.Offline(await app.PdfOf((await app.PassportsOf(exam.Id))[1])).Values!.Holder.FullName.ShouldBe("Исправленная Ксения");
        (await app.Get(page, exam.HolderUser())).Text.ShouldContain("Паспорт видел");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new DecideCorrection(asked.Id, false, "Поздно"), TestUser.RegionalOperator))).Rule.ShouldBe(PassportRules.CorrectionIsOpen);
    }

    [Fact]
    public async Task A_refused_request_changes_nothing_and_another_error_is_replaced_from_the_registers()
    {
        var (exam, passport) = await app.APassport();
        await app.Send(new AskCorrection(passport.Id, CorrectionKind.Mistake, null, null, null, "Не та площадка"), exam.HolderUser());
        var first = (await app.Send(new ListCorrections(), TestUser.RegionalOperator)).Single(c => c.PassportId == passport.Id);
        (await app.Send(new DecideCorrection(first.Id, false, "Площадка верна"), TestUser.RegionalOperator)).ShouldBe(0);
        await app.Issue();
        (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem().Status.ShouldBe(PassportStatus.Issued);

        await app.Send(new AskCorrection(passport.Id, CorrectionKind.Mistake, null, null, null, "Площадка исправлена"), exam.HolderUser());
        var second = (await app.Send(new ListCorrections(), TestUser.RegionalOperator)).Single(c => c.PassportId == passport.Id && c.Status == CorrectionStatus.Open);
        await AnotherRegion();
        await Should.ThrowAsync<NotFound>(() => app.Send(new DecideCorrection(second.Id, true, "Да"), TestUser.RegionalOperator with { Region = "28" }));
        (await app.Send(new DecideCorrection(second.Id, true, "Исправлено"), TestUser.RegionalOperator)).ShouldBe(1);
        await app.Issue();
        // The old address leads to the new one, since the name is the same.
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).Body.ShouldContain($"/p/{(await app.PassportsOf(exam.Id))[1].Token}");
        (await app.PassportsOf(exam.Id)).Select(p => (p.Status, p.SupersededFor)).ShouldBe([(PassportStatus.Superseded, (SupersedingCategory?)SupersedingCategory.Correction), (PassportStatus.Issued, null)]);
        var other = await app.AnExamWithPassports(1);
        await Should.ThrowAsync<NotFound>(() => app.Send(new AskCorrection(passport.Id, CorrectionKind.Mistake, null, null, null, "Чужой"), other.HolderUser()));
    }

    private Task AnotherRegion() => app.Change(async db =>
    {
        if (!await db.Regions.AnyAsync(r => r.Code == "28", Ct))
        {
            db.Regions.Add(new Domain.Organisations.Region("28", "Амурская область", "Amur Oblast", "Asia/Yakutsk"));
        }
    });

    // Behind the back of the service, as an import might.
    private Task Rename(CandidateId id, PersonName name) => app.Change(async db =>
        db.Entry(await db.Candidates.SingleAsync(c => c.Id == id, Ct)).ComplexProperty(c => c.Name).CurrentValue = name);

    private static async Task<List<List<string>>> Register(ZipArchive zip)
    {
        using var copy = new MemoryStream();
        await using (var stream = await zip.Entries.Single(e => e.Name.EndsWith(".xlsx", StringComparison.Ordinal)).OpenAsync(Ct))
        {
            await stream.CopyToAsync(copy, Ct);
        }

        using var book = SpreadsheetDocument.Open(copy, isEditable: false);
        return [.. book.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InlineString!.InnerText).ToList())];
    }
}
