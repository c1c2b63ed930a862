using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

[Trait(Databases.Contract, Databases.Database)]
public sealed class IssuePassportsTests(App app) : IClassFixture<App>
{
    // A private-use character: no font of any machine can print it.
    private const string Unprintable = "\uE5C7";

    [Fact]
    public async Task Every_candidate_of_a_locked_exam_gets_a_passport_that_verifies()
    {
        var exam = await app.AnExamWithPassports();

        var passports = await app.PassportsOf(exam.Id);
        passports.Select(p => p.CandidateId).ShouldBe(exam.Candidates.Select(c => c.Id), ignoreOrder: true);
        foreach (var passport in passports)
        {
            var verdict = app.Offline(await app.PdfOf(passport));
            verdict.IsGenuine.ShouldBeTrue(string.Join(", ", verdict.Reasons));
            verdict.Values!.Number.ShouldBe(passport.Number);
            verdict.Values.VerificationUrl.ShouldBe(new Uri($"https://passports.example/p/{passport.Token}"));
        }
    }

    [Fact]
    public async Task The_document_says_what_the_registers_say()
    {
        var (exam, passport) = await app.APassport();

        var values = app.Offline(await app.PdfOf(passport)).Values.ShouldNotBeNull();
        var candidate = exam.Candidates[0];
        values.Holder.FullName.ShouldBe(candidate.Name.Full);
        values.Holder.LatinName.ShouldBe(candidate.LatinName);
        values.Event.PackageCode.ShouldBe(exam.Package.Code);
        values.Event.Level.Ru.ShouldBe("Базовый уровень");
        values.Event.DurationMinutes.ShouldBe(exam.Package.MinutesOf(exam.Scope));
        values.Place.Venue.Ru.ShouldBe(exam.Venue.Name);
        values.Place.AccreditationNumber.ShouldStartWith("АТ-");
        values.Issuer.ChiefExpert.ShouldBe(exam.Chief.Name.Full);
        values.Issuer.ScoringExperts.ShouldBe(3);
        values.Result.TotalHundredths.ShouldBe(5000);
        values.Result.MaximumHundredths.ShouldBe(5000);
        values.Result.Modules.Sum(m => m.MarkHundredths).ShouldBe(5000);
        values.Result.Sections.Sum(s => s.MarkHundredths).ShouldBe(5000);
        values.IssueDate.ShouldBe(app.Clock.Today);
    }

    [Fact]
    public async Task A_holder_without_a_Latin_name_is_printed_by_the_rules_of_the_identity_document()
    {
        var exam = await app.Given.ALockedExam(1);
        await app.Change(async db =>
        {
            var candidate = await db.Candidates.SingleAsync(c => c.Id == exam.Candidates[0].Id);
            db.Entry(candidate).Property(c => c.LatinName).CurrentValue = null;
            db.Entry(candidate).ComplexProperty(c => c.Name).CurrentValue = new PersonName("Щукина", "Юлия");
        });

        await app.Issue();

        var passport = (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem();
        app.Offline(await app.PdfOf(passport)).Values!.Holder.LatinName.ShouldBe("Shchukina Iuliia");
    }

    [Fact]
    public async Task Running_again_issues_nothing_twice()
    {
        var exam = await app.AnExamWithPassports();
        var before = await app.PassportsOf(exam.Id);

        await app.Issue();

        (await app.PassportsOf(exam.Id)).Select(p => (p.Id, p.DocumentSha256)).ShouldBe(before.Select(p => (p.Id, p.DocumentSha256)));
    }

    [Fact]
    public async Task Workers_that_claim_at_the_same_time_never_get_the_same_order()
    {
        var exam = await app.Given.ALockedExam(12);

        var leases = Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7()).ToList();
        var claims = await Task.WhenAll(leases.Select(lease => Task.Run(() => app.Send(new ClaimPassportOrders(lease, 3), TestUser.System), TestContext.Current.CancellationToken)));

        var claimed = claims.SelectMany(c => c).Where(o => o.ExamId == exam.Id).ToList();
        claimed.Count.ShouldBe(12);
        claimed.DistinctBy(o => o.Id).Count().ShouldBe(12);
        foreach (var lease in leases)
        {
            await app.Send(new ReleasePassportOrders(lease), TestUser.System);
        }

        (await app.OrdersOf(exam.Id)).ShouldAllBe(o => o.Status == PassportOrderStatus.Open && o.Attempts == 0);
    }

