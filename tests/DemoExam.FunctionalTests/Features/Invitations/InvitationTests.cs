using System.Net;
using System.Net.Http.Json;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Features.Exams;
using DemoExam.Features.Invitations;
using DemoExam.Features.Mail;
using DemoExam.Features.Results;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Invitations;

/// <summary>Asking experts, their answers, replacements and reminders. Numbers of edge cases are those of the reference of the field.</summary>
public sealed class InvitationTests(App app) : IClassFixture<App>
{
    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organiser_invites_all_in_one_step_and_each_expert_gets_one_message_with_a_calendar()
    {
        var exam = await AnExamAhead();

        (await app.PostForm(Address(exam), exam.OrganiserUser, Nothing, Form("Invite"))).Status.ShouldBe(HttpStatusCode.Redirect);
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);

        var messages = await Messages(MailKind.Invitation, exam);
        messages.Select(m => m.Address).Order().ShouldBe(Everybody(exam).Select(MailOf).Order());
        messages.ShouldAllBe(m => m.Path == "/my/invitations" && m.Calendar!.StartsWith("BEGIN:VCALENDAR", StringComparison.Ordinal));
        // The chief is needed on the preparatory day, a scoring expert is not.
        messages.Single(m => m.Address == MailOf(exam.Chief.Id)).Calendar!.Split("BEGIN:VEVENT").Length.ShouldBe(3);
        messages.Single(m => m.Address == MailOf(exam.Scorers[0].Id)).Calendar!.Split("BEGIN:VEVENT").Length.ShouldBe(2);
        var list = await app.Send(new GetInvitations(exam.Id), exam.OrganiserUser);
        list.Experts.ShouldAllBe(e => e.State == InvitationState.Open && e.Round == 1 && e.MessageStatus == MailStatus.Open);
        // Wednesday 10 June; Friday the 12th is the Day of Russia: the third working day is Tuesday.
        list.Experts.ShouldAllBe(e => e.AnswerBy == new DateOnly(2026, 6, 16));
    }

    [Fact]
    public async Task An_expert_accepts_or_declines_with_a_reason_on_the_own_page_and_the_organiser_hears_of_it()
    {
        var exam = await AnExamAhead();
        _ = await app.Get("/account", exam.OrganiserUser);
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);

        (await app.PostForm("/my/invitations", exam.ScorerUser(0), Nothing, Form("Accept"))).Status.ShouldBe(HttpStatusCode.Redirect);
        var silent = await app.PostForm("/my/invitations", exam.ScorerUser(1), new Dictionary<string, object?> { ["reason"] = " " }, Form("Decline"));
        silent.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        silent.Text.ShouldContain("Укажите причину отказа");
        (await app.PostForm("/my/invitations", exam.ScorerUser(1), new Dictionary<string, object?> { ["reason"] = "Командировка" }, Form("Decline"))).Status.ShouldBe(HttpStatusCode.Redirect);

        var page = await app.Get(Address(exam), exam.OrganiserUser);
        page.Text.ShouldContain("Причина отказа: Командировка");
        var told = (await Messages(MailKind.ExpertDeclined, exam)).ShouldHaveSingleItem();
        told.Facts["reason"].ShouldBe("Командировка");
        told.Facts["expert"].ShouldBe(exam.Scorers[1].Name.Initials);
        (await app.Get($"/exams/{exam.Id}", TestUser.RegionalOperator)).Text.ShouldContain(exam.Scorers[1].Name.Initials);
    }

    [Fact]
    public async Task Nobody_answers_for_another_expert()
    {
        var exam = await AnExamAhead();
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);
        var (_, of) = (0, await InvitationOf(exam, exam.Scorers[0].Id));

        await Should.ThrowAsync<NotFound>(() => app.Send(new AnswerInvitation(of.Id, true), exam.ScorerUser(1)));
        var stranger = (await AnExamAhead()).OrganiserUser;
        await Should.ThrowAsync<Forbidden>(() => app.Send(new InviteExperts(exam.Id), stranger));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new InviteExperts(exam.Id), exam.ChiefUser));
    }

    [Fact]
    public async Task Case_4_a_conflict_of_interest_is_found_again_when_inviting_and_when_accepting()
    {
        var exam = await AnExamAhead();
        await Declare(exam, exam.Scorers[0]);

        var invited = await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);

        invited.Invited.ShouldBe(4);
        invited.Refused.ShouldHaveSingleItem().Rule.ShouldBe(ExamRules.ExpertIsIndependent);
        (await InvitationsOf(exam, exam.Scorers[0].Id)).ShouldBeEmpty();
        (await app.Get(Address(exam), exam.OrganiserUser)).Text.ShouldContain(exam.Candidates[0].Name.Initials);

        await Declare(exam, exam.Scorers[1]);
        var late = await InvitationOf(exam, exam.Scorers[1].Id);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AnswerInvitation(late.Id, true), exam.ScorerUser(1)))).Rule.ShouldBe(ExamRules.ExpertIsIndependent);
        // Declining stays possible.
        (await app.Send(new AnswerInvitation(late.Id, false, "Учил эту группу"), exam.ScorerUser(1))).ShouldBe(InvitationStatus.Declined);
    }

    [Fact]
    public async Task Case_6_a_credential_that_ends_before_the_last_day_is_found_again_when_inviting()
    {
        var exam = await AnExamAhead();
        await app.Change(db => db.ExpertCredentials.Where(c => EF.Property<ExpertId>(c, "ExpertId") == exam.Scorers[2].Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ValidTo, app.Clock.Today.AddDays(19)), Ct));

        var refused = (await Should.ThrowAsync<RuleViolation>(() => app.Send(new InviteExperts(exam.Id, exam.Scorers[2].Id), exam.OrganiserUser))).Refusals;

        refused.ShouldHaveSingleItem().Rule.ShouldBe(ExpertRules.ExpertIsEligible);
    }

    [Fact]
    public async Task A_declined_expert_is_replaced_by_a_proposed_one_in_one_step()
    {
        var exam = await AnExamAhead();
        var spare = await app.Given.AnExpert();
        await GiveAddresses(spare.Id);
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);
        await Decline(exam, 0);

        var row = (await app.Send(new GetInvitations(exam.Id), exam.OrganiserUser)).Experts.Single(e => e.ExpertId == exam.Scorers[0].Id);
        row.Substitutes.ShouldContain(s => s.Id == spare.Id);
        row.Substitutes.ShouldAllBe(s => Everybody(exam).All(e => e != s.Id));
        var done = await app.PostForm(Address(exam), exam.OrganiserUser, new Dictionary<string, object?> { ["substitute"] = spare.Id.ToString() }, $"form[action*='{exam.Scorers[0].Id}']");

        done.Status.ShouldBe(HttpStatusCode.Redirect);
        var experts = (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).Experts;
        experts.Select(e => e.ExpertId).ShouldNotContain(exam.Scorers[0].Id);
        experts.Single(e => e.ExpertId == spare.Id).Criteria.ShouldBe(experts.First(e => e.ExpertId == exam.Scorers[1].Id).Criteria);
        (await Messages(MailKind.Invitation, exam)).ShouldContain(m => m.Address == MailOf(spare.Id));
        // Who declined knows already; the days are free again and taken by the other.
        (await Messages(MailKind.InvitationWithdrawn, exam)).ShouldBeEmpty();
        (await app.Query(db => db.Bookings.Where(b => b.ExamId == exam.Id && b.Kind == BookedKind.Expert && b.Slot == Booking.WholeDay).Select(b => b.ResourceId).ToListAsync(Ct)))
            .ShouldSatisfyAllConditions(b => b.ShouldContain(spare.Id.Value), b => b.ShouldNotContain(exam.Scorers[0].Id.Value));
    }

    [Fact]
    public async Task Case_9_a_substitute_who_is_booked_elsewhere_or_in_the_exam_already_is_refused()
    {
        var exam = await AnExamAhead();
        var other = await AnExamAhead();
        await Rebook(other);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReplaceInvited(exam.Id, exam.Scorers[0].Id, other.Scorers[0].Id), exam.OrganiserUser))).Rule.ShouldBe(ExamRules.NothingIsBookedTwice);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReplaceInvited(exam.Id, exam.Scorers[0].Id, exam.Scorers[1].Id), exam.OrganiserUser))).Rule.ShouldBe(ExamRules.ExpertOnce);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ReplaceInvited(exam.Id, other.Scorers[1].Id, other.Scorers[0].Id), exam.OrganiserUser))).Rule.ShouldBe(ExamRules.ExpertIsInExam);
    }

    [Fact]
    public async Task Somebody_who_had_not_declined_is_told_of_the_replacement()
    {
        var exam = await AnExamAhead();
        var spare = await app.Given.AnExpert();
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);

        (await app.Send(new ReplaceInvited(exam.Id, exam.Scorers[0].Id, spare.Id), exam.OrganiserUser)).WithoutAddress.ShouldBeTrue();

        (await Messages(MailKind.InvitationWithdrawn, exam)).ShouldHaveSingleItem().Address.ShouldBe(MailOf(exam.Scorers[0].Id));
        (await app.Get("/my/invitations", exam.ScorerUser(0))).Text.ShouldContain("Приглашений нет");
        (await app.Get(Address(exam), exam.OrganiserUser)).Text.ShouldContain("Адреса почты нет");
    }

    [Fact]
    public async Task Case_26_an_expert_who_accepted_and_falls_ill_declines_until_the_exam_starts_and_not_later()
    {
        var exam = await AnExamAhead();
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);
        var mine = await InvitationOf(exam, exam.Scorers[0].Id);
        await app.Send(new AnswerInvitation(mine.Id, true), exam.ScorerUser(0));
        (await app.Send(new AnswerInvitation(mine.Id, false, "Болезнь"), exam.ScorerUser(0))).ShouldBe(InvitationStatus.Declined);
        (await app.Send(new AnswerInvitation(mine.Id, true), exam.ScorerUser(0))).ShouldBe(InvitationStatus.Accepted);

        await app.Given.On(exam, (e, _) =>
        {
            e.Confirm();
            e.Suspend("Пожарная инспекция", "Предписание № 12", "Организатор", app.Clock.Now);
        });
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AnswerInvitation(mine.Id, false, "Болезнь"), exam.ScorerUser(0)))).Rule.ShouldBe(ExamRules.StepIsAllowed);
    }

    [Fact]
    public async Task After_a_change_of_days_the_answer_no_longer_holds_and_the_expert_is_asked_again_once()
    {
        var exam = await AnExamAhead();
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);
        var mine = await InvitationOf(exam, exam.Scorers[0].Id);
        await app.Send(new AnswerInvitation(mine.Id, true), exam.ScorerUser(0));
        await Decline(exam, 1);
        await Move(exam, 25);

        (await app.Send(new GetInvitations(exam.Id), exam.OrganiserUser)).Experts.ShouldAllBe(e => e.State == InvitationState.Outdated);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new AnswerInvitation(mine.Id, true), exam.ScorerUser(0)))).Rule.ShouldBe(ExamRules.InvitationHolds);

        await Remind();
        await Remind();

        (await app.Send(new GetInvitations(exam.Id), exam.OrganiserUser)).Experts.ShouldAllBe(e => e.State == InvitationState.Open && e.Round == 2);
        (await Messages(MailKind.InvitationAgain, exam)).Select(m => m.Address).Order().ShouldBe(Everybody(exam).Select(MailOf).Order());
    }

    [Fact]
    public async Task Confirming_tells_who_has_not_answered_and_is_refused_only_while_somebody_has_declined()
    {
        var exam = await AnExamAhead();
        await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);
        await Decline(exam, 0);

        (await app.Get($"/exams/{exam.Id}", TestUser.RegionalOperator)).Text.ShouldContain("Согласия экспертов: нет 5 из 5");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator))).Refusals.Single().Facts["expert"].ShouldBe(exam.Scorers[0].Name.Initials);

        await app.Send(new ReplaceInvited(exam.Id, exam.Scorers[0].Id, (await app.Given.AnExpert()).Id), exam.OrganiserUser);
        await app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator);
        (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).Status.ShouldBe(ExamStatus.Confirmed);
    }

    [Fact]
    public async Task Two_organisers_who_invite_at_the_same_second_ask_once()
    {
        var exam = await AnExamAhead();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await app.Send(new InviteExperts(exam.Id), exam.OrganiserUser);
            }
            catch (ChangedMeanwhile)
            {
                // The loser is told that somebody else was faster.
            }
        }));

        (await app.Query(db => db.Invitations.CountAsync(i => i.ExamId == exam.Id, Ct))).ShouldBe(5);
        (await Messages(MailKind.Invitation, exam)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Silence_is_reminded_of_once_to_the_expert_and_to_the_organiser()
    {
        var exam = await AnExamAhead();
        _ = await app.Get("/account", exam.OrganiserUser);
        await app.Send(new InviteExperts(exam.Id, exam.Scorers[0].Id), exam.OrganiserUser);
        await Remind();
        (await Messages(MailKind.InvitationLate, exam)).ShouldBeEmpty();

        await app.Change(db => db.Invitations.Where(i => i.ExamId == exam.Id).ExecuteUpdateAsync(i => i.SetProperty(x => x.AnswerBy, app.Clock.Today.AddDays(-1)), Ct));
        await Remind();
        await Remind();

        (await Messages(MailKind.InvitationLate, exam)).ShouldHaveSingleItem().Address.ShouldBe(MailOf(exam.Scorers[0].Id));
        (await Messages(MailKind.ExpertSilent, exam)).ShouldHaveSingleItem().Facts["expert"].ShouldBe(exam.Scorers[0].Name.Initials);
        (await app.Send(new GetInvitations(exam.Id), exam.OrganiserUser)).Count(InvitationState.Late).ShouldBe(1);
    }

    [Fact]
    public async Task Each_term_is_reminded_of_once_to_whom_it_concerns()
    {
        // Submitted and to be held today: the plan is late for the operator, the day's work is due for the chief.
        var exam = await app.Given.AScheduledExam(1);
        await GiveAddresses([.. Everybody(exam)]);
        _ = await app.Get("/account", TestUser.RegionalOperator);
        var operators = await app.Query(db => db.Users.Where(u => u.Email!.StartsWith("regionaloperator-")).Select(u => u.Email!).ToListAsync(Ct));

        await Remind();
        await Remind();

        var late = await Messages(MailKind.TermLate, exam);
        late.Select(m => m.Address).Order().ShouldBe(operators.Order());
        late.ShouldAllBe(m => m.Facts["what"] == "План подтверждён" && m.Facts["by"] == "21 мая 2026");
        var due = await Messages(MailKind.TermDue, exam);
        due.Where(m => m.Facts["what"] == "Работа завершена").ShouldHaveSingleItem().Address.ShouldBe(MailOf(exam.Chief.Id));
        due.GroupBy(m => m.Key).ShouldAllBe(g => g.Count() == 1);
    }

    [Fact]
    public async Task Case_6_what_the_registers_hold_against_a_planned_exam_is_found_every_night_and_told_once()
    {
        var exam = await AnExamAhead();
        _ = await app.Get("/account", exam.OrganiserUser);
        await Remind();
        (await Messages(MailKind.ExamInDanger, exam)).ShouldBeEmpty();

        await app.Change(async db => (await db.Venues.SingleAsync(v => v.Id == exam.Venue.Id, Ct)).SetStatus(
            (await db.Accreditations.SingleAsync(a => EF.Property<VenueId>(a, "VenueId") == exam.Venue.Id && a.Level == exam.Scope.Level, Ct)).Id, DemoExam.Domain.Venues.AccreditationStatus.Suspended));
        await Remind();
        await Remind();

        var told = await Messages(MailKind.ExamInDanger, exam);
        told.Where(m => m.Address.StartsWith("organiser", StringComparison.OrdinalIgnoreCase)).ShouldHaveSingleItem().Facts["obstacles"].ShouldBe("1");
        // What is new is told anew.
        await Declare(exam, exam.Scorers[0]);
        await Remind();
        (await Messages(MailKind.ExamInDanger, exam)).Count.ShouldBe(2 * told.Count);
    }

    [Fact]
    public async Task A_move_is_told_to_experts_organisers_and_candidates_who_knew()
    {
        var exam = await AnExamAhead();
        _ = await app.Get("/account", exam.OrganiserUser);
        await Rebook(exam);
        await app.Change(db => db.Candidates.Where(c => c.Id == exam.Candidates[0].Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Email, $"c-{exam.Candidates[0].Id}@example.test"), Ct));
        await app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator);
        var day = app.Clock.Today.AddDays(30);

        var other = await app.Send(new MoveExam(exam.Id, ExamId.New(), [exam.Candidates[0].Id], exam.Venue.Id, day.AddDays(-1), day.ToDateTime(new TimeOnly(9, 0)), "Авария", "Акт № 1"), exam.OrganiserUser);

        var told = await Messages(MailKind.ExamReplaced, exam);
        told.ShouldAllBe(m => m.Facts["other"] == other.Number && m.Facts["reason"] == "Авария" && m.Facts["otherDays"] == "10 июля 2026");
        told.Select(m => m.Address).ShouldBeSubsetOf([.. Everybody(exam).Select(MailOf), $"c-{exam.Candidates[0].Id}@example.test", .. told.Select(m => m.Address).Where(a => a.StartsWith("organiser", StringComparison.OrdinalIgnoreCase))]);
        told.Count.ShouldBe(5 + 1 + 1);
    }

    [Fact]
    public async Task An_expert_finds_an_open_invitation_on_the_home_page()
    {
        var exam = await AnExamAhead();
        (await app.Send(new DemoExam.Features.Home.GetHome(), exam.ScorerUser())).Tasks.ShouldNotContain(t => t.Kind == DemoExam.Features.Home.HomeTaskKind.AnswerInvitation);
        await app.Send(new InviteExperts(exam.Id, exam.Scorers[0].Id), exam.OrganiserUser);

        var number = (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).Number;
        (await app.Send(new DemoExam.Features.Home.GetHome(), exam.ScorerUser())).Tasks.Single(t => t.Kind == DemoExam.Features.Home.HomeTaskKind.AnswerInvitation).Subject.ShouldBe(number);
        (await app.Get("/", exam.ScorerUser())).Text.ShouldContain($"Ответить на приглашение: {number}");
        await app.Send(new AnswerInvitation((await InvitationOf(exam, exam.Scorers[0].Id)).Id, true), exam.ScorerUser());
        (await app.Send(new DemoExam.Features.Home.GetHome(), exam.ScorerUser())).Tasks.ShouldNotContain(t => t.Kind == DemoExam.Features.Home.HomeTaskKind.AnswerInvitation);
    }

    [Fact]
    public async Task Candidates_learn_of_confirmation_move_cancellation_and_results_and_no_message_names_a_candidate_or_a_figure()
    {
        var exam = await AnExamAhead(2);
        await app.Change(db => db.Candidates.Where(c => c.Id == exam.Candidates[0].Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Email, $"c-{exam.Candidates[0].Id}@example.test"), Ct));
        await app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator);
        (await Messages(MailKind.ExamConfirmed, exam)).ShouldHaveSingleItem().Facts["start"].ShouldContain("30 июня 2026");

        await Move(exam, 25);
        await Remind();
        await Remind();
        (await Messages(MailKind.ExamMoved, exam)).ShouldHaveSingleItem().Facts["start"].ShouldContain("5 июля 2026");

        await app.Send(new CancelExam(exam.Id, "Авария на площадке", "Приказ № 7"), TestUser.RegionalOperator);
        (await Messages(MailKind.ExamCancelled, exam)).ShouldHaveSingleItem().Facts["reason"].ShouldBe("Авария на площадке");

        var held = await app.Given.ALockedExam(1);
        await app.Change(db => db.Candidates.Where(c => c.Id == held.Candidates[0].Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Email, $"c-{held.Candidates[0].Id}@example.test"), Ct));
        await app.Change(db => db.ResultProtocols.Where(p => p.ExamId == held.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.AnnouncedAt, (DateTimeOffset?)null), Ct));
        await app.Change(db => db.Exams.Where(e => e.Id == held.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.Status, ExamStatus.ProtocolSigned), Ct));
        // A passport that is issued before the results are announced would tell of them.
        await app.RunJob<DemoExam.Features.Passports.IssuePassportsJob>(job => job.Run(Ct));
        (await Messages(MailKind.PassportIssued, held)).ShouldBeEmpty();
        await app.Send(new AnnounceResults(held.Id), held.OrganiserUser);
        var announced = (await Messages(MailKind.ResultAnnounced, held)).ShouldHaveSingleItem();
        var issued = (await Messages(MailKind.PassportIssued, held)).ShouldHaveSingleItem();
        foreach (var message in new[] { announced, issued })
        {
            string.Join(' ', message.Facts.Values).ShouldNotContain(held.Candidates[0].Name.Surname);
            message.Facts.Keys.ShouldNotContain("total");
        }
    }

    [Fact]
    public async Task The_api_invites_lists_and_answers()
    {
        var exam = await AnExamAhead();
        using var organiser = await app.Api(exam.OrganiserUser);
        (await organiser.PostAsync($"/api/v1/exams/{exam.Id}/invitations", null, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await organiser.GetStringAsync($"/api/v1/exams/{exam.Id}/invitations", Ct)).ShouldContain("\"open\"");

        using var expert = await app.Api(exam.ScorerUser(0));
        (await expert.GetStringAsync("/api/v1/my/invitations", Ct)).ShouldContain(exam.Id.ToString());
        var mine = await InvitationOf(exam, exam.Scorers[0].Id);
        var refused = await expert.PostAsJsonAsync($"/api/v1/my/invitations/{mine.Id}/answer", new { accepts = false }, Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("exams.declining-reason");
        (await expert.PostAsJsonAsync($"/api/v1/my/invitations/{mine.Id}/answer", new { accepts = true }, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // Submitted, twenty days ahead (30 June 2026), every expert with an address.
    private async Task<ExamState> AnExamAhead(int candidates = 1)
    {
        var exam = await app.Given.AScheduledExam(candidates);
        await Move(exam, 20);
        await GiveAddresses([.. Everybody(exam)]);
        return exam;
    }

    private async Task Move(ExamState exam, int days)
    {
        var day = app.Clock.Today.AddDays(days);
        var start = new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.FromHours(2));
        await app.Change(async db =>
        {
            await db.Exams.Where(e => e.Id == exam.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.PreparatoryDay, day.AddDays(-1)).SetProperty(x => x.FirstDay, day).SetProperty(x => x.LastDay, day), Ct);
            await db.Set<ExamGroup>().Where(g => EF.Property<ExamId>(g, "ExamId") == exam.Id).ExecuteUpdateAsync(g => g.SetProperty(x => x.StartsAt, start), Ct);
        });
    }

    // As planning would have booked it for its present day.
    private Task Rebook(ExamState exam) => app.Change(async db =>
    {
        var day = await db.Exams.Where(e => e.Id == exam.Id).Select(e => e.FirstDay).SingleAsync(Ct);
        await db.Bookings.Where(b => b.ExamId == exam.Id && b.Kind == BookedKind.Expert && b.Day == app.Clock.Today).ExecuteUpdateAsync(b => b.SetProperty(x => x.Day, day), Ct);
    });

    private Task GiveAddresses(params ExpertId[] experts) => app.Change(async db =>
    {
        foreach (var expert in experts)
        {
            await db.Experts.Where(e => e.Id == expert).ExecuteUpdateAsync(e => e.SetProperty(x => x.Email, MailOf(expert)), Ct);
        }
    });

    private Task Declare(ExamState exam, Expert expert) => app.Change(async db =>
        (await db.Experts.SingleAsync(e => e.Id == expert.Id, Ct)).Declare(new DeclaredTie(ConflictKind.Taught, exam.Candidates[0].Id, null, null, "Вёл практику")));

    private async Task Decline(ExamState exam, int scorer) =>
        await app.Send(new AnswerInvitation((await InvitationOf(exam, exam.Scorers[scorer].Id)).Id, false, "Не смогу"), exam.ScorerUser(scorer));

    private Task Remind() => app.RunJob<RemindJob>(job => job.Run(Ct));

    private async Task<Invitation> InvitationOf(ExamState exam, ExpertId expert) => (await InvitationsOf(exam, expert)).MaxBy(i => i.Round)!;

    private Task<List<Invitation>> InvitationsOf(ExamState exam, ExpertId expert) => app.Query(db => db.Invitations.AsNoTracking().Where(i => i.ExamId == exam.Id && i.ExpertId == expert).ToListAsync(Ct));

    private async Task<IReadOnlyList<MailMessage>> Messages(MailKind kind, ExamState exam)
    {
        var number = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.Number).SingleAsync(Ct));
        return [.. (await app.Query(db => db.MailMessages.AsNoTracking().Where(m => m.Kind == kind).ToListAsync(Ct))).Where(m => m.Facts["exam"] == number)];
    }

    private static IEnumerable<ExpertId> Everybody(ExamState exam) => [exam.Chief.Id, .. exam.Scorers.Select(s => s.Id), exam.Technical.Id];

    private static string MailOf(ExpertId expert) => $"e-{expert}@example.test";

    private static string Address(ExamState exam) => $"/exams/{exam.Id}/invitations";

    private static string Form(string handler) => $"form[action*='handler={handler}']";
}
