using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared;
using DemoExam.Web;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>What messages say of an exam. No candidate's name is in them.</summary>
internal sealed record ExamFacts(
    ExamId Id, string Number, ExamLevel Level, string Package, string PackageEn, string Venue, string VenueEn, string City, string Street, string TimeZone,
    DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay, ExamStatus Status, IReadOnlyList<ExamFactsGroup> Groups)
{
    /// <summary>The facts that all messages about exams share.</summary>
    public IEnumerable<(string Name, string Value)> Say(Texts texts) =>
    [
        ("exam", Number),
        ("package", texts.Name(Package, PackageEn)),
        ("level", texts.Of(Level)),
        ("days", Formats.DateRange(FirstDay, LastDay, texts.Culture)),
        ("preparatory", Formats.Date(PreparatoryDay, texts.Culture)),
        ("venue", Place(texts)),
    ];

    public string Place(Texts texts) => $"{texts.Name(Venue, VenueEn)}, {City}, {Street}";
}

/// <summary>A group of an exam, for its calendar file.</summary>
internal sealed record ExamFactsGroup(ExamGroupId Id, int Number, DateTimeOffset StartsAt, int DurationMinutes);

/// <summary>Writes to whom the facts of an exam concern, in the transaction that makes them facts.</summary>
internal sealed class ExamNotices(DemoExamDb db, Outbox outbox, PublicAddress address, TimeProvider time)
{
    public async Task<ExamFacts> FactsOf(ExamId id, CancellationToken ct) => (await FactsOf([id], ct)).Single();

    public async Task<IReadOnlyList<ExamFacts>> FactsOf(IReadOnlyCollection<ExamId> ids, CancellationToken ct)
    {
        var rows = await (
            from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes()
            join package in db.Packages on exam.PackageId equals package.Id
            join venue in db.Venues on exam.VenueId equals venue.Id
            where ids.Contains(exam.Id)
            select new
            {
                exam.Id, exam.Number, exam.Level, package.Name, package.NameEn, Venue = venue.Name, VenueEn = venue.NameEn, venue.City, venue.Address, exam.TimeZone,
                exam.PreparatoryDay, exam.FirstDay, exam.LastDay, exam.Status,
                Groups = exam.Groups.OrderBy(g => g.Number).Select(g => new { g.Id, g.Number, g.StartsAt, g.DurationMinutes }).ToList(),
            }).AsSplitQuery().ToListAsync(ct);
        return rows.ConvertAll(r => new ExamFacts(r.Id, r.Number, r.Level, r.Name, r.NameEn, r.Venue, r.VenueEn, r.City, r.Address, r.TimeZone,
            r.PreparatoryDay, r.FirstDay, r.LastDay, r.Status, [.. r.Groups.Select(g => new ExamFactsGroup(g.Id, g.Number, g.StartsAt, g.DurationMinutes))]));
    }

    /// <summary>Asks an expert.</summary>
    public void Invite(ExamFacts exam, Invitation invitation, string criteria, Receiver expert) => outbox.Write(
        invitation.Round == 1 ? MailKind.Invitation : MailKind.InvitationAgain, expert, $"{invitation.Id}", "/my/invitations",
        t => [.. exam.Say(t), ("role", t.Of(invitation.Role)), ("criteria", criteria.Length == 0 ? "—" : string.Join(", ", criteria.ToCharArray())), ("answerBy", Formats.Date(invitation.AnswerBy, t.Culture))],
        t => CalendarFor(exam, t, invitation.Role != ExamRole.ScoringExpert, exam.Groups));

    /// <summary>Tells an expert that somebody else takes the place.</summary>
    public void Withdraw(ExamFacts exam, Invitation invitation, Receiver expert) =>
        outbox.Write(MailKind.InvitationWithdrawn, expert, $"{invitation.Id}", "/my/invitations", t => [.. exam.Say(t), ("role", t.Of(invitation.Role))]);

    /// <summary>Tells the organisers that an expert has declined.</summary>
    public async Task Declined(Exam exam, Invitation invitation, string expert, DateTimeOffset now, CancellationToken ct)
    {
        var facts = await FactsOf(exam.Id, ct);
        foreach (var organiser in await db.Organisers(exam.OrganiserId, exam.RegionCode, ct))
        {
            // A person who changes their mind twice is told of twice.
            outbox.Write(MailKind.ExpertDeclined, organiser, $"{invitation.Id}:{now.UtcTicks}", $"/exams/{exam.Id}/invitations",
                t => [.. facts.Say(t), ("expert", expert), ("role", t.Of(invitation.Role)), ("reason", invitation.Reason ?? "")]);
        }
    }

