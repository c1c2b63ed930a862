using DemoExam.Domain.Packages;
using static DemoExam.Domain.Scoring.ScoringRules;

namespace DemoExam.Domain.Scoring;

/// <summary>Life of a score sheet.</summary>
public enum ScoreSheetStatus
{
    Open = 1,

    /// <summary>Complete and closed by the chief expert; entries are refused.</summary>
    Locked = 2,
}

/// <summary>
/// The score sheet (оценочная ведомость) of one candidate for one criterion: a growing set of entries. Whether an entry
/// is taken depends on the entry alone, never on the entries that are already here, and what holds is computed from the
/// set (<see cref="StandingOf"/>). So receiving entries twice, split or in another order changes nothing.
/// </summary>
public sealed class ScoreSheet
{
    private readonly List<ScoreEntry> _entries = [];
    private List<SheetSignature> _signatures = [];

    private ScoreSheet()
    {
    }

    public ScoreSheet(ScoreSheetId id, ExamId examId, CandidateId candidateId, CriterionId criterionId)
    {
        Id = id;
        ExamId = examId;
        CandidateId = candidateId;
        CriterionId = criterionId;
        Status = ScoreSheetStatus.Open;
        Edition = 1;
    }

    public ScoreSheetId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public CriterionId CriterionId { get; private set; }
    public ScoreSheetStatus Status { get; private set; }
    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>The chief expert who locked the sheet.</summary>
    public ExpertId? LockedBy { get; private set; }

    /// <summary>From 1, raised by each unlocking; signatures of earlier editions are void.</summary>
    public int Edition { get; private set; }

    /// <summary>Every signature ever given, void ones too; those that hold are <see cref="SignedBy"/>.</summary>
    public IReadOnlyList<SheetSignature> Signatures => _signatures;

    /// <summary>Raised by every change, so that a lock and an entry made at the same moment can't both succeed.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<ScoreEntry> Entries => _entries;

    /// <summary>
    /// Adds an entry. An entry that is already here is ignored: a tablet may send it any number of times, also after the
    /// lock. Whether the expert may score this candidate is the exam's question (<c>Exam.RequireScorer</c>).
    /// </summary>
    /// <exception cref="RuleViolation">Sheet locked, or value off the scale.</exception>
    public void Record(ScoreEntry entry, Aspect aspect)
    {
        if (entry.Kind is ScoreEntryKind.SetAside or ScoreEntryKind.FromPaper)
        {
            throw new ArgumentException("Decisions and paper have methods of their own.", nameof(entry));
        }

        if (Knows(entry, aspect))
        {
            return;
        }

        SheetIsOpen.Require(Status == ScoreSheetStatus.Open, ("aspect", aspect.Code));
        if (entry.Value is { } value)
        {
            aspect.Scale.Check(value, aspect.Maximum);
        }

        Add(entry);
    }

    /// <summary>
    /// The chief expert rules out entries that disagree. The value of those that remain holds; a judge whose score was
    /// set aside scores again, or another expert takes the place. Whether it is the chief expert is the exam's question.
    /// </summary>
    /// <exception cref="RuleViolation">Sheet locked, or nothing named.</exception>
    public void SetAside(ScoreEntry decision, Aspect aspect)
    {
        if (decision.Kind != ScoreEntryKind.SetAside)
        {
            throw new ArgumentException("A decision brings no value.", nameof(decision));
        }

        if (Knows(decision, aspect))
        {
            return;
        }

        SheetIsOpen.Require(Status == ScoreSheetStatus.Open, ("aspect", aspect.Code));
        DecisionNamesEntries.Require(decision.Replaces.Any(), ("aspect", aspect.Code));
        Add(decision);
    }

    /// <summary>
    /// Carries a mark over from paper, where nothing was entered yet; what experts have entered stands, and the reconciliation tells
    /// when paper says something else. Whether it is the chief expert is the exam's question.
    /// </summary>
    /// <returns>False when the aspect has entries.</returns>
    /// <exception cref="RuleViolation">Sheet locked, or points that the aspect's scale can't give.</exception>
    public bool CarryOver(ScoreEntry entry, Aspect aspect, JudgementRule judgement)
    {
        if (entry.Kind != ScoreEntryKind.FromPaper)
        {
            throw new ArgumentException("Only what stands on paper is carried over.", nameof(entry));
        }

        SheetIsOpen.Require(Status == ScoreSheetStatus.Open, ("aspect", aspect.Code));
        PaperOnScale.Require(aspect.Scale.Gives(PointsOf(entry), aspect.Maximum, judgement), ("aspects", new[] { aspect.Code }), ("count", 1));
        if (_entries.Exists(e => e.AspectId == aspect.Id))
        {
            return false;
        }

        Add(entry);
        return true;
    }