    [Fact]
    public async Task Two_jobs_at_the_same_time_issue_each_passport_once()
    {
        var exam = await app.Given.ALockedExam(12);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => app.Issue(), TestContext.Current.CancellationToken)));

        (await app.PassportsOf(exam.Id)).Count.ShouldBe(12);
        (await app.OrdersOf(exam.Id)).ShouldAllBe(o => o.Status == PassportOrderStatus.Done && o.Attempts == 1);
    }

    [Fact]
    public async Task A_worker_that_was_overtaken_can_store_nothing()
    {
        var exam = await app.Given.ALockedExam(1);
        var (frozen, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var late = await Draw(frozen);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var taken = await Draw(second);
        (await app.Send(new CompletePassportOrders(second, taken.Drawn), TestUser.System)).ShouldBe(1);

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new CompletePassportOrders(frozen, late.Drawn), TestUser.System));
        refused.Rule.ShouldBe(PassportRules.LeaseIsHeld);
        (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem().DocumentSha256.ShouldBe(taken.Drawn[0].Document.Sha256);

        // Other tests of the class may have left orders of their own.
        async Task<DrawnPassports> Draw(Guid lease)
        {
            var orders = await app.Send(new ClaimPassportOrders(lease, 50), TestUser.System);
            return await app.Send(new DrawPassports([.. orders.Where(o => o.ExamId == exam.Id)]), TestUser.System);
        }
    }

    [Fact]
    public async Task A_batch_of_which_one_order_was_taken_over_stores_nothing_at_once_and_the_rest_one_by_one()
    {
        var exam = await app.Given.ALockedExam(3);
        await app.Issue();
        foreach (var passport in await app.PassportsOf(exam.Id))
        {
            await app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
        }

        var (slow, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var claimed = (await app.Send(new ClaimPassportOrders(slow, 50), TestUser.System)).Where(o => o.ExamId == exam.Id).ToList();
        var drawn = (await app.Send(new DrawPassports(claimed), TestUser.System)).Drawn;
        drawn.Count.ShouldBe(3);
        // A lease ends at the same moment for all of a batch, but another run may take only some of them.
        var lost = claimed[1].Id;
        await app.Change(db => db.PassportOrders.Where(o => o.Id == lost).ExecuteUpdateAsync(o => o.SetProperty(x => x.LeaseOwner, second)));

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new CompletePassportOrders(slow, drawn), TestUser.System))).Rule.ShouldBe(PassportRules.LeaseIsHeld);
        (await app.OrdersOf(exam.Id)).Count(o => o.Status == PassportOrderStatus.Leased).ShouldBe(3, "closed and stored together or not at all");
        (await app.PassportsOf(exam.Id)).ShouldAllBe(p => p.PassportVersion == 1 && p.Status == PassportStatus.Issued);

        (await app.Send(new CompletePassportOrders(slow, [.. drawn.Where(d => d.Order.Id != lost)]), TestUser.System)).ShouldBe(2);
        (await app.OrdersOf(exam.Id)).Single(o => o.Status == PassportOrderStatus.Leased).Id.ShouldBe(lost);
        (await app.PassportsOf(exam.Id)).Count(p => p.Status == PassportStatus.Superseded).ShouldBe(2);
        (await app.Send(new CompletePassportOrders(second, [.. drawn.Where(d => d.Order.Id == lost)]), TestUser.System)).ShouldBe(1);
        (await app.PassportsOf(exam.Id)).Count(p => p.Status == PassportStatus.Issued && p.PassportVersion == 2).ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_is_visible_with_its_reason_blocks_nobody_and_can_be_retried()
    {
        var exam = await app.Given.ALockedExam(3);
        await Rename(exam, $"Кандидатова{Unprintable}");

        for (var attempt = 0; attempt < PassportOrder.MostAttempts; attempt++)
        {
            await app.Issue();
            app.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        (await app.PassportsOf(exam.Id)).Count.ShouldBe(2);
        var seen = await app.Send(new GetExamPassports(exam.Id), TestUser.RegionalOperator);
        (seen.Done, seen.Failed, seen.UnderWay).ShouldBe((2, 1, false));
        var row = seen.Rows.Single(r => r.OrderStatus == PassportOrderStatus.Failed);
        row.Failure.ShouldNotBeNull().Code.ShouldBe(IssueFailure.Unprintable);
        row.Failure.Detail.ShouldContain("Holder.FullName");
        (await app.Get($"/exams/{exam.Id}/passports", TestUser.RegionalOperator)).Text.ShouldContain($"Фамилия, имя, отчество: знак «{Unprintable}» (U+E5C7), которого нет ни в одном шрифте");
        (await app.Get("/admin", TestUser.Administrator)).Text.ShouldContain(row.Number);

        await Rename(exam, "Кандидатова");
        (await app.Send(new RetryPassportOrder(row.OrderId), TestUser.RegionalOperator)).ShouldBe(PassportOrderStatus.Open);
        await app.Issue();

        (await app.PassportsOf(exam.Id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_passport_that_the_database_refuses_does_not_sink_its_batch()
    {
        var first = await app.AnExamWithPassports(1);
        var old = (await app.PassportsOf(first.Id)).Single();
        await app.Send(new ReissuePassport(old.Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
        await app.Revoke(old, RevocationCategory.IssuedInError, "Приказ № 5");
        var others = await app.Given.ALockedExam(3);

        await app.Issue();

        (await app.PassportsOf(others.Id)).Count.ShouldBe(3);
        (await app.PassportsOf(first.Id)).ShouldHaveSingleItem().Status.ShouldBe(PassportStatus.Revoked);
        var failed = (await app.OrdersOf(first.Id)).Single(o => o.SupersedesId == old.Id);
        IssueFailure.Read(failed.Error).ShouldNotBeNull().Code.ShouldBe(IssueFailure.Replacement);
    }

    [Fact]
    public async Task An_order_that_takes_its_worker_along_again_and_again_is_given_up()
    {
        var exam = await app.Given.ALockedExam(1);
        for (var crash = 0; crash < PassportOrder.MostAttempts; crash++)
        {
            await app.Send(new ClaimPassportOrders(Guid.CreateVersion7(), 50), TestUser.System);
            app.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        await app.Issue();

        var order = (await app.OrdersOf(exam.Id)).ShouldHaveSingleItem();
        order.Status.ShouldBe(PassportOrderStatus.Failed);
        IssueFailure.Read(order.Error).ShouldNotBeNull().Code.ShouldBe(IssueFailure.Abandoned);
        await app.Send(new RetryPassportOrder(order.Id), TestUser.RegionalOperator);
        await app.Issue();
        (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_job_that_must_stop_begins_nothing_and_gives_back_what_it_holds()
    {
        var exam = await app.Given.ALockedExam(3);
        var lease = Guid.CreateVersion7();
        var orders = await app.Send(new ClaimPassportOrders(lease, 50), TestUser.System);
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await app.RunJob<IssuePassportsJob>(job => job.Run(stopping.Token));
        (await app.Send(new ReleasePassportOrders(lease), TestUser.System)).ShouldBe(orders.Count);

        (await app.OrdersOf(exam.Id)).ShouldAllBe(o => o.Status == PassportOrderStatus.Open && o.Attempts == 0);
        await app.Issue();
        (await app.PassportsOf(exam.Id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Only_the_service_itself_may_claim_draw_and_store()
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ClaimPassportOrders(Guid.CreateVersion7(), 1), TestUser.Administrator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new DrawPassports([]), TestUser.Administrator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new CompletePassportOrders(Guid.CreateVersion7(), []), TestUser.Administrator));
    }

    private Task Rename(ExamState exam, string surname) => app.Change(async db =>
    {
        var candidate = await db.Candidates.SingleAsync(c => c.Id == exam.Candidates[1].Id);
        db.Entry(candidate).ComplexProperty(c => c.Name).CurrentValue = new PersonName(surname, "Ксения", "Кирилловна");
    });
}
