using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>
/// A demonstration exam (демонстрационный экзамен): one package at one level, at one accredited venue, on given days,
/// for groups of candidates, scored by independent experts.
/// </summary>
public sealed partial class Exam : IRegional
{
    private readonly List<ExamGroup> _groups = [];
    private readonly List<ExpertDuty> _duties = [];
    private readonly List<Enrolment> _enrolments = [];
    private readonly List<Booking> _bookings = [];

    private Exam()
    {
    }

    public ExamId Id { get; private set; }

    /// <summary>Number in the register, for example <c>ДЭ-39-2026-0012</c>.</summary>
    public string Number { get; private set; } = "";

    public ExamType Type { get; private set; }
    public PackageId PackageId { get; private set; }
    public ExamLevel Level { get; private set; }
    public bool WithVariativePart { get; private set; }
    public VenueId VenueId { get; private set; }

    /// <summary>The accreditation that covered the exam when it was scheduled.</summary>
    public AccreditationId AccreditationId { get; private set; }

    public string RegionCode { get; private set; } = "";

    /// <summary>Organisation that holds the exam.</summary>
    public OrganisationId OrganiserId { get; private set; }

    /// <summary>IANA time zone of the venue.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>Подготовительный день (C−1).</summary>
    public DateOnly PreparatoryDay { get; private set; }

    public DateOnly FirstDay { get; private set; }

    /// <summary>Last day of work and scoring, included.</summary>
    public DateOnly LastDay { get; private set; }

    public ExamStatus Status { get; private set; }
    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>When paper sheets were handed out to the experts; null when the exam is scored in the system only. From then on results are fixed only once paper and system were reconciled.</summary>
    public DateTimeOffset? PaperIssuedAt { get; private set; }

    /// <summary>Raised by every change.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<ExamGroup> Groups => _groups;
    public IReadOnlyList<ExpertDuty> Duties => _duties;
    public IReadOnlyList<Enrolment> Enrolments => _enrolments;
    public IReadOnlyList<Booking> Bookings => _bookings;

    /// <summary>What of the package the exam covers.</summary>
    public ExamScope Scope => new(Level, WithVariativePart);

    /// <summary>The chief expert's duty.</summary>
    public ExpertDuty Chief => _duties.Single(d => d.Role == ExamRole.ChiefExpert);

    /// <summary>True while the exam is planned and has not started: people can still be asked, replaced and told.</summary>
    public bool IsAhead => StatesAhead.Contains(Status);

    internal static readonly ExamStatus[] StatesAhead = [ExamStatus.Submitted, ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready];

    /// <summary>What an expert does in this exam now; null for somebody else.</summary>
    public ExpertDuty? DutyOf(ExpertId expert) => _duties.SingleOrDefault(d => d.ExpertId == expert && d.EndedAt is null);

    /// <summary>Enrolments of those who worked, in the order of workplaces.</summary>
    public IEnumerable<Enrolment> Present => _enrolments.Where(e => e.Outcome == ParticipationOutcome.Present).OrderBy(e => e.Workplace);

    /// <summary>
    /// Schedules an exam, or refuses with every rule that it breaks: accreditation for each day, workplaces, people's
    /// credentials and conflicts of interest.
    /// </summary>
    /// <param name="id">Identity.</param>
    /// <param name="number">Number in the register.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="today">By the clock of the venue.</param>
    /// <param name="asDraft">Keeps people and workplaces without asking for confirmation yet.</param>
    /// <exception cref="RuleViolation">With all refusals and the field that each belongs to.</exception>
    public static Exam Schedule(ExamId id, string number, ExamPlan plan, DateOnly today, bool asDraft = false)
    {
        var refusals = new Refusals();
        refusals.Require(DaysAreForward, plan.PreparatoryDay <= plan.FirstDay && plan.FirstDay <= plan.LastDay, nameof(FirstDay),
            ("preparatory", plan.PreparatoryDay), ("first", plan.FirstDay), ("last", plan.LastDay));
        refusals.Require(ExamIsInFuture, plan.PreparatoryDay >= today, nameof(PreparatoryDay), ("day", plan.PreparatoryDay), ("today", today));
        refusals.Require(ExamIsNotTooLong, plan.LastDay.DayNumber - plan.FirstDay.DayNumber < LongestExam, nameof(LastDay), ("days", LongestExam));
        refusals.Require(PackageRules.PackageIsPublished, plan.Package.Status == PackageStatus.Published, nameof(PackageId), ("package", plan.Package.Code));
        refusals.Require(PackageRules.LevelIsInPackage, plan.Package.Scopes().Contains(plan.Scope), nameof(Level), ("package", plan.Package.Code), ("level", plan.Scope.Level));

        var exam = new Exam
        {
            Id = id,
            Number = number,
            Type = plan.Type,
            PackageId = plan.Package.Id,
            Level = plan.Scope.Level,
            WithVariativePart = plan.Scope.WithVariativePart,
            VenueId = plan.Venue.Id,
            RegionCode = plan.Venue.RegionCode,
            OrganiserId = plan.OrganiserId,
            TimeZone = plan.Venue.TimeZone,
            PreparatoryDay = plan.PreparatoryDay,
            FirstDay = plan.FirstDay,
            LastDay = plan.LastDay,
            Status = asDraft ? ExamStatus.Draft : ExamStatus.Submitted,
        };

        var accreditation = exam.AddPlaces(plan, refusals);
        exam.AddExperts(plan, refusals);
        refusals.ThrowIfAny();

        exam.AccreditationId = accreditation!.Id;
        exam.Book();
        return exam;
    }

