using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>The day itself: admission, clocks, stops, incidents, outcomes.</summary>
public sealed partial class Exam
{
    /// <summary>Most extra time of a candidate, minutes.</summary>
    public const int MostExtraMinutes = 480;

    private List<TechnicalStop> _stops = [];
    private List<Incident> _incidents = [];

    /// <summary>Technical stops (технические остановки), oldest first.</summary>
    public IReadOnlyList<TechnicalStop> Stops => _stops;

    /// <summary>Register of incidents (нештатные ситуации), oldest first.</summary>
    public IReadOnlyList<Incident> Incidents => _incidents;

    /// <summary>The chief expert recognised a candidate by a document. Whoever comes after the start works until the group's end.</summary>
    /// <param name="chief">The chief expert.</param>
    /// <param name="candidateId">Who came.</param>
    /// <param name="identity">Kind of document.</param>
    /// <param name="tail">Last four characters of its number.</param>
    /// <param name="today">By the clock of the venue.</param>
    /// <param name="now">When.</param>
    public void Admit(ExpertId chief, CandidateId candidateId, IdentityDocument identity, string tail, DateOnly today, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Ready, ExamStatus.Running);
        ExamDayHasCome.Require(today >= FirstDay, ("first", FirstDay), ("today", today));
        var enrolment = EnrolmentOf(candidateId);
        OutcomeIsOpen.Require(enrolment.Outcome is ParticipationOutcome.Expected or ParticipationOutcome.Present or ParticipationOutcome.Absent, ("outcome", enrolment.Outcome));
        var group = GroupOf(enrolment);
        GroupStillWorks.Require(group.FinishedAt is null, ("group", group.Number));
        BriefedBeforeWork.Require(!group.IsRunning || enrolment.BriefedAt is not null, ("missing", 1), ("workplace", new[] { enrolment.Workplace }));
        enrolment.Admit(identity, tail, now);
        enrolment.Set(group.IsRunning ? ParticipationOutcome.Present : ParticipationOutcome.Expected);
        Version++;
    }

    /// <summary>The chief expert starts the clock of a group; with the first one the exam runs.</summary>
    /// <param name="chief">The chief expert.</param>
    /// <param name="number">Number of the group; null for the next one.</param>
    /// <param name="today">By the clock of the venue.</param>
    /// <param name="now">When.</param>
    /// <returns>True when the exam started with it.</returns>
    /// <exception cref="RuleViolation">Too early, not ready, nobody admitted, somebody without a briefing.</exception>
    public bool Start(ExpertId chief, int? number, DateOnly today, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Ready, ExamStatus.Running);
        ExamDayHasCome.Require(today >= FirstDay, ("first", FirstDay), ("today", today));
        var group = _groups.OrderBy(g => g.Number).FirstOrDefault(g => number is null ? g.StartedAt is null : g.Number == number);
        GroupExists.Require(group is not null, ("group", number ?? 0));
        GroupIsNotStarted.Require(group!.StartedAt is null, ("group", group.Number));
        var admitted = _enrolments.Where(e => e.GroupId == group.Id && e.AdmittedAt is not null && e.Outcome == ParticipationOutcome.Expected).ToList();
        SomebodyIsAdmitted.Require(admitted.Count > 0, ("group", group.Number));
        var experts = _duties.Count(d => d.EndedAt is null && d.BriefedAt is null);
        ExpertsAreBriefed.Require(experts == 0, ("missing", experts));
        var missing = admitted.Where(e => e.BriefedAt is null).ToList();
        BriefedBeforeWork.Require(missing.Count == 0, ("missing", missing.Count), ("workplace", missing.Select(e => e.Workplace).Order().ToArray()));
        group.Start(now);
        admitted.ForEach(e => e.Set(ParticipationOutcome.Present));
        var first = Status == ExamStatus.Ready;
        Status = ExamStatus.Running;
        Version++;
        return first;
    }

    /// <summary>The chief expert says how a candidate's part went: did not come, was removed, was excused.</summary>
    /// <exception cref="RuleViolation">Not admitted, annulled or moved already, or no grounds where a document is needed.</exception>
    public void RecordOutcome(ExpertId chief, CandidateId candidateId, ParticipationOutcome outcome, string? reason, string? document, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus([ExamStatus.Ready, .. ExamStatuses.TakingMarks]);
        var enrolment = EnrolmentOf(candidateId);
        ResultIsNotAnnulled.Require(enrolment.Outcome != ParticipationOutcome.Annulled && outcome != ParticipationOutcome.Annulled, ("exam", Number));
        OutcomeIsOpen.Require(enrolment.Outcome != ParticipationOutcome.Moved && outcome != ParticipationOutcome.Moved, ("outcome", enrolment.Outcome));
        CandidateIsAdmitted.Require(outcome != ParticipationOutcome.Present || enrolment.AdmittedAt is not null);
        OutcomeHasGrounds.Require(outcome is not (ParticipationOutcome.Removed or ParticipationOutcome.Excused) || (!string.IsNullOrWhiteSpace(reason) && !string.IsNullOrWhiteSpace(document)), ("outcome", outcome));
        enrolment.Set(outcome, reason, document);
        if (outcome is ParticipationOutcome.Removed or ParticipationOutcome.Excused && enrolment.AdmittedAt is not null)
        {
            enrolment.Finish(now);
        }

        Version++;
    }

    /// <summary>A candidate hands in before the end; what was done is scored.</summary>
    public void FinishEarly(ExpertId chief, CandidateId candidateId, string? reason, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Running);
        var enrolment = EnrolmentOf(candidateId);
        CandidateIsWorking.Require(enrolment is { Outcome: ParticipationOutcome.Present, FinishedAt: null } && GroupOf(enrolment).IsRunning, ("workplace", enrolment.Workplace));
        enrolment.Finish(now);
        enrolment.Set(ParticipationOutcome.Present, reason);
        Version++;
    }

    /// <summary>Special conditions: more time than the group has.</summary>
    /// <param name="candidateId">For whom.</param>
    /// <param name="minutes">From 0 to <see cref="MostExtraMinutes"/>.</param>
    /// <param name="basis">Document that grants it.</param>
    public void GrantTime(CandidateId candidateId, int minutes, string basis)
    {
        RequireStatus([.. ExamStatuses.Ahead, ExamStatus.Running]);
        ExtraTimeIsInRange.Require(minutes is >= 0 and <= MostExtraMinutes, ("most", MostExtraMinutes));
        var enrolment = EnrolmentOf(candidateId);
        Free(enrolment);
        enrolment.Grant(minutes, basis);
        Book(enrolment);
        Version++;
    }

    /// <summary>Stops clocks: of a candidate, or of every group that works. Chief and technical expert may: safety does not wait.</summary>
    /// <param name="by">Who stops.</param>
    /// <param name="name">Their name.</param>
    /// <param name="candidateId">Whose clock; null for everybody's.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">When.</param>
    public void Stop(ExpertId by, string name, CandidateId? candidateId, string reason, DateTimeOffset now)
    {
        RequireConductor(by);
        RequireStatus(ExamStatus.Running);
        if (candidateId is { } one)
        {
            var enrolment = EnrolmentOf(one);
            CandidateIsWorking.Require(enrolment is { Outcome: ParticipationOutcome.Present, FinishedAt: null } && GroupOf(enrolment).IsRunning, ("workplace", enrolment.Workplace));
            ClockRuns.Require(!IsStopped(enrolment.GroupId, one));
            _stops = [.. _stops, new TechnicalStop(Guid.CreateVersion7(), enrolment.GroupId.Value, one.Value, now, null, reason, name)];
        }
        else
        {
            var running = _groups.Where(g => g.IsRunning && !IsStopped(g.Id, null)).ToList();
            ClockRuns.Require(running.Count > 0);
            _stops = [.. _stops, .. running.Select(g => new TechnicalStop(Guid.CreateVersion7(), g.Id.Value, null, now, null, reason, name))];
        }

        Version++;
    }

    /// <summary>Clocks go on; the time that they stood is given back.</summary>
    /// <param name="by">Chief or technical expert.</param>
    /// <param name="candidateId">Whose clock; null for those of the groups.</param>
    /// <param name="now">When.</param>
    public void GoOn(ExpertId by, CandidateId? candidateId, DateTimeOffset now)
    {
        RequireConductor(by);
        RequireStatus(ExamStatus.Running);
        ClockStands.Require(_stops.Exists(s => s.To is null && s.Candidate == candidateId?.Value));
        _stops = [.. _stops.Select(s => s.To is null && s.Candidate == candidateId?.Value ? s with { To = now } : s)];
        Version++;
    }

    /// <summary>Writes an incident into the register.</summary>
    public void Note(ExpertId by, Incident incident)
    {
        RequireConductor(by);
        RequireStatus([ExamStatus.Preparation, ExamStatus.Ready, ExamStatus.Suspended, .. ExamStatuses.TakingMarks]);
        if (incident.Candidate is { } candidate)
        {
            _ = EnrolmentOf(new CandidateId(candidate));
        }

        _incidents = [.. _incidents, incident];
        Version++;
    }

    /// <summary>A workplace broke after the draw: the candidate moves to a reserve place. The draw stays as it was drawn.</summary>
    /// <param name="chief">The chief expert.</param>
    /// <param name="candidateId">Who moves.</param>
    /// <param name="workplace">A place of the venue that nobody of the group has.</param>
    /// <param name="reserve">Last workplace of the certificate.</param>
    public void Reseat(ExpertId chief, CandidateId candidateId, int workplace, int reserve)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Preparation, ExamStatus.Ready, ExamStatus.Running);
        var enrolment = EnrolmentOf(candidateId);
        ReservePlaceIsFree.Require(workplace >= 1 && workplace <= reserve && !_enrolments.Exists(e => e.GroupId == enrolment.GroupId && e.Workplace == workplace && e.Outcome != ParticipationOutcome.Moved),
            ("workplace", workplace), ("last", reserve));
        Free(enrolment);
        enrolment.Sit(workplace);
        Book(enrolment);
        Version++;
    }

    /// <summary>The clock of a candidate.</summary>
    /// <param name="enrolment">Of this exam.</param>
    /// <param name="now">The moment for which it is asked.</param>
    public CandidateTime TimeOf(Enrolment enrolment, DateTimeOffset now)
    {
        var group = GroupOf(enrolment);
        return TimeOf(group, enrolment.CandidateId.Value, enrolment.ExtraMinutes, enrolment.FinishedAt, now);
    }

    /// <summary>The clock of a group: of everybody in it who has nothing of their own.</summary>
    public CandidateTime TimeOf(ExamGroup group, DateTimeOffset now) => TimeOf(group, null, 0, null, now);

    private CandidateTime TimeOf(ExamGroup group, Guid? candidate, int extra, DateTimeOffset? finished, DateTimeOffset now)
    {
        var stops = _stops.Where(s => s.Group == group.Id.Value && (s.Candidate is null || s.Candidate == candidate)).OrderBy(s => s.From).ToList();
        // Two stops at once are one pause.
        var lost = TimeSpan.Zero;
        DateTimeOffset? covered = null;
        foreach (var stop in stops)
        {
            var from = covered is { } until && until > stop.From ? until : stop.From;
            var to = stop.To ?? (now > stop.From ? now : stop.From);
            lost += to > from ? to - from : TimeSpan.Zero;
            covered = covered is { } last && last > to ? last : to;
        }

        var end = (group.StartedAt ?? group.StartsAt).AddMinutes(group.DurationMinutes + extra) + lost;
        return new CandidateTime(group.StartedAt, end, lost, extra, finished ?? group.FinishedAt, stops.Exists(s => s.To is null) && finished is null);
    }

    /// <summary>The slots of the workplace that a candidate needs, own extra time included.</summary>
    /// <param name="enrolment">Of this exam.</param>
    /// <param name="extra">Extra time, minutes.</param>
    public IEnumerable<(DateOnly Day, int Number)> SlotsOf(Enrolment enrolment, int extra)
    {
        var group = GroupOf(enrolment);
        // Slots are those of the venue's day, whatever zone the start was stored in.
        return SlotsBetween(TimeZoneInfo.ConvertTime(group.StartsAt, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)), group.DurationMinutes + extra);
    }

    private void Free(Enrolment enrolment)
    {
        var slots = SlotsOf(enrolment, enrolment.ExtraMinutes).ToHashSet();
        _bookings.RemoveAll(b => b.Kind == BookedKind.Workplace && b.Number == enrolment.Workplace && slots.Contains((b.Day, b.Slot)));
    }

    private void Book(Enrolment enrolment) =>
        _bookings.AddRange(SlotsOf(enrolment, enrolment.ExtraMinutes).Select(slot => new Booking(Id, BookedKind.Workplace, VenueId.Value, enrolment.Workplace, slot.Day, slot.Number)));

    private bool IsStopped(ExamGroupId group, CandidateId? candidate) => _stops.Exists(s => s.To is null && s.Group == group.Value && s.Candidate == candidate?.Value);

    private ExamGroup GroupOf(Enrolment enrolment) => _groups.Single(g => g.Id == enrolment.GroupId);
}