    /// <summary>
    /// Tells candidates of a confirmed exam where and when, each once for each start: whoever was told another one before learns
    /// that it has changed. Answers the number of messages.
    /// </summary>
    public async Task<int> TellCandidates(Exam exam, CancellationToken ct)
    {
        var facts = await FactsOf(exam.Id, ct);
        var candidates = await db.ReceiversOf([.. exam.Enrolments.Select(e => e.CandidateId)], ct);
        var before = (await db.MailMessages.Where(m => m.Key.StartsWith($"{MailKind.ExamConfirmed}:{exam.Id}:")).Select(m => m.Key).ToListAsync(ct)).Select(k => k[^32..]).ToHashSet();
        var written = 0;
        foreach (var sitting in exam.Enrolments.Where(e => candidates.ContainsKey(e.CandidateId)).GroupBy(e => e.GroupId))
        {
            var group = exam.Groups.Single(g => g.Id == sitting.Key);
            var cause = $"{exam.Id}:{group.StartsAt.UtcTicks}";
            IReadOnlyList<Receiver> untold = [.. sitting.Select(e => candidates[e.CandidateId])];
            untold = await outbox.NotTold(MailKind.ExamConfirmed, untold, cause, ct);
            foreach (var candidate in await outbox.NotTold(MailKind.ExamMoved, untold, cause, ct))
            {
                outbox.Write(before.Contains($"{candidate.Who:N}") ? MailKind.ExamMoved : MailKind.ExamConfirmed, candidate, cause, "/my",
                    t => [.. facts.Say(t), ("start", Formats.Moment(group.StartsAt, exam.TimeZone, t.Culture))],
                    t => CalendarFor(facts, t, withPreparatoryDay: false, [new ExamFactsGroup(group.Id, group.Number, group.StartsAt, group.DurationMinutes)]));
                written++;
            }
        }

        return written;
    }

    /// <summary>A candidate was taken out of a confirmed exam.</summary>
    public async Task Left(Exam exam, CandidateId candidate, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var facts = await FactsOf(exam.Id, ct);
        foreach (var receiver in (await db.ReceiversOf([candidate], ct)).Values)
        {
            // Whoever is added again and taken out again is told again.
            outbox.Write(MailKind.ExamLeft, receiver, $"{exam.Id}:{now.UtcTicks}", "/my", t => [.. facts.Say(t), ("reason", reason)]);
        }
    }

    /// <summary>The exam is called off: whoever was asked or told hears of it.</summary>
    /// <param name="wasConfirmed">Candidates knew of the exam.</param>
    public async Task Cancelled(Exam exam, bool wasConfirmed, CancellationToken ct)
    {
        var facts = await FactsOf(exam.Id, ct);
        var asked = await db.Invitations.Where(i => i.ExamId == exam.Id && i.Status != InvitationStatus.Withdrawn).ToListAsync(ct);
        var experts = await db.ReceiversOf([.. asked.Where(i => i.Status != InvitationStatus.Declined).Select(i => i.ExpertId).Distinct()], ct);
        asked.ForEach(i => i.Withdraw());
        foreach (var expert in experts.Values)
        {
            Tell(expert, "/my/invitations");
        }

        if (wasConfirmed)
        {
            foreach (var candidate in (await db.ReceiversOf([.. exam.Enrolments.Select(e => e.CandidateId)], ct)).Values)
            {
                Tell(candidate, "/my");
            }
        }

        void Tell(Receiver to, string path) => outbox.Write(MailKind.ExamCancelled, to, $"{exam.Id}", path, t => [.. facts.Say(t), ("reason", exam.CancelledBecause ?? "")]);
    }

    /// <summary>People sit another exam instead: they, the experts and the organisers hear of it.</summary>
    /// <param name="candidates">Who moves; told when they knew of the exam.</param>
    /// <param name="other">The exam that takes place instead, not saved yet.</param>
    public async Task Replaced(Exam exam, bool wasConfirmed, IReadOnlyCollection<CandidateId> candidates, Exam other, Venue at, string reason, CancellationToken ct)
    {
        var facts = await FactsOf(exam.Id, ct);
        var experts = (await db.ReceiversOf([.. exam.Duties.Where(d => d.EndedAt is null).Select(d => d.ExpertId)], ct)).Values.Select(r => (To: r, Path: $"/exams/{other.Id}"));
        var organisers = (await db.Organisers(exam.OrganiserId, exam.RegionCode, ct)).Select(r => (To: r, Path: $"/exams/{other.Id}"));
        var sitting = wasConfirmed ? (await db.ReceiversOf(candidates, ct)).Values.Select(r => (To: r, Path: "/my")) : [];
        foreach (var (to, path) in experts.Concat(organisers).Concat(sitting))
        {
            outbox.Write(MailKind.ExamReplaced, to, $"{exam.Id}:{other.Id}", path, t =>
            [
                .. facts.Say(t), ("other", other.Number), ("otherDays", Formats.DateRange(other.FirstDay, other.LastDay, t.Culture)),
                ("otherVenue", $"{t.Name(at.Name, at.NameEn)}, {at.City}, {at.Address}"), ("reason", reason),
            ]);
        }
    }