    /// <summary>What holds for an aspect: empty, waiting for judges, in conflict, to be re-scored, or a mark.</summary>
    public AspectStanding StandingOf(Aspect aspect, JudgementRule judgement) => Standing(aspect, judgement, _entries);

    /// <summary>What held at a past moment, by the server's clock: entries are only added, so the past can always be computed.</summary>
    public AspectStanding StandingAt(DateTimeOffset moment, Aspect aspect, JudgementRule judgement) => Standing(aspect, judgement, _entries.FindAll(e => e.ReceivedAt <= moment));

    private static AspectStanding Standing(Aspect aspect, JudgementRule judgement, IEnumerable<ScoreEntry> entries)
    {
        var scale = aspect.Scale as JudgementScale;
        var heads = Heads(entries, aspect.Id, ownOnly: scale is not null);
        return scale is null ? AgreedStanding(aspect, heads) : PanelStanding(aspect, scale, judgement, heads);
    }

    /// <summary>How far the sheet is, and the points so far.</summary>
    public SheetProgress ProgressOf(Criterion criterion, JudgementRule judgement)
    {
        var standings = criterion.Aspects.Select(aspect => StandingOf(aspect, judgement)).ToList();
        return new SheetProgress(
            standings.Count,
            standings.Count(s => s.State == AspectState.Scored),
            standings.Count(s => s.State == AspectState.Waiting),
            standings.Count(s => s.State is AspectState.Conflict or AspectState.NeedsRescore),
            standings.Select(s => s.Mark ?? Marks.Zero).Sum());
    }

    /// <summary>Sum of the marks that hold; null while any aspect has none.</summary>
    public Marks? TotalOf(Criterion criterion, JudgementRule judgement)
    {
        var progress = ProgressOf(criterion, judgement);
        return progress.IsComplete ? progress.Points : null;
    }

    /// <summary>What keeps the sheet from being locked: one refusal for each rule, naming the aspects. Empty when nothing does.</summary>
    public IReadOnlyList<Refusal> WhatIsMissing(Criterion criterion, JudgementRule judgement) =>
    [
        .. criterion.Aspects
            .Select(aspect => (aspect.Code, StandingOf(aspect, judgement).State))
            .Where(aspect => aspect.State != AspectState.Scored)
            .GroupBy(aspect => aspect.State switch
            {
                AspectState.Conflict => EntriesAgree,
                AspectState.NeedsRescore => SpreadWithinLimit,
                _ => EveryAspectIsScored,
            })
            .Select(group => group.Key.Refuse(("criterion", criterion.Letter), ("aspects", group.Select(a => a.Code).ToList()), ("count", group.Count()))),
    ];

    /// <summary>Experts whose signatures hold: given in this edition, for what stands here now.</summary>
    public IReadOnlyList<SheetSignature> SignedBy()
    {
        if (_signatures.Count == 0)
        {
            return [];
        }

        var content = ContentHash();
        return [.. _signatures.Where(s => s.Edition == Edition && s.ContentHash == content)];
    }

    /// <summary>The experts of these whose signature is missing.</summary>
    public IReadOnlyList<ExpertId> MissingSigners(IEnumerable<ExpertId> signers)
    {
        var signed = SignedBy().Select(s => s.Expert).ToHashSet();
        return [.. signers.Where(s => !signed.Contains(s.Value))];
    }

    /// <summary>
    /// An expert signs what stands here; signing the same again changes nothing. Whether it is an expert of this sheet is the
    /// exam's question.
    /// </summary>
    /// <exception cref="RuleViolation">Sheet locked, or with one refusal for each rule, naming the aspects.</exception>
    public bool Sign(Criterion criterion, JudgementRule judgement, ExpertId expert, DateTimeOffset now)
    {
        SheetIsOpen.Require(Status == ScoreSheetStatus.Open, ("aspect", criterion.Letter));
        if (WhatIsMissing(criterion, judgement) is { Count: > 0 } missing)
        {
            throw new RuleViolation(missing);
        }

        if (MissingSigners([expert]).Count == 0)
        {
            return false;
        }

        _signatures = [.. _signatures, new SheetSignature(expert.Value, now, Edition, ContentHash())];
        Version++;
        return true;
    }