/// <summary>A technical stop: the time goes back to whom it concerns.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Group">The exam group.</param>
/// <param name="Candidate">Whose clock stood; null for the whole group.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when; null while it stands.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who stopped.</param>
public sealed record TechnicalStop(Guid Id, Guid Group, Guid? Candidate, DateTimeOffset From, DateTimeOffset? To, string Reason, string By);

/// <summary>What kind of incident it was.</summary>
public enum IncidentKind
{
    Equipment = 1,
    Power = 2,
    Network = 3,
    Health = 4,
    Safety = 5,
    Breach = 6,
    Evacuation = 7,
    Other = 8,
}

/// <summary>What an incident led to.</summary>
public enum IncidentEffect
{
    None = 1,
    TimeGivenBack = 2,
    PlaceChanged = 3,
    CandidateEndedEarly = 4,
    CandidateRemoved = 5,
    ExamSuspended = 6,
    ExamMoved = 7,
}

/// <summary>An incident (нештатная ситуация).</summary>
/// <param name="Id">Identity.</param>
/// <param name="At">When it was written down.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Effect">What it led to.</param>
/// <param name="Candidate">Whom it concerns; null for everybody.</param>
/// <param name="Text">What happened.</param>
/// <param name="Measures">What was done.</param>
/// <param name="By">Who wrote it down.</param>
public sealed record Incident(Guid Id, DateTimeOffset At, IncidentKind Kind, IncidentEffect Effect, Guid? Candidate, string Text, string Measures, string By);

/// <summary>A clock.</summary>
/// <param name="StartedAt">Null before the start.</param>
/// <param name="EndsAt">End with everything that was given; while a stop lasts it moves on.</param>
/// <param name="GivenBack">Time of stops.</param>
/// <param name="ExtraMinutes">Time of special conditions.</param>
/// <param name="FinishedAt">When work ended; null while it goes on.</param>
/// <param name="IsStopped">The clock stands now.</param>
public sealed record CandidateTime(DateTimeOffset? StartedAt, DateTimeOffset EndsAt, TimeSpan GivenBack, int ExtraMinutes, DateTimeOffset? FinishedAt, bool IsStopped)
{
    /// <summary>
    /// Minutes left at which the chief expert announces the time: after every hour of work, and 30 and 5 minutes before the end
    /// (Order 800; domain reference, time line).
    /// </summary>
    /// <param name="minutes">Working time.</param>
    public static IReadOnlyList<int> Announcements(int minutes) =>
        [.. Enumerable.Range(1, Math.Max(0, (minutes - 1) / 60)).Select(hour => minutes - 60 * hour).Append(30).Append(5).Where(left => left < minutes).Distinct().OrderDescending()];
}
