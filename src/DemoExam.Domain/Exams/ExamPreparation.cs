using DemoExam.Domain.Experts;
using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>The preparatory day (C−1): checklist, readiness act, safety briefing, duties.</summary>
public sealed partial class Exam
{
    private List<ReadinessItem> _readiness = [];

    /// <summary>The checklist as it was when preparation began, with what was found; empty before.</summary>
    public IReadOnlyList<ReadinessItem> Readiness => _readiness;

    /// <summary>When the chief expert signed the readiness act; null before.</summary>
    public DateTimeOffset? ReadyAt { get; private set; }

    /// <summary>Preparation begins: the checklist of the day is laid down, so that a later edit doesn't change it.</summary>
    /// <exception cref="RuleViolation">Not yet the day, or not confirmed.</exception>
    public void BeginPreparation(IEnumerable<ReadinessItem> checklist, DateOnly today)
    {
        RequireStatus(ExamStatus.Confirmed, ExamStatus.Preparation);
        PreparatoryDayHasCome.Require(today >= PreparatoryDay, ("day", PreparatoryDay), ("today", today));
        if (_readiness.Count == 0)
        {
            _readiness = [.. checklist];
        }

        Status = ExamStatus.Preparation;
        Version++;
    }

    /// <summary>Somebody of the exam looked at a line of the checklist. A line that turns out missing takes readiness back.</summary>
    /// <param name="by">Chief or technical expert.</param>
    /// <param name="name">Their name.</param>
    /// <param name="key">The line.</param>
    /// <param name="state">What was found.</param>
    /// <param name="note">What is missing.</param>
    /// <param name="now">When.</param>
    public void CheckReadiness(ExpertId by, string name, string key, ReadinessState state, string? note, DateTimeOffset now)
    {
        RequireConductor(by);
        RequireStatus(ExamStatus.Preparation, ExamStatus.Ready);
        var item = _readiness.Find(i => i.Key == key);
        ReadinessItemExists.Require(item is not null, ("item", key));
        MissingIsExplained.Require(state != ReadinessState.Missing || !string.IsNullOrWhiteSpace(note), ("item", item!.Name));
        _readiness = [.. _readiness.Select(i => i.Key == key ? i with { State = state, Note = note, By = name, At = now } : i)];
        if (Status == ExamStatus.Ready && state != ReadinessState.There && item.IsMandatory)
        {
            (Status, ReadyAt) = (ExamStatus.Preparation, null);
        }

        Version++;
    }

    /// <summary>What keeps the chief expert from signing the readiness act; empty when nothing does.</summary>
    /// <param name="draw">The draw that counts.</param>
    /// <param name="obstacles">What the registers hold against the exam.</param>
    public IReadOnlyList<Refusal> WhyNotReady(WorkplaceDraw? draw, IReadOnlyList<Refusal> obstacles)
    {
        var refusals = new Refusals();
        refusals.Require(ChecklistIsLaidDown, _readiness.Count > 0, null);
        foreach (var item in _readiness.Where(i => i.IsMandatory))
        {
            refusals.Require(ItemIsChecked, item.State != ReadinessState.Open, null, ("item", item.Name));
            refusals.Require(ItemIsThere, item.State != ReadinessState.Missing, null, ("item", item.Name), ("note", item.Note));
        }

        refusals.Require(PlacesAreDrawn, draw is { DrawnAt: not null, AnnulledAt: null }, null);
        foreach (var obstacle in obstacles)
        {
            refusals.Add(obstacle);
        }

        return refusals.All;
    }

    /// <summary>The chief expert signs the readiness act (акт готовности ЦПДЭ).</summary>
    /// <exception cref="RuleViolation">With everything that is missing.</exception>
    public void SignReadiness(ExpertId chief, WorkplaceDraw? draw, IReadOnlyList<Refusal> obstacles, DateTimeOffset now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Preparation);
        if (WhyNotReady(draw, obstacles) is { Count: > 0 } missing)
        {
            throw new RuleViolation(missing);
        }