    /// <summary>
    /// Closes the sheet. Empty is not zero: an aspect without a mark refuses the lock, and so does a missing signature.
    /// </summary>
    /// <param name="criterion">The criterion of the sheet.</param>
    /// <param name="judgement">How judges score.</param>
    /// <param name="signers">Experts who must have signed.</param>
    /// <param name="chief">Who locks.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation">With one refusal for each rule, naming the aspects (<see cref="WhatIsMissing"/>), or <see cref="SheetIsSigned"/>.</exception>
    public void Lock(Criterion criterion, JudgementRule judgement, IReadOnlyCollection<ExpertId> signers, ExpertId chief, DateTimeOffset now)
    {
        if (Status == ScoreSheetStatus.Locked)
        {
            return;
        }

        if (WhatIsMissing(criterion, judgement) is { Count: > 0 } missing)
        {
            throw new RuleViolation(missing);
        }

        var unsigned = MissingSigners(signers);
        SheetIsSigned.Require(unsigned.Count == 0, ("criterion", criterion.Letter), ("missing", unsigned.Count));

        Status = ScoreSheetStatus.Locked;
        LockedAt = now;
        LockedBy = chief;
        Version++;
    }

    /// <summary>Opens a locked sheet for a correction; every signature under it is void from now on.</summary>
    /// <exception cref="RuleViolation"><see cref="SheetIsLocked"/>.</exception>
    public void Unlock()
    {
        SheetIsLocked.Require(Status == ScoreSheetStatus.Locked);
        Status = ScoreSheetStatus.Open;
        LockedAt = null;
        LockedBy = null;
        Edition++;
        Version++;
    }

    /// <summary>
    /// Fingerprint of everything that was entered on the sheet. The order of arrival doesn't count, only the set of entries.
    /// </summary>
    public string ContentHash() => Digest.Of(
    [
        "demoexam-sheet/1", Id.ToString(), ExamId.ToString(), CandidateId.ToString(), CriterionId.ToString(),
        .. _entries.OrderBy(e => e.Id.Value).SelectMany(e => e.Fields()),
    ]);

    private bool Knows(ScoreEntry entry, Aspect aspect) => entry.AspectId == aspect.Id
        ? _entries.Any(e => e.Id == entry.Id)
        : throw new ArgumentException("The entry is about another aspect.", nameof(entry));

    private void Add(ScoreEntry entry)
    {
        _entries.Add(entry);
        Version++;
    }

    // The scores that stand: nothing newer takes their place. "Newer" is whatever names an entry, directly or through
    // others. Entries that name each other in a ring are equally new and all stand, so that no chain of replacements,
    // however it was made, can make scores vanish.
    private static List<ScoreEntry> Heads(IEnumerable<ScoreEntry> all, AspectId aspectId, bool ownOnly)
    {
        var entries = all.Where(e => e.AspectId == aspectId).OrderBy(e => e.Id.Value).ToList();
        return [.. entries.Where(entry => entry.IsScore && NewerThan(entry).All(newer => NewerThan(newer).Contains(entry)))];

        HashSet<ScoreEntry> NewerThan(ScoreEntry entry)
        {
            var found = new HashSet<ScoreEntry>();
            var open = new Stack<ScoreEntry>([entry]);
            while (open.TryPop(out var next))
            {
                foreach (var newer in entries.Where(e => e.Names(next) && MayReplace(e, next) && found.Add(e)))
                {
                    open.Push(newer);
                }
            }

            return found;
        }

        // A judge's score is the judge's own: another judge who names it changes nothing. A decision stands.
        bool MayReplace(ScoreEntry newer, ScoreEntry older) =>
            newer.Kind == ScoreEntryKind.SetAside || (older.Kind != ScoreEntryKind.SetAside && (!ownOnly || newer.ExpertId == older.ExpertId));
    }