    /// <summary>Results are announced: each candidate who took part learns that theirs can be read. No figure is in the message.</summary>
    public async Task ResultsAnnounced(Exam exam, int edition, CancellationToken ct)
    {
        var facts = await FactsOf(exam.Id, ct);
        foreach (var candidate in (await db.ReceiversOf([.. exam.Present.Select(e => e.CandidateId)], ct)).Values)
        {
            outbox.Write(MailKind.ResultAnnounced, candidate, $"{exam.Id}:{edition}", $"/my/exams/{exam.Id}", t => facts.Say(t));
        }

        // Passports that were issued while the results were still to be announced.
        var issued = await db.Passports.AsNoTracking().Where(p => p.ExamId == exam.Id && p.Status == PassportStatus.Issued).Select(p => new { p.Id, p.CandidateId, p.Number }).ToListAsync(ct);
        await TellHolders([.. issued.Select(p => (p.Id, exam.Id, p.CandidateId, p.Number))], ct);
    }

    /// <summary>Passports are issued: their holders learn that they can be fetched, once the results of the exam are announced.</summary>
    public async Task PassportsIssued(IReadOnlyCollection<(PassportId Id, ExamId Exam, CandidateId Holder, string Number)> passports, CancellationToken ct)
    {
        var exams = passports.Select(p => p.Exam).Distinct().ToList();
        var announced = await db.ResultProtocols.Where(p => exams.Contains(p.ExamId) && p.AnnouncedAt != null).Select(p => p.ExamId).ToListAsync(ct);
        await TellHolders([.. passports.Where(p => announced.Contains(p.Exam))], ct);
    }

    private async Task TellHolders(IReadOnlyCollection<(PassportId Id, ExamId Exam, CandidateId Holder, string Number)> passports, CancellationToken ct)
    {
        var holders = await db.ReceiversOf([.. passports.Select(p => p.Holder).Distinct()], ct);
        if (holders.Count == 0)
        {
            return;
        }

        var exams = (await FactsOf([.. passports.Select(p => p.Exam).Distinct()], ct)).ToDictionary(e => e.Id);
        var byCause = passports.Where(p => holders.ContainsKey(p.Holder)).ToDictionary(p => $"{p.Id}");
        foreach (var (holder, cause) in await outbox.NotTold(MailKind.PassportIssued, [.. byCause.Select(p => (holders[p.Value.Holder], p.Key))], ct))
        {
            outbox.Write(MailKind.PassportIssued, holder, cause, "/my", t => [.. exams[byCause[cause].Exam].Say(t), ("number", byCause[cause].Number)]);
        }
    }

    /// <summary>The exams of a week or a month, for whoever asked for them.</summary>
    public void Schedule(IReadOnlyList<ExamFacts> exams, Receiver receiver, string cause, DateOnly from, DateOnly to) => outbox.Write(
        MailKind.Schedule, receiver, cause, "/calendar",
        t => [("count", Formats.Number(exams.Count, t.Culture)), ("period", Formats.DateRange(from, to, t.Culture)),
            ("exams", string.Join("\n", exams.Select(e => $"{Formats.DateRange(e.FirstDay, e.LastDay, t.Culture)} — {e.Number}, {t.Name(e.Package, e.PackageEn)}, {e.Place(t)}")))],
        t => CalendarFile.Write(exams.SelectMany(e => EntriesOf(e, t, true, e.Groups)), time.GetUtcNow()));

    // The same keys as the calendar files of the pages: a later file changes the events instead of doubling them.
    private string CalendarFor(ExamFacts exam, Texts texts, bool withPreparatoryDay, IReadOnlyList<ExamFactsGroup> groups) => CalendarFile.Write(EntriesOf(exam, texts, withPreparatoryDay, groups), time.GetUtcNow());

    private IEnumerable<CalendarEntry> EntriesOf(ExamFacts exam, Texts texts, bool withPreparatoryDay, IReadOnlyList<ExamFactsGroup> groups)
    {
        var title = $"{exam.Number} {texts.Name(exam.Package, exam.PackageEn)}";
        var page = address.With($"/exams/{exam.Id}");
        var tentative = exam.Status is ExamStatus.Draft or ExamStatus.Submitted;
        var entries = groups.Select(g => CalendarEntry.Between($"group-{g.Id}", exam.Groups.Count == 1 ? title : $"{title}, {texts["Exams.Group", g.Number]}", exam.Place(texts), page, g.StartsAt, g.StartsAt.AddMinutes(g.DurationMinutes), tentative));
        return withPreparatoryDay
            ? entries.Prepend(CalendarEntry.OnDay($"preparatory-{exam.Id}", $"{title}: {texts["Exams.PreparatoryDay"]}", exam.Place(texts), page, exam.PreparatoryDay, tentative))
            : entries;
    }
}