    /// <summary>
    /// What stands against the exam by the registers as they are now: an accreditation that was suspended, a credential
    /// that ran out, an expert who changed to the candidates' college since the exam was planned.
    /// </summary>
    public IReadOnlyList<Refusal> Obstacles(ExamCircumstances now)
    {
        var refusals = new Refusals();
        RequireAccreditation(now.Venue, now.Package.Code, FirstDay, refusals);
        foreach (var duty in _duties.Where(d => d.EndedAt is null))
        {
            RequireCredential(now.Experts[duty.ExpertId], duty.Role, now.Package, FirstDay, LastDay, refusals);
        }

        foreach (var candidate in now.Candidates)
        {
            now.Attempts.GetValueOrDefault(candidate.Id)?.Require(candidate, Id, FirstDay, refusals);
        }

        // One dependent judge closes only the affected candidates for that judge; too few judges stop the exam.
        foreach (var criterion in now.Package.CriteriaOf(Scope))
        {
            var judges = _duties.Where(d => d.Scores(criterion.Letter)).Select(d => now.Experts[d.ExpertId]).ToList();
            foreach (var candidate in now.Candidates)
            {
                var independent = judges.Count(j => j.ConflictWith(candidate, now.Organisations) is null);
                refusals.Require(CandidateHasPanel, independent >= now.Package.Judgement.Judges, null,
                    ("candidate", candidate.Name.Initials), ("criterion", criterion.Letter), ("experts", independent), ("needed", now.Package.Judgement.Judges));
            }
        }

        return refusals.All;
    }

    /// <summary>An empty score sheet for each candidate and criterion, to be made when the exam starts.</summary>
    public IEnumerable<ScoreSheet> NewSheets(AssessmentPackage package) =>
        from enrolment in _enrolments
        from criterion in package.CriteriaOf(Scope)
        select new ScoreSheet(ScoreSheetId.New(), Id, enrolment.CandidateId, criterion.Id);

    /// <summary>
    /// The chief expert draws who sits where, on the preparatory day, once: order of the Ministry of Education No. 800 asks for
    /// workplaces by a random choice.
    /// </summary>
    /// <exception cref="RuleViolation">Not the chief, too early, drawn already.</exception>
    public void DrawWorkplaces(ExpertId chief, WorkplaceDraw draw, DateOnly today, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Confirmed, ExamStatus.Preparation);
        DrawIsOnPreparatoryDay.Require(today >= PreparatoryDay, ("day", PreparatoryDay), ("today", today));
        DrawIsOnce.Require(draw.DrawnAt is null);
        Status = ExamStatus.Preparation;
        var places = _groups.OrderBy(g => g.Number).SelectMany(group =>
        {
            var sitting = _enrolments.Where(e => e.GroupId == group.Id).ToList();
            return WorkplaceDraw.Compute(draw.Seed, group.Number, [.. sitting.Select(e => e.Id)], [.. sitting.Select(e => e.Workplace)]);
        }).ToList();
        foreach (var place in places)
        {
            _enrolments.Single(e => e.Id.Value == place.Enrolment).Sit(place.Workplace);
        }

