using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Features.Scoring;

/// <summary>A score sheet as one expert may see it.</summary>
/// <param name="Evidence">Notes and photos that the reader may see, counted by the code of the aspect; aspects without any are left out.</param>
public sealed record SheetView(
    ExamId ExamId, string ExamNumber, ExamStatus ExamStatus, string TimeZone, string Criterion, string CriterionName, Marks Maximum, CandidateView Candidate,
    ScoreSheetStatus Status, DateTimeOffset? LockedAt, bool MayRecord, bool MayDecide, SheetProgress Progress, IReadOnlyList<SubCriterionView> SubCriteria,
    IReadOnlyList<CandidateView> Candidates, IReadOnlyList<string> Criteria, IReadOnlyList<SignatureView> Signatures, bool MaySign,
    IReadOnlyDictionary<string, int> Evidence)
{
    /// <summary>The reader's next sheet of this criterion; null at the end.</summary>
    public CandidateView? Next => Candidates.SkipWhile(c => c.Id != Candidate.Id).Skip(1).FirstOrDefault();

    /// <summary>The reader's sheet before this; null at the beginning.</summary>
    public CandidateView? Previous => Candidates.TakeWhile(c => c.Id != Candidate.Id).LastOrDefault();

    public IEnumerable<AspectView> Aspects => SubCriteria.SelectMany(s => s.Aspects);
}

/// <summary>An expert whose signature the sheet needs, or has.</summary>
/// <param name="Expert">Name.</param>
/// <param name="Mine">The reader.</param>
/// <param name="At">When it was given; null while it is missing.</param>
public sealed record SignatureView(string Expert, bool Mine, DateTimeOffset? At);

/// <summary>Whose sheet it is.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Number">Number in the exam, from 1.</param>
/// <param name="Name">Full name.</param>
/// <param name="ShortName">Surname and initials.</param>
/// <param name="Group">Number of the exam group.</param>
/// <param name="Workplace">Number of the workplace.</param>
public sealed record CandidateView(CandidateId Id, int Number, string Name, string ShortName, int Group, int Workplace);

/// <summary>A part of a sheet.</summary>
public sealed record SubCriterionView(string Code, string Name, IReadOnlyList<AspectView> Aspects);

/// <summary>One aspect of one candidate as one expert may see it.</summary>
/// <param name="AspectId">Identity.</param>
/// <param name="Code">For example A1.2.</param>
/// <param name="Text">What is assessed.</param>
/// <param name="HowToCheck">How to measure.</param>
/// <param name="Requirement">Requirement or nominal value.</param>
/// <param name="Type">Binary, discrete or judgement.</param>
/// <param name="Maximum">Maximum mark.</param>
/// <param name="Scale">How an entry becomes a mark.</param>
/// <param name="State">What holds.</param>
/// <param name="Mark">The mark, once there is one.</param>
/// <param name="Computation">How the mark came about, in the reader's language.</param>
/// <param name="Entries">Scores that stand and that the reader may see.</param>
/// <param name="Replaceable">Ids that a new entry of the reader must name in order to take their place.</param>
/// <param name="Current">The entry that the reader's control shows: the agreed one, or the reader's own score; null when there is none or several differ.</param>
/// <param name="JudgesNeeded">Experts who must score on their own.</param>
/// <param name="JudgesIn">Names of those who have.</param>
/// <param name="PanelIsFull">Enough judges without the reader.</param>
public sealed record AspectView(
    AspectId AspectId, string Code, string Text, string? HowToCheck, string? Requirement, AspectType Type, Marks Maximum, AspectScale Scale,
    AspectState State, Marks? Mark, string? Computation, IReadOnlyList<EntryView> Entries, IReadOnlyList<ScoreEntryId> Replaceable, EntryView? Current,
    int JudgesNeeded, IReadOnlyList<string> JudgesIn, bool PanelIsFull);

/// <summary>A score that stands.</summary>
public sealed record EntryView(ScoreEntryId EntryId, string Expert, bool Mine, ScoreEntryKind Kind, ScoreValue? Value, string? Reason, DateTimeOffset EnteredAt);

