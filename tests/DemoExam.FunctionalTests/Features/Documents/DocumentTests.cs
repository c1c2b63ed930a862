using System.Net;
using System.Text;
using DemoExam.Credentials.Pdf;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Exams;
using DemoExam.Features.Conduct;
using DemoExam.Features.Documents;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Documents;

/// <summary>Protocols, acts and sheets: read by poppler, qpdf and zbar, which know nothing of how they were drawn.</summary>
public sealed class DocumentTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_document_of_a_finished_exam_is_a_sound_file_with_number_version_pages_and_code()
    {
        var exam = await app.Given.ALockedExam(2);
        foreach (var kind in (await app.Send(new ListDocuments(exam.Id), exam.ChiefUser)).Documents)
        {
            foreach (var (blank, language) in new[] { (false, "ru"), (true, "ru"), (true, "en") }.Where(x => x.Item1 || kind.HasData))
            {
                var printed = await app.Send(new PrintDocument(exam.Id, kind.Kind, blank, language), exam.ChiefUser);
                var path = await Save(printed.Code, exam.ChiefUser);

                var check = await Tool.Run("qpdf", "qpdf", "--check", path);
                check.Exit.ShouldBe(0, $"{kind.Kind}: {check.Output}{check.Errors}");
                var text = (await Tool.Run("pdftotext", "poppler-utils", "-layout", path, "-")).Output;
                var pages = text.TrimEnd('\f').Split('\f');
                pages.Length.ShouldBe(printed.Pages);
                foreach (var (page, index) in pages.Select((p, i) => (p, i)))
                {
                    page.ShouldContain(printed.Code);
                    page.ShouldContain(kind.Number);
                    page.ShouldContain(language == "ru" ? $"стр. {index + 1} из {pages.Length}" : $"page {index + 1} of {pages.Length}");
                    page.ShouldContain(language == "ru" ? "версия 1" : "version 1");
                }
            }
        }
    }

    [Fact]
    public async Task The_list_names_every_document_and_says_which_data_are_missing()
    {
        var planned = await app.Given.AScheduledExam(2);
        var list = (await app.Send(new ListDocuments(planned.Id), planned.ChiefUser)).Documents;

        list.Select(d => d.Kind).ShouldBe(Enum.GetValues<DocumentKind>());
        list.Where(d => !d.HasData).Select(d => d.Kind).ShouldBe(
        [
            DocumentKind.ReadinessAct, DocumentKind.Workplaces, DocumentKind.RemovalAct, DocumentKind.ExamProtocol, DocumentKind.LockProtocol, DocumentKind.FinalSheet, DocumentKind.BoardProtocol, DocumentKind.AppealProtocol,
        ]);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PrintDocument(planned.Id, DocumentKind.ExamProtocol), planned.ChiefUser))).Rule.ShouldBe(DocumentRules.DocumentHasData);
        // The blank form is there from the first day of planning.
        var blank = await app.Send(new PrintDocument(planned.Id, DocumentKind.ExamProtocol, IsBlank: true), planned.ChiefUser);
        (await TextOf(blank.Code, planned.ChiefUser)).ShouldNotContain(planned.Candidates[0].Name.Surname);
    }

    [Fact]
    public async Task The_exam_protocol_has_the_points_of_every_candidate_and_the_names_of_all_who_sign()
    {
        var exam = await app.Given.ALockedExam(2);
        var printed = await app.Send(new PrintDocument(exam.Id, DocumentKind.ExamProtocol), exam.OrganiserUser);
        var text = await TextOf(printed.Code, exam.OrganiserUser);

        // Base level: modules A and B of 25 points; the first candidate has all of them.
        Line(text, exam.Candidates[0]).ShouldMatch(@"25\s+25\s+50");
        var sheet = await TextOf((await app.Send(new PrintDocument(exam.Id, DocumentKind.FinalSheet), exam.OrganiserUser)).Code, exam.OrganiserUser);
        Line(sheet, exam.Candidates[0]).ShouldMatch(@"50\s+50\s+100\s%\s+5");
        foreach (var signer in exam.Scorers.Append(exam.Chief))
        {
            text.ShouldContain(signer.Name.Surname);
        }
    }

    [Fact]
    public async Task Acts_and_records_say_what_was_written_down_on_the_preparatory_day_and_on_the_day()
    {
        var exam = await app.Given.AReadyExam(5);
        var (absent, removed, ill, early, stopped) = (exam.Candidates[0], exam.Candidates[1], exam.Candidates[2], exam.Candidates[3], exam.Candidates[4]);
        await app.Given.On(exam, (e, _) => e.CheckReadiness(exam.Technical.Id, exam.Technical.Name.Initials, "workplaces", ReadinessState.There, "запасной стол", app.Clock.Now));
        try
        {
            foreach (var candidate in new[] { removed, ill, early, stopped })
            {
                await app.Send(new AdmitCandidate(exam.Id, candidate.Id, IdentityDocument.Passport, "12ab"), exam.ChiefUser);
            }

            await app.Send(new RecordOutcome(exam.Id, absent.Id, ParticipationOutcome.Absent, "Не явился"), exam.ChiefUser);
            await app.Send(new GrantExtraTime(exam.Id, stopped.Id, 45, "ПМПК-118"), exam.OrganiserUser);
            await app.Send(new StartExam(exam.Id), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            await app.Send(new StopClock(exam.Id, stopped.Id, "Завис компьютер"), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(12));
            await app.Send(new LetClockGoOn(exam.Id, stopped.Id), exam.ChiefUser);
            await app.Send(new RecordIncident(exam.Id, IncidentKind.Evacuation, IncidentEffect.TimeGivenBack, null, "Сработала тревога", "Вышли и вернулись"), exam.ChiefUser);
            await app.Send(new RecordOutcome(exam.Id, removed.Id, ParticipationOutcome.Removed, "Телефон", "Акт-1"), exam.ChiefUser);
            await app.Send(new RecordOutcome(exam.Id, ill.Id, ParticipationOutcome.Excused, "Недомогание", "Справка-9"), exam.ChiefUser);
            await app.Send(new FinishEarly(exam.Id, early.Id, null), exam.ChiefUser);

            var act = await Text(DocumentKind.ReadinessAct);
            Shows(act, "Рабочие места", "Есть", "запасной", exam.Technical.Name.Initials.Split(' ')[0], "Готов, акт подписан главным экспертом");
            var register = await Text(DocumentKind.RegistrationSheet);
            Line(register, removed).ShouldContain("…12ab");
            Shows(register, "Неявка", "Удалён");
            Line(await Text(DocumentKind.SafetyBriefing), stopped).ShouldMatch(@"\d\d:\d\d");
            Shows(await Text(DocumentKind.AdmittedPersons), exam.Chief.Name.Surname, "Инструктаж");
            Line(await Text(DocumentKind.Workplaces), stopped).ShouldMatch(@"\s5(\s|$)");
            // 12 minutes of the stop and 45 of special conditions; 20 + 12 minutes of the start.
            var record = await Text(DocumentKind.TimeRecord);
            Line(record, stopped).ShouldMatch(@"\s5\s+\d\d:\d\d\s+12\s+45\s+\d\d:\d\d");
            Shows(record, "Завис", "Эвакуация", "тревога", "вернулись", "Неявка", "Справка-9", "ПМПК-118", "возвращено");
            var removal = await Text(DocumentKind.RemovalAct);
            Shows(removal, removed.Name.Surname, "Телефон", "Акт-1");
            removal.ShouldNotContain(early.Name.Surname);

            // What only the day brings stays off the form for the day without a network.
            var blank = await TextOf((await app.Send(new PrintDocument(exam.Id, DocumentKind.TimeRecord, IsBlank: true), exam.ChiefUser)).Code, exam.ChiefUser);
            blank.ShouldContain("Нештатные ситуации");
            foreach (var word in new[] { "Завис", "тревога", stopped.Name.Surname })
            {
                blank.ShouldNotContain(word);
            }

            (await TextOf((await app.Send(new PrintDocument(exam.Id, DocumentKind.ReadinessAct, IsBlank: true, Language: "en"), exam.ChiefUser)).Code, exam.ChiefUser)).ShouldContain("Workplaces");
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }

        async Task<string> Text(DocumentKind kind) => await TextOf((await app.Send(new PrintDocument(exam.Id, kind), exam.ChiefUser)).Code, exam.ChiefUser);

        static void Shows(string text, params string[] words)
        {
            foreach (var word in words)
            {
                text.ShouldContain(word);
            }
        }
    }

    [Fact]
    public async Task The_task_that_was_shown_a_candidate_who_moved_and_an_expert_who_was_replaced_stand_on_their_protocols()
    {
        var exam = await app.Given.AReadyExam(2);
        var (other, stays) = (await app.Given.AScheduledExam(1), exam.Candidates[1]);
        await app.Given.On(exam, (e, db) => db.TaskVariants.Add(new TaskVariant(TaskVariantId.New(), e, "Вариант-4", "4.zip", "application/zip", [1, 2, 3], e.Groups[0].StartsAt, "Оператор", app.Clock.Now)));
        await app.Given.On(exam, (e, _) => e.Move(other.Id, [exam.Candidates[0].Id], "Отключили свет", "Приказ-7"));
        (await Text(DocumentKind.Materials)).ShouldContain("Вариант-4");
        var sheet = await Text(DocumentKind.RegistrationSheet);
        sheet.ShouldContain("Перенесён");
        sheet.ShouldContain("Приказ-7");
        (await Text(DocumentKind.Duties)).ShouldContain("Записей нет", customMessage: "nobody was replaced");

        var running = await app.Given.ARunningExam(1);
        var substitute = await app.Given.AnExpert();
        await app.Send(new ReplaceJudge(running.Id, running.Scorers[0].Id, substitute.Id, "Заболела"), running.ChiefUser);
        var duties = await TextOf((await app.Send(new PrintDocument(running.Id, DocumentKind.Duties), running.ChiefUser)).Code, running.ChiefUser);
        duties.ShouldContain("Заболела");
        duties.ShouldContain(running.Scorers[0].Name.Surname);
        duties.ShouldContain(substitute.Name.Surname);

        async Task<string> Text(DocumentKind kind) => await TextOf((await app.Send(new PrintDocument(exam.Id, kind), exam.ChiefUser)).Code, exam.ChiefUser);
    }

    [Fact]
    public async Task The_same_data_are_the_same_version_and_changed_data_the_next_one()
    {
        var exam = await app.Given.ARunningExam(2);
        var first = await app.Send(new PrintDocument(exam.Id, DocumentKind.TimeRecord), exam.ChiefUser);
        (await app.Send(new PrintDocument(exam.Id, DocumentKind.TimeRecord), exam.ChiefUser)).ShouldBe(first);

        await app.Change(db => db.Enrolments.Where(e => e.CandidateId == exam.Candidates[0].Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.Workplace, 777), Ct));
        (await app.Send(new GetDocument(first.Code), exam.ChiefUser)).IsCurrent.ShouldBe(false);
        (await app.Send(new ListDocuments(exam.Id), exam.ChiefUser)).Documents.Single(d => d.Kind == DocumentKind.TimeRecord).IsOutdated.ShouldBeTrue();
        var second = await app.Send(new PrintDocument(exam.Id, DocumentKind.TimeRecord), exam.ChiefUser);

        second.Version.ShouldBe(2);
        second.Code.ShouldNotBe(first.Code);
        (await TextOf(second.Code, exam.ChiefUser)).ShouldContain("777");
        // What was printed first stays as it was.
        (await TextOf(first.Code, exam.ChiefUser)).ShouldNotContain("777");
        (await app.Send(new GetDocument(first.Code), exam.ChiefUser)).Latest.ShouldBe(second.Code);
    }

    [Fact]
    public async Task A_code_typed_from_the_paper_leads_to_its_data_and_a_wrong_sign_is_found()
    {
        var exam = await app.Given.AScheduledExam(1);
        var printed = await app.Send(new PrintDocument(exam.Id, DocumentKind.RegistrationSheet), exam.ChiefUser);

        var found = await app.PostForm("/documents", exam.ChiefUser, new Dictionary<string, object?> { ["Code"] = printed.Code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant() });
        found.Location.ShouldBe($"/documents/{printed.Code}");
        var page = await app.Get(found.Location!, exam.ChiefUser);
        page.Text.ShouldContain("Бумага соответствует данным");
        page.Html.QuerySelector($"a[href='/exams/{exam.Id}']").ShouldNotBeNull();

        var last = printed.Code[^1] == '2' ? '3' : '2';
        var wrong = await app.PostForm("/documents", exam.ChiefUser, new Dictionary<string, object?> { ["Code"] = printed.Code[..^1] + last });
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.TextOf(".error-summary").ShouldContain("один из знаков неверен");
    }

    [Fact]
    public async Task The_picture_on_the_paper_leads_to_the_same_page()
    {
        var exam = await app.Given.AScheduledExam(1);
        var printed = await app.Send(new PrintDocument(exam.Id, DocumentKind.Consent), exam.ChiefUser);
        var path = await Save(printed.Code, exam.ChiefUser);

        (await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", path, path)).Exit.ShouldBe(0);
        (await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", $"{path}.png")).Output.Trim().ShouldBe($"https://passports.example/documents/{printed.Code}");
    }

    [Fact]
    public async Task Who_may_print_what()
    {
        var exam = await app.Given.ALockedExam(1);
        var technical = TestUser.Technical(exam.Technical.Id);
        (await app.Send(new ListDocuments(exam.Id), technical)).Documents.ShouldNotContain(d => d.Kind == DocumentKind.ExamProtocol || d.Kind == DocumentKind.FinalSheet);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PrintDocument(exam.Id, DocumentKind.FinalSheet), technical));
        var printed = await app.Send(new PrintDocument(exam.Id, DocumentKind.FinalSheet), exam.ChiefUser);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetDocumentFile(printed.Code), technical));

        await Should.ThrowAsync<Forbidden>(() => app.Send(new ListDocuments(exam.Id), exam.ScorerUser()));
        var stranger = (await app.Given.AScheduledExam(1)).ChiefUser;
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetDocument(printed.Code), stranger));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetDocument(printed.Code), TestUser.RegionalOperator with { Region = null, Role = DemoExam.Security.Roles.TechnicalExpert }));
    }

    [Fact]
    public async Task The_page_prints_through_the_browser_and_the_api_answers_the_file()
    {
        var exam = await app.Given.AScheduledExam(1);
        var answer = await app.PostForm($"/exams/{exam.Id}/documents", exam.ChiefUser, new Dictionary<string, object?> { ["kind"] = "ExamPlan" });
        answer.Status.ShouldBe(HttpStatusCode.Redirect);

        using var browser = await app.As(exam.ChiefUser);
        var file = await browser.GetAsync(answer.Location, Ct);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        Encoding.ASCII.GetString(await file.Content.ReadAsByteArrayAsync(Ct), 0, 5).ShouldBe("%PDF-");

        using var api = await app.Api(exam.OrganiserUser);
        (await api.PostAsync($"/api/v1/exams/{exam.Id}/documents/safetyBriefing?blank=true&language=en", null, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.PostAsync($"/api/v1/exams/{exam.Id}/documents/menu", null, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.GetAsync("/api/v1/documents/2222-2222/file", Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.Conflict, HttpStatusCode.NotFound);
    }

    [Fact]
    public void Every_wrong_sign_and_every_exchange_of_neighbours_in_a_code_is_found()
    {
        const string signs = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for (var round = 0; round < 50; round++)
        {
            var code = DocumentCode.New().Text.Replace("-", "", StringComparison.Ordinal);
            for (var i = 0; i < code.Length; i++)
            {
                signs.Where(s => s != code[i]).Count(s => DocumentCode.TryParse(code[..i] + s + code[(i + 1)..], out _)).ShouldBe(0);
                if (i < code.Length - 2 && code[i] != code[i + 1])
                {
                    DocumentCode.TryParse(code[..i] + code[i + 1] + code[i] + code[(i + 2)..], out _).ShouldBeFalse($"{code} at {i}");
                }
            }

            // As a Russian keyboard shows the same shapes.
            DocumentCode.TryParse(code.Replace('A', 'А').Replace('B', 'В').Replace('H', 'Н').ToLowerInvariant(), out var read).ShouldBeTrue();
            read.Text.ShouldBe($"{code[..4]}-{code[4..]}");
        }
    }

    [Theory]
    [InlineData("""{"title":{"ru":"А","en":"A"},"rows":"candidates","columns":[{"header":{"ru":"а","en":"a"},"width":1,"value":"grade"}]}""", "columns[0].value")]
    [InlineData("""{"title":{"ru":"А","en":"A"},"rows":"candidates"}""", "columns")]
    [InlineData("""{"title":{"ru":"А","en":"A"},"facts":[{"label":{"ru":"а","en":"a"},"value":"salary"}]}""", "facts[0].value")]
    [InlineData("""{"title":{"ru":"А","en":"A"},"text":[{"ru":"а {exm}","en":"a"}]}""", "{exm}")]
    [InlineData("""{"title":{"ru":"А"}}""", "$.title")]
    [InlineData("""{"title":{"ru":"А","en":"A"},"colour":"red"}""", "colour")]
    [InlineData("""{"title":{"ru":"А","en":"A"},"emptyRows":99}""", "emptyRows")]
    public void A_wrong_template_is_refused_with_its_place(string json, string place) =>
        Should.Throw<TemplateFault>(() => DocumentTemplates.Read("duties.json", Encoding.UTF8.GetBytes(json))).Message.ShouldSatisfyAllConditions(m => m.ShouldContain("duties.json"), m => m.ShouldContain(place));

    private async Task<string> Save(string code, TestUser user)
    {
        var path = Path.Combine(app.Folder, $"{code}.pdf");
        await File.WriteAllBytesAsync(path, (await app.Send(new GetDocumentFile(code), user)).Bytes, Ct);
        return path;
    }

    // With its neighbours: a cell that wraps stands on several lines.
    private static string Line(string text, Candidate candidate)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains(candidate.Name.Surname, StringComparison.Ordinal));
        at.ShouldBeGreaterThanOrEqualTo(0, $"{candidate.Name.Surname} is not on the paper:\n{text}");
        return string.Join('\n', lines[Math.Max(at - 1, 0)..Math.Min(at + 3, lines.Length)]);
    }

    private async Task<string> TextOf(string code, TestUser user) => (await Tool.Run("pdftotext", "poppler-utils", "-layout", await Save(code, user), "-")).Output;
}