    private static AspectStanding AgreedStanding(Aspect aspect, List<ScoreEntry> heads)
    {
        if (heads.Count == 0)
        {
            return new AspectStanding(AspectState.Empty, null, heads, 1);
        }

        if (heads.Skip(1).Any(e => !e.SaysTheSameAs(heads[0])))
        {
            return new AspectStanding(AspectState.Conflict, null, heads, 1);
        }

        var mark = heads[0] switch
        {
            { Kind: ScoreEntryKind.FromPaper } paper => PointsOf(paper),
            { Value: { } value } => aspect.Scale.MarkFor(value, aspect.Maximum),
            _ => Marks.Zero,
        };
        return new AspectStanding(AspectState.Scored, mark, heads, 1);
    }

    private static Marks PointsOf(ScoreEntry paper) => new((int)(paper.Value!.Value.Thousandths / 10));

    private static AspectStanding PanelStanding(Aspect aspect, JudgementScale scale, JudgementRule judgement, List<ScoreEntry> heads)
    {
        if (heads.Count == 0)
        {
            return new AspectStanding(AspectState.Empty, null, heads, judgement.Judges);
        }

        // Paper has the panel's mark already; a judge's score beside it contradicts it or repeats it, and a person decides.
        if (heads.Exists(e => e.Kind == ScoreEntryKind.FromPaper))
        {
            return heads.TrueForAll(e => e.SaysTheSameAs(heads[0]))
                ? new AspectStanding(AspectState.Scored, PointsOf(heads[0]), heads, 1)
                : new AspectStanding(AspectState.Conflict, null, heads, judgement.Judges);
        }

        // More judges than the panel has is no vote to average: a person decides whose entries stand.
        var byJudge = heads.GroupBy(e => e.ExpertId).ToList();
        if (byJudge.Count > judgement.Judges || byJudge.Any(judge => judge.Skip(1).Any(e => !e.SaysTheSameAs(judge.First()))))
        {
            return new AspectStanding(AspectState.Conflict, null, heads, judgement.Judges);
        }

        // A judge's "not attempted" is the lowest score: there was nothing to judge.
        var scores = byJudge.Select(judge => judge.First().Value is { } value ? scale.JudgeScore(value, aspect.Maximum) : 0).ToList();
        var panel = new JudgementPanel(judgement, scores);
        return panel.State switch
        {
            PanelState.Waiting => new AspectStanding(AspectState.Waiting, null, heads, judgement.Judges),
            PanelState.NeedsRescore => new AspectStanding(AspectState.NeedsRescore, null, heads, judgement.Judges),
            _ => new AspectStanding(AspectState.Scored, panel.MarkOf(aspect.Maximum), heads, judgement.Judges),
        };
    }
}

/// <summary>State of one aspect on one sheet.</summary>
public enum AspectState
{
    Empty = 1,

    /// <summary>Some judges have scored, not all.</summary>
    Waiting = 2,

    /// <summary>Different entries stand side by side.</summary>
    Conflict = 3,

    /// <summary>All judges have scored, too far apart.</summary>
    NeedsRescore = 4,

    /// <summary>The aspect has a mark.</summary>
    Scored = 5,
}

/// <summary>What holds for one aspect.</summary>
/// <param name="State">The state.</param>
/// <param name="Mark">The mark; null unless <see cref="AspectState.Scored"/>.</param>
/// <param name="Heads">Scores that nothing newer replaces, in the order of their ids.</param>
/// <param name="JudgesNeeded">Experts who must score on their own: the panel for judgement, otherwise one.</param>
public sealed record AspectStanding(AspectState State, Marks? Mark, IReadOnlyList<ScoreEntry> Heads, int JudgesNeeded)
{
    /// <summary>Experts whose scores stand.</summary>
    public int JudgesIn => Heads.Select(e => e.ExpertId).Distinct().Count();

    /// <summary>
    /// Which of the scores an expert may see: own ones always, those of other judges once the whole panel has scored.
    /// </summary>
    public IEnumerable<ScoreEntry> VisibleTo(ExpertId expert) =>
        JudgesIn >= JudgesNeeded ? Heads : Heads.Where(e => e.ExpertId == expert);
}

/// <summary>How far a sheet is.</summary>
/// <param name="Aspects">Aspects of the criterion.</param>
/// <param name="Scored">Aspects with a mark.</param>
/// <param name="Waiting">Aspects that wait for judges.</param>
/// <param name="Disputed">Aspects in conflict or to be scored again.</param>
/// <param name="Points">Sum of the marks that hold.</param>
public sealed record SheetProgress(int Aspects, int Scored, int Waiting, int Disputed, Marks Points)
{
    public bool IsComplete => Scored == Aspects;
}