/// <summary>How sheets are shown to experts: the one place that decides what a reader sees of the others.</summary>
internal static class SheetViews
{
    public static SheetView Of(Texts texts, ExamAtWork work, ScoreSheet sheet, Seat seat, Criterion criterion, IReadOnlyDictionary<string, int> evidence)
    {
        var open = sheet.Status == ScoreSheetStatus.Open && work.Exam.Status.TakesMarks;
        var signed = sheet.SignedBy().ToDictionary(s => ExpertId.From(s.Expert), s => (DateTimeOffset?)s.At);
        var signers = work.SignersOf(seat, criterion);
        var mayRecord = open && !work.IsChief && seat.Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected;
        return new SheetView(work.Exam.Id, work.Exam.Number, work.Exam.Status, work.Exam.TimeZone, criterion.Letter, Name(texts, criterion), criterion.Maximum, Of(seat),
            sheet.Status, sheet.LockedAt,
            MayRecord: mayRecord,
            MayDecide: open && work.IsChief,
            sheet.ProgressOf(criterion, work.Package.Judgement),
            [.. criterion.SubCriteria.OrderBy(s => s.Position).Select(sub => new SubCriterionView(sub.Code, sub.Name,
                [.. sub.Aspects.OrderBy(a => a.Position).Select(aspect => Of(texts, work, sheet, aspect))]))],
            [.. work.Scored.Where(s => s == seat || work.IsChief || work.WhyNot(s, criterion) is null).Select(Of)],
            [.. work.Criteria.Select(c => c.Letter).Where(letter => work.IsChief || work.Duty.Scores(letter))],
            [.. signers.Union(signed.Keys).Select(e => new SignatureView(work.NameOf(e), e == work.Me.Id, signed.GetValueOrDefault(e))).OrderBy(s => s.Expert, StringComparer.CurrentCulture)],
            mayRecord && signers.Contains(work.Me.Id) && !signed.ContainsKey(work.Me.Id),
            evidence);
    }

    public static AspectView Of(Texts texts, ExamAtWork work, ScoreSheet sheet, Aspect aspect)
    {
        var standing = sheet.StandingOf(aspect, work.Package.Judgement);
        var mine = standing.Heads.Where(e => e.ExpertId == work.Me.Id).ToList();
        var mineToReplace = aspect.Type == AspectType.Judgement ? mine : standing.Heads;
        var agree = mineToReplace.Count > 0 && mineToReplace.All(e => e.SaysTheSameAs(mineToReplace[0]));
        return new AspectView(aspect.Id, aspect.Code, aspect.Text, aspect.HowToCheck, aspect.Requirement, aspect.Type, aspect.Maximum, aspect.Scale,
            standing.State, standing.Mark, ScoreWords.Of(texts, aspect, standing),
            [.. standing.VisibleTo(work.Me.Id).Select(e => Of(work, e))],
            [.. mineToReplace.Select(e => e.Id)],
            agree && mineToReplace[0].Kind != ScoreEntryKind.FromPaper ? Of(work, mineToReplace[0]) : null,
            standing.JudgesNeeded,
            [.. standing.Heads.Select(e => e.ExpertId).Distinct().Select(work.NameOf)],
            aspect.Type == AspectType.Judgement && mine.Count == 0 && standing.JudgesIn >= standing.JudgesNeeded);
    }

    public static CandidateView Of(Seat seat) => new(seat.Candidate.Id, seat.Number, seat.Candidate.Name.Full, seat.Candidate.Name.Initials, seat.Group, seat.Workplace);

    public static string Name(Texts texts, Criterion criterion) =>
        texts.Culture.TwoLetterISOLanguageName == "ru" || criterion.NameEn.Length == 0 ? criterion.Name : criterion.NameEn;

    private static EntryView Of(ExamAtWork work, ScoreEntry entry) =>
        new(entry.Id, work.NameOf(entry.ExpertId), entry.ExpertId == work.Me.Id, entry.Kind, entry.Value, entry.Reason, entry.EnteredAt);
}