        ReadyAt = now;
        Step(ExamStatus.Ready, ExamStatus.Preparation);
    }

    /// <summary>The safety briefing was given under signature: to candidates and experts, by the technical or the chief expert.</summary>
    public void Brief(ExpertId by, string name, IReadOnlyCollection<CandidateId> candidates, IReadOnlyCollection<ExpertId> experts, DateTimeOffset now)
    {
        RequireConductor(by);
        RequireStatus(ExamStatus.Preparation, ExamStatus.Ready, ExamStatus.Running);
        SomebodyIsBriefed.Require(candidates.Count + experts.Count > 0);
        foreach (var enrolment in candidates.Select(EnrolmentOf).Where(e => e.BriefedAt is null))
        {
            enrolment.Brief(name, now);
        }

        foreach (var id in experts)
        {
            var duty = _duties.Find(d => d.ExpertId == id);
            ExpertTakesPart.Require(duty is not null);
            if (duty!.BriefedAt is null)
            {
                duty.Brief(name, now);
            }
        }

        Version++;
    }

    /// <summary>The chief expert says who scores which criteria; every criterion keeps its panel.</summary>
    /// <param name="chief">The chief expert.</param>
    /// <param name="duties">Letters by expert; those not named keep theirs.</param>
    /// <param name="now">What the registers say.</param>
    /// <exception cref="RuleViolation">With every criterion that has too few judges, and unknown letters.</exception>
    public void DistributeDuties(ExpertId chief, IReadOnlyDictionary<ExpertId, string> duties, ExamCircumstances now)
    {
        RequireChief(chief);
        RequireStatus(ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready);
        var refusals = new Refusals();
        var letters = string.Concat(now.Package.CriteriaOf(Scope).Select(c => c.Letter));
        foreach (var (expert, criteria) in duties)
        {
            var duty = _duties.Find(d => d.ExpertId == expert && d.IsScoring);
            if (refusals.Require(ExpertTakesPart, duty is not null, null))
            {
                var unknown = string.Concat(criteria.Where(c => !letters.Contains(c, StringComparison.Ordinal)));
                refusals.Require(CriteriaAreInScope, unknown.Length == 0, null, ("expert", now.Experts[expert].Name.Initials), ("criteria", unknown), ("known", letters));
                duty!.Distribute(string.Concat(criteria.Distinct().Order()));
            }
        }

        foreach (var criterion in now.Package.CriteriaOf(Scope))
        {
            var judges = _duties.Count(d => d.Scores(criterion.Letter));
            refusals.Require(CriterionHasPanel, judges >= now.Package.Judgement.Judges, null, ("criterion", criterion.Letter), ("experts", judges), ("needed", now.Package.Judgement.Judges));
        }

        refusals.ThrowIfAny();
        Version++;
    }

    /// <summary>Checks that the expert conducts this exam: its chief or its technical expert.</summary>
    /// <exception cref="RuleViolation"><see cref="ConductedByItsExperts"/>.</exception>
    public void RequireConductor(ExpertId expert) =>
        ConductedByItsExperts.Require(_duties.Exists(d => d.ExpertId == expert && d.EndedAt is null && d.Role is ExamRole.ChiefExpert or ExamRole.TechnicalExpert), ("exam", Number));
}

/// <summary>What was found at a line of the checklist.</summary>
public enum ReadinessState
{
    /// <summary>Nobody has looked.</summary>
    Open = 1,

    /// <summary>As it should be.</summary>
    There = 2,

    /// <summary>Missing or broken.</summary>
    Missing = 3,
}

/// <summary>A name in both languages, from data.</summary>
public sealed record Words(string Russian, string English);

/// <summary>A line of the readiness checklist.</summary>
/// <param name="Key">Short name that stays.</param>
/// <param name="Name">What to look at.</param>
/// <param name="IsMandatory">Without it the exam is not ready.</param>
/// <param name="State">What was found.</param>
/// <param name="Note">What is missing.</param>
/// <param name="By">Who looked.</param>
/// <param name="At">When.</param>
public sealed record ReadinessItem(string Key, Words Name, bool IsMandatory, ReadinessState State = ReadinessState.Open, string? Note = null, string? By = null, DateTimeOffset? At = null);