        draw.Record(places, now);
        Version++;
    }

    /// <summary>The chief expert annuls a draw before the exam starts; the next one has a new seed.</summary>
    /// <exception cref="RuleViolation">Not the chief, nothing drawn, or the exam has started.</exception>
    public void AnnulDraw(ExpertId chief, WorkplaceDraw draw, string reason, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready);
        DrawIsMade.Require(draw is { DrawnAt: not null, AnnulledAt: null });
        draw.Annul(reason, now);
        // Nobody is ready whose places are not known.
        Status = ExamStatus.Preparation;
        Version++;
    }

    /// <summary>Paper sheets are handed out; the first time counts.</summary>
    /// <exception cref="RuleViolation"><see cref="StepIsAllowed"/>.</exception>
    public bool IssuePaper(DateTimeOffset now)
    {
        RequireStatus(ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready, ExamStatus.Running, ExamStatus.Scoring, ExamStatus.Reconciling);
        if (PaperIssuedAt is not null)
        {
            return false;
        }

        PaperIssuedAt = now;
        Version++;
        return true;
    }

    /// <summary>The appeals board found a breach of the procedure: whatever the candidate reached doesn't count.</summary>
    /// <exception cref="RuleViolation"><see cref="StepIsAllowed"/>.</exception>
    public void Annul(CandidateId candidateId)
    {
        RequireStatus([.. ExamStatuses.TakingMarks, .. ExamStatuses.Fixed]);
        EnrolmentOf(candidateId).Set(ParticipationOutcome.Annulled);
        Version++;
    }

    /// <summary>
    /// Fixes the results once every criterion of every candidate who worked is locked.
    /// </summary>
    /// <exception cref="RuleViolation">Naming the criteria that are open.</exception>
    public void Lock(ExpertId chief, AssessmentPackage package, IReadOnlyCollection<ScoreSheet> sheets, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatuses.TakingMarks);
        OutcomesAreKnown.Require(_enrolments.All(e => e.Outcome != ParticipationOutcome.Expected),
            ("candidates", _enrolments.Count(e => e.Outcome == ParticipationOutcome.Expected)));
        var locked = sheets.Where(s => s.ExamId == Id && s.Status == ScoreSheetStatus.Locked).Select(s => (s.CandidateId, s.CriterionId)).ToHashSet();
        var open = Present.SelectMany(e => package.CriteriaOf(Scope).Select(c => (e.CandidateId, c.Id))).Count(sheet => !locked.Contains(sheet));
        ScoringRules.EveryCriterionIsLocked.Require(open == 0, ("open", open));
        Status = ExamStatus.Locked;
        LockedAt = now;
        Version++;
    }

    /// <summary>
    /// Puts another expert in the place of a planned one before the exam starts: nothing was scored yet, so the duty simply
    /// changes hands, and with it the days. The bookings must have been loaded.
    /// </summary>
    /// <exception cref="RuleViolation">With everything that speaks against the substitute.</exception>
    public void ReplaceExpert(ExpertId dropped, Expert substitute, ExamPlan circumstances)
    {
        RequireStatus(StatesAhead);
        var duty = DutyOf(dropped);
        ExpertIsInExam.Require(duty is not null, ("exam", Number));
        if (WhyNotInstead(substitute, duty!.Role, circumstances) is { Count: > 0 } refusals)
        {
            throw new RuleViolation(refusals);
        }

        _duties.Remove(duty);
        _duties.Add(new ExpertDuty(ExpertDutyId.New(), substitute.Id, duty.Role, duty.Criteria));
        _bookings.RemoveAll(b => b.Kind == BookedKind.Expert && b.ResourceId == dropped.Value);
        _bookings.AddRange(Days(BookedKind.Expert, substitute.Id.Value, DaysOf(duty.Role, PreparatoryDay, FirstDay, LastDay)));
        Version++;
    }

    /// <summary>
    /// Why the expert of a duty can't be asked to take part, or can't accept, by the registers as they are now: the credential, or
    /// a conflict of interest with a candidate. Empty when nothing speaks against it.
    /// </summary>
    public IReadOnlyList<Refusal> WhyNotInvite(ExpertDuty duty, ExamCircumstances now)
    {
        var expert = now.Experts[duty.ExpertId];
        var refusals = new Refusals();
        var days = DaysOf(duty.Role, PreparatoryDay, FirstDay, LastDay).ToList();
        RequireCredential(expert, duty.Role, now.Package, days[0], LastDay, refusals);
        if (duty.Role == ExamRole.ScoringExpert)
        {
            RequireIndependence(expert, now.Candidates, now.Organisations, refusals);
        }

        return refusals.All;
    }

    /// <summary>Why this expert can't take a role of the exam before it starts. Empty when nothing speaks against it.</summary>
    public IReadOnlyList<Refusal> WhyNotInstead(Expert expert, ExamRole role, ExamPlan circumstances)
    {
        var refusals = new Refusals();
        refusals.Require(ExpertOnce, _duties.TrueForAll(d => d.ExpertId != expert.Id), null, ("expert", expert.Name.Initials), ("expertId", expert.Id));
        foreach (var refusal in circumstances.WhyNot(expert, role))
        {
            refusals.Add(refusal);
        }

        return refusals.All;
    }

    /// <summary>
    /// The chief expert puts another expert in the place of a scoring expert who dropped out. Marks already given stay with
    /// their author; the substitute scores the same criteria from now on.
    /// </summary>
    /// <exception cref="RuleViolation">With everything that speaks against the substitute.</exception>
    public void ReplaceScorer(ExpertId chief, ExpertId dropped, Expert substitute, ExamPlan circumstances, string? reason, DateOnly today, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatuses.TakingMarks);
        ReplacementHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        var duty = _duties.SingleOrDefault(d => d.ExpertId == dropped && d.IsScoring);
        ScoringRules.ExpertScoresCriterion.Require(duty is not null, ("criterion", ""));
        if (WhyNotSubstitute(substitute, circumstances, today) is { Count: > 0 } refusals)
        {
            throw new RuleViolation(refusals);
        }

        duty!.End(substitute.Id, reason!.Trim(), now);
        _duties.Add(new ExpertDuty(ExpertDutyId.New(), substitute.Id, ExamRole.ScoringExpert, duty.Criteria));
        _bookings.AddRange(Days(BookedKind.Expert, substitute.Id.Value, RestOf(today)));
        Version++;
    }

    /// <summary>Why this expert can't step in today: a role in the exam already, no credential, another exam, a conflict of interest. Empty when nothing speaks against it.</summary>
    public IReadOnlyList<Refusal> WhyNotSubstitute(Expert expert, ExamPlan circumstances, DateOnly today)
    {
        var refusals = new Refusals();
        refusals.Require(ExpertOnce, _duties.TrueForAll(d => d.ExpertId != expert.Id), null, ("expert", expert.Name.Initials), ("expertId", expert.Id));
        var days = RestOf(today).ToList();
        foreach (var refusal in (circumstances with { PreparatoryDay = days[0], FirstDay = days[0], LastDay = days[^1] }).WhyNot(expert, ExamRole.ScoringExpert))
        {
            refusals.Add(refusal);
        }

        return refusals.All;
    }

    // Scoring may go on after the last day; then the last day counts.
    private IEnumerable<DateOnly> RestOf(DateOnly today) => DaysOf(ExamRole.ScoringExpert, LastDay, today < FirstDay ? FirstDay : today > LastDay ? LastDay : today, LastDay);

    /// <summary>Scores are opened for a correction: an exam whose results were fixed is being scored again.</summary>
    /// <exception cref="RuleViolation"><see cref="StepIsAllowed"/>.</exception>
    public void Reopen()
    {
        RequireStatus([.. ExamStatuses.TakingMarks, .. ExamStatuses.Fixed]);
        if (Status.HasResults)
        {
            Status = ExamStatus.Scoring;
            LockedAt = null;
        }

        Version++;
    }

    /// <summary>
    /// Two entries of the register turned out to be one person. Before the work starts the place goes to the entry that is kept;
    /// afterwards sheets and signatures name the entry they were made under, so it stays.
    /// </summary>
    public void MoveEnrolment(CandidateId from, CandidateId to)
    {
        if (IsAhead)
        {
            EnrolmentOf(from).Belong(to);
            Version++;
        }
    }

    /// <summary>
    /// Two entries of an expert turned out to be one person. Before the work starts the duty goes to the entry that is kept; afterwards marks
    /// and signatures name the entry they were made under, so it stays.
    /// </summary>
    public void MoveDuty(ExpertId from, ExpertId to)
    {
        if (IsAhead && DutyOf(from) is { } duty)
        {
            duty.Belong(to);
            Version++;
        }
    }

    /// <summary>Checks that a person may enter marks for a candidate and criterion in this exam now.</summary>
    /// <exception cref="RuleViolation">Exam not running, chief expert, not assigned, candidate absent, or a conflict of interest.</exception>
    public void RequireScorer(Expert expert, Candidate candidate, string criterion, OrganisationTree organisations)
    {
        ScoringRules.ExamTakesMarks.Require(Status.TakesMarks, ("status", Status));
        RequireDuty(expert, candidate, criterion, organisations);
        CandidateTakesPart.Require(EnrolmentOf(candidate.Id).Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected, ("candidate", candidate.Name.Initials));
    }

    /// <summary>Checks that a person has to do with a candidate's sheet, whatever the state of the exam: for reading it.</summary>
    /// <exception cref="RuleViolation">Chief expert, not assigned, or a conflict of interest.</exception>
    public void RequireDuty(Expert expert, Candidate candidate, string criterion, OrganisationTree organisations)
    {
        var duty = _duties.SingleOrDefault(d => d.ExpertId == expert.Id);
        ScoringRules.ChiefNeverScores.Require(duty?.Role != ExamRole.ChiefExpert);
        ScoringRules.ExpertScoresCriterion.Require(duty?.Scores(criterion) == true, ("criterion", criterion));
        _ = EnrolmentOf(candidate.Id);
        var conflict = expert.ConflictWith(candidate, organisations);
        ScoringRules.ExpertIsIndependent.Require(conflict is null, ("candidate", candidate.Name.Initials), ("conflict", conflict?.Kind));
    }

    /// <summary>Checks that the expert heads this exam.</summary>
    /// <exception cref="RuleViolation"><see cref="ConductedByItsChief"/>.</exception>
    public void RequireChief(ExpertId expertId) => ConductedByItsChief.Require(Chief.ExpertId == expertId, ("exam", Number));

    private Enrolment EnrolmentOf(CandidateId candidateId)
    {
        var enrolment = _enrolments.SingleOrDefault(e => e.CandidateId == candidateId);
        CandidateTakesPart.Require(enrolment is not null, ("candidate", candidateId));
        return enrolment!;
    }

    private Accreditation? AddPlaces(ExamPlan plan, Refusals refusals)
    {
        var accreditation = RequireAccreditation(plan.Venue, plan.Package.Code, PreparatoryDay, refusals);
        refusals.Require(GroupsExist, plan.Groups.Count > 0, nameof(plan.Groups));
        refusals.Require(CandidatesExist, plan.Groups.Sum(g => g.Candidates.Count) > 0, nameof(plan.Groups));

        var seen = new HashSet<CandidateId>();
        var minutes = plan.Package.MinutesOf(Scope);
        var extraBefore = 0;
        foreach (var planned in plan.Groups.OrderBy(g => g.StartsAt))
        {
            // The clock of a group runs until the last of those with more time has ended.
            var extra = planned.Candidates.Select(c => plan.ExtraMinutesOf(c.Id)).DefaultIfEmpty(0).Max();
            var group = new ExamGroup(ExamGroupId.New(), _groups.Count + 1, planned.StartsAt, minutes);
            var day = DateOnly.FromDateTime(planned.StartsAt.DateTime);
            refusals.Require(GroupStartsOnExamDay, day >= FirstDay && day <= LastDay, nameof(plan.Groups), ("group", group.Number), ("day", day), ("first", FirstDay), ("last", LastDay));
            var end = DateOnly.FromDateTime(planned.StartsAt.AddMinutes(minutes + extra).DateTime);
            refusals.Require(GroupEndsOnExamDay, day > LastDay || end <= LastDay, nameof(plan.Groups), ("group", group.Number), ("day", end), ("last", LastDay));
            if (_groups.Count > 0)
            {
                var freeFrom = _groups[^1].EndsAt.AddMinutes(extraBefore + ResetMinutes);
                refusals.Require(GroupsDoNotOverlap, freeFrom <= group.StartsAt, nameof(plan.Groups),
                    ("group", group.Number), ("previous", group.Number - 1), ("reset", ResetMinutes), ("earliest", TimeOnly.FromDateTime(freeFrom.DateTime)), ("day", DateOnly.FromDateTime(freeFrom.DateTime)));
            }

            var accredited = Math.Max(0, (accreditation?.Workplaces ?? plan.Venue.Workplaces) - planned.AccreditedTaken);
            var free = Math.Min(accredited, planned.FreeWorkplaces.Count);
            refusals.Require(WorkplaceIsFree, planned.Candidates.Count <= free, nameof(plan.Groups),
                ("group", group.Number), ("candidates", planned.Candidates.Count), ("free", free));
            _groups.Add(group);
            extraBefore = extra;

            foreach (var (candidate, index) in planned.Candidates.Select((c, i) => (c, i)))
            {
                refusals.Require(CandidateOnce, seen.Add(candidate.Id), nameof(plan.Groups), ("candidate", candidate.Name.Full), ("candidateId", candidate.Id));
                plan.RequireMaySit(candidate, Id, [.. DaysOf(group, plan.ExtraMinutesOf(candidate.Id))], refusals);
                if (index < free)
                {
                    _enrolments.Add(plan.Seat(candidate.Id, group.Id, planned.FreeWorkplaces[index]));
                }
            }
        }

        return accreditation;
    }

    private void AddExperts(ExamPlan plan, Refusals refusals)
    {
        refusals.Require(ChiefExpertIsNamed, plan.Experts.Count(e => e.Role == ExamRole.ChiefExpert) == 1, nameof(plan.Experts));
        var scoring = plan.Experts.Where(e => e.Role == ExamRole.ScoringExpert).ToList();
        var places = plan.Groups.Select(g => g.Candidates.Count).DefaultIfEmpty(0).Max();
        var needed = plan.Package.ScoringExpertsFor(places);
        var enough = refusals.Require(EnoughExperts, scoring.Count >= needed, nameof(plan.Experts), ("experts", scoring.Count), ("needed", needed), ("places", places));

        var seen = new HashSet<ExpertId>();
        var letters = string.Concat(plan.Package.CriteriaOf(Scope).Select(c => c.Letter));
        foreach (var planned in plan.Experts)
        {
            var expert = planned.Expert;
            refusals.Require(ExpertOnce, seen.Add(expert.Id), nameof(plan.Experts), ("expert", expert.Name.Initials), ("expertId", expert.Id));
            foreach (var refusal in plan.WhyNot(expert, planned.Role))
            {
                refusals.Add(refusal);
            }

            if (planned.Role == ExamRole.ScoringExpert)
            {
                var unknown = planned.Criteria.Where(letter => !letters.Contains(letter, StringComparison.Ordinal)).ToArray();
                refusals.Require(CriteriaAreInScope, unknown.Length == 0, nameof(plan.Experts), ("expert", expert.Name.Initials), ("criteria", new string(unknown)), ("known", letters));
            }

            // Nothing said means every criterion of the exam.
            var criteria = planned.Role != ExamRole.ScoringExpert ? "" : planned.Criteria.Length > 0 ? planned.Criteria : letters;
            _duties.Add(new ExpertDuty(ExpertDutyId.New(), expert.Id, planned.Role, criteria));
        }

        foreach (var criterion in plan.Package.CriteriaOf(Scope))
        {
            var judges = _duties.Count(d => d.Scores(criterion.Letter));
            refusals.Require(CriterionHasPanel, !enough || judges >= plan.Package.Judgement.Judges, nameof(plan.Experts),
                ("criterion", criterion.Letter), ("experts", judges), ("needed", plan.Package.Judgement.Judges));
        }
    }

    private Accreditation? RequireAccreditation(Venue venue, string packageCode, DateOnly first, Refusals refusals)
    {
        try
        {
            return venue.AccreditationFor(packageCode, Level, first, LastDay);
        }
        catch (RuleViolation violation)
        {
            foreach (var refusal in violation.Refusals)
            {
                refusals.Add(refusal with { Field = nameof(VenueId) });
            }

            return null;
        }
    }

    internal static void RequireCredential(Expert expert, ExamRole role, AssessmentPackage package, DateOnly first, DateOnly last, Refusals refusals) =>
        refusals.Require(ExpertRules.ExpertIsEligible, expert.IsEligible(role, package, first, last), nameof(ExamPlan.Experts),
            ("expert", expert.Name.Initials), ("expertId", expert.Id), ("role", role), ("package", package.Code), ("first", first), ("last", last));

    /// <summary>
    /// The days that an expert of this role is needed: everybody from the first day of work to the last; on the preparatory
    /// day the chief and the technical expert, not yet the panel.
    /// </summary>
    internal static IEnumerable<DateOnly> DaysOf(ExamRole role, DateOnly preparatory, DateOnly first, DateOnly last)
    {
        if (role != ExamRole.ScoringExpert && preparatory < first)
        {
            yield return preparatory;
        }

        for (var day = first; day <= last; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    internal static void RequireIndependence(Expert expert, IEnumerable<Candidate> candidates, OrganisationTree organisations, Refusals refusals)
    {
        var conflicts = candidates.Select(c => (Candidate: c, Conflict: expert.ConflictWith(c, organisations))).Where(x => x.Conflict is not null).ToList();
        refusals.Require(ExpertIsIndependent, conflicts.Count == 0, nameof(ExamPlan.Experts),
            ("expert", expert.Name.Initials), ("expertId", expert.Id), ("candidates", conflicts.Count),
            ("candidate", conflicts.Select(x => x.Candidate.Name.Initials).FirstOrDefault()), ("conflict", conflicts.Select(x => x.Conflict?.Kind).FirstOrDefault()));
    }

    private void Book()
    {
        _bookings.AddRange(_duties.SelectMany(d => Days(BookedKind.Expert, d.ExpertId.Value, DaysOf(d.Role, PreparatoryDay, FirstDay, LastDay))));
        foreach (var group in _groups)
        {
            foreach (var enrolment in _enrolments.Where(e => e.GroupId == group.Id))
            {
                _bookings.AddRange(Days(BookedKind.Candidate, enrolment.CandidateId.Value, DaysOf(group, enrolment.ExtraMinutes)));
                _bookings.AddRange(SlotsBetween(group.StartsAt, group.DurationMinutes + enrolment.ExtraMinutes).Select(slot => new Booking(Id, BookedKind.Workplace, VenueId.Value, enrolment.Workplace, slot.Day, slot.Number)));
            }
        }
    }

    // The days of a person, and after each of them the next day of every zone but this one.
    private IEnumerable<Booking> Days(BookedKind kind, Guid person, IEnumerable<DateOnly> days)
    {
        var here = ZoneOf(TimeZone);
        foreach (var day in days)
        {
            yield return new Booking(Id, kind, person, 0, day, Booking.WholeDay);
            yield return new Booking(Id, kind, person, here, day, Booking.InZone);
            foreach (var other in Zones.Where(zone => zone != here))
            {
                yield return new Booking(Id, kind, person, other, day.AddDays(1), Booking.InZone);
            }
        }
    }

    /// <summary>The days at the venue on which a group works; two for one that works past midnight.</summary>
    private static IEnumerable<DateOnly> DaysOf(ExamGroup group, int extra) => SlotsBetween(group.StartsAt, group.DurationMinutes + extra).Select(slot => slot.Day).Distinct();

    /// <summary>Hours from UTC of a time zone.</summary>
    public static int ZoneOf(string timeZone) => (int)Math.Round(TimeZoneInfo.FindSystemTimeZoneById(timeZone).BaseUtcOffset.TotalHours);

    /// <summary>The slots that workplaces are taken for, from a start in venue time for so many minutes.</summary>
    public static IEnumerable<(DateOnly Day, int Number)> SlotsBetween(DateTimeOffset start, int minutes)
    {
        var from = start.DateTime;
        for (var at = from.Date.AddMinutes((int)from.TimeOfDay.TotalMinutes / Booking.SlotMinutes * Booking.SlotMinutes);
            at < from.AddMinutes(minutes);
            at = at.AddMinutes(Booking.SlotMinutes))
        {
            yield return (DateOnly.FromDateTime(at), (int)at.TimeOfDay.TotalMinutes / Booking.SlotMinutes);
        }
    }
}

/// <summary>Everything that scheduling needs to know, already loaded.</summary>
public sealed record ExamPlan(
    ExamType Type, AssessmentPackage Package, ExamScope Scope, Venue Venue, OrganisationId OrganiserId,
    DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay,
    IReadOnlyList<PlannedGroup> Groups, IReadOnlyList<PlannedExpert> Experts, OrganisationTree Organisations)
{
    /// <summary>Attempts of the planned candidates at the state final attestation in the package's speciality; empty for exams of other types.</summary>
    public IReadOnlyDictionary<CandidateId, AttemptHistory> Attempts { get; init; } = new Dictionary<CandidateId, AttemptHistory>();

    /// <summary>Special conditions of the planned candidates who have some.</summary>
    public IReadOnlyDictionary<CandidateId, Accommodation> Conditions { get; init; } = new Dictionary<CandidateId, Accommodation>();

    /// <summary>Extra time that a candidate has by special conditions, minutes.</summary>
    public int ExtraMinutesOf(CandidateId candidate) => Conditions.GetValueOrDefault(candidate)?.ExtraMinutesOf(Package.MinutesOf(Scope)) ?? 0;

    /// <summary>A place in a group, with the extra time that the candidate has.</summary>
    internal Enrolment Seat(CandidateId candidate, ExamGroupId group, int workplace)
    {
        var enrolment = new Enrolment(EnrolmentId.New(), candidate, group, workplace);
        if (ExtraMinutesOf(candidate) is > 0 and var extra)
        {
            enrolment.Grant(extra, Conditions[candidate].Basis);
        }

        return enrolment;
    }

    /// <summary>Days of the planned people that other exams have taken, from the day before this one to the day after it.</summary>
    public IReadOnlyList<TakenDay> Taken { get; init; } = [];

    /// <summary>Everybody who sits in any group.</summary>
    public IEnumerable<Candidate> Candidates => Groups.SelectMany(g => g.Candidates);

    /// <summary>
    /// Why this person can't take this role in the planned exam: no credential for every day, taken by another exam, or a
    /// conflict of interest with a candidate. Empty when nothing speaks against it.
    /// </summary>
    public IReadOnlyList<Refusal> WhyNot(Expert expert, ExamRole role)
    {
        var refusals = new Refusals();
        var days = Exam.DaysOf(role, PreparatoryDay, FirstDay, LastDay).ToList();
        Exam.RequireCredential(expert, role, Package, days.FirstOrDefault(FirstDay), LastDay, refusals);
        RequireFree(BookedKind.Expert, expert.Id.Value, expert.Name.Initials, days, nameof(Experts), refusals);
        if (role == ExamRole.ScoringExpert)
        {
            Exam.RequireIndependence(expert, Candidates, Organisations, refusals);
        }

        return refusals.All;
    }

    /// <summary>The days are free for the candidate, and a retake is allowed.</summary>
    internal void RequireMaySit(Candidate candidate, ExamId exam, IReadOnlyCollection<DateOnly> days, Refusals refusals)
    {
        RequireFree(BookedKind.Candidate, candidate.Id.Value, candidate.Name.Full, days, nameof(Groups), refusals);
        Attempts.GetValueOrDefault(candidate.Id)?.Require(candidate, exam, days.Min(), refusals);
    }

    internal void RequireFree(BookedKind kind, Guid resource, string name, IReadOnlyCollection<DateOnly> days, string field, Refusals refusals)
    {
        var taken = Taken.Where(t => t.Kind == kind && t.ResourceId == resource && days.Contains(t.Day)).OrderBy(t => t.Day).FirstOrDefault();
        refusals.Require(NothingIsBookedTwice, taken is null, field,
            ("what", kind), ("who", name), ("id", resource), ("day", taken?.Day), ("exam", taken?.ExamNumber));

        var here = Exam.ZoneOf(Venue.TimeZone);
        var away = taken is not null ? null : Taken.Where(t => t.Kind == kind && t.ResourceId == resource && Exam.ZoneOf(t.TimeZone) != here && (days.Contains(t.Day.AddDays(1)) || days.Contains(t.Day.AddDays(-1))))
            .OrderBy(t => t.Day).FirstOrDefault();
        refusals.Require(JourneyHasItsDay, away is null, field,
            ("what", kind), ("who", name), ("id", resource), ("day", away?.Day), ("exam", away?.ExamNumber), ("zone", away?.TimeZone));
    }
}

/// <summary>A day of a person that another exam has taken.</summary>
/// <param name="TimeZone">Of the venue at which that exam is held.</param>
public sealed record TakenDay(BookedKind Kind, Guid ResourceId, DateOnly Day, string ExamNumber, string TimeZone);

/// <summary>A group as planned.</summary>
/// <param name="StartsAt">Start in the venue's time zone.</param>
/// <param name="FreeWorkplaces">Numbers of the workplaces that no other exam has taken for the time.</param>
/// <param name="Candidates">Who sits in the group.</param>
/// <param name="AccreditedTaken">Workplaces that other exams under the same accreditation use at the time.</param>
public sealed record PlannedGroup(DateTimeOffset StartsAt, IReadOnlyList<int> FreeWorkplaces, IReadOnlyList<Candidate> Candidates, int AccreditedTaken = 0);

/// <summary>An expert as planned.</summary>
/// <param name="Expert">The person.</param>
/// <param name="Role">Role in the exam.</param>
/// <param name="Criteria">Letters of the criteria that a scoring expert scores; empty for all of the exam.</param>
public sealed record PlannedExpert(Expert Expert, ExamRole Role, string Criteria = "");

/// <summary>What the registers say now about everybody and everything in an exam.</summary>
public sealed record ExamCircumstances(
    Venue Venue, AssessmentPackage Package, IReadOnlyDictionary<ExpertId, Expert> Experts, IReadOnlyList<Candidate> Candidates, OrganisationTree Organisations)
{
    /// <summary>Attempts of the candidates at the state final attestation in the package's speciality; empty for exams of other types.</summary>
    public IReadOnlyDictionary<CandidateId, AttemptHistory> Attempts { get; init; } = new Dictionary<CandidateId, AttemptHistory>();
}
