namespace DemoExam.Domain.Scoring;

/// <summary>The rule book of scoring.</summary>
public static class ScoringRules
{
    public static readonly Rule ExamTakesMarks = new("scoring.exam-not-running", "Marks are taken only while the exam is running or being scored.");
    public static readonly Rule SheetIsOpen = new("scoring.sheet-locked", "The criterion is locked for this candidate.");
    public static readonly Rule EntryOnScale = new("scoring.entry-off-scale", "The entry is not one of the values that this aspect allows.");
    public static readonly Rule ExpertScoresCriterion = new("scoring.not-assigned", "The expert is not assigned to score this criterion.");
    public static readonly Rule ChiefNeverScores = new("scoring.chief-scores", "The chief expert may not take part in scoring.");
    public static readonly Rule ExpertIsIndependent = new("scoring.conflict", "An expert may not score a candidate with whom they have a conflict of interest.");
    public static readonly Rule EveryAspectIsScored = new("scoring.aspects-missing", "Every aspect must be scored before the criterion is locked.");
    public static readonly Rule EntriesAgree = new("scoring.entries-differ", "Different entries exist for one aspect; a person must decide which one holds.");
    public static readonly Rule SpreadWithinLimit = new("scoring.spread", "The judges' scores differ by more than the rule allows.");
    public static readonly Rule EveryCriterionIsLocked = new("scoring.criteria-open", "Every criterion of every candidate must be locked before the exam is.");
    public static readonly Rule NotAttemptedHasReason = new("scoring.not-attempted-reason", "\"Not attempted\" needs a reason.");
    public static readonly Rule DecisionHasReason = new("scoring.decision-reason", "Setting an entry aside needs a reason.");
    public static readonly Rule DecisionNamesEntries = new("scoring.decision-empty", "Say which entries are set aside.");
    public static readonly Rule SheetIsSigned = new("scoring.not-signed", "Every expert of the criterion must sign the sheet before it is locked.");
    public static readonly Rule SheetIsLocked = new("scoring.not-locked", "There is nothing to unlock: no sheet of this choice is locked.");
    public static readonly Rule UnlockHasBasis = new("scoring.unlock-basis", "Unlocking needs a basis document with its number and date, and a reason.");
    public static readonly Rule BasisIsEnough = new("scoring.unlock-late", "After the protocol was signed only a decision of the appeals board or of the state board opens scores.");
    public static readonly Rule TwoPersonsUnlock = new("scoring.unlock-alone", "Who asked to unlock may not decide about it.");
    public static readonly Rule UnlockIsUndecided = new("scoring.unlock-decided", "The request to unlock was decided already.");
    public static readonly Rule RejectionHasReason = new("scoring.unlock-answer", "Say why the request is rejected.");
    public static readonly Rule PaperIsReadWhole = new("scoring.paper-incomplete", "Enter the points of every aspect of the paper sheet, none above its maximum.");
    public static readonly Rule PaperAgrees = new("scoring.paper-differs", "Every paper sheet must be read by two persons and say the same as the system.");
    public static readonly Rule PaperOnScale = new("scoring.paper-off-scale", "The points of these aspects are none that their scale can give.");
    public static readonly Rule PaperIsReconciled = new("scoring.paper-not-reconciled", "Paper sheets were issued: a board member must have confirmed that paper and system say the same.");
    public static readonly Rule PaperIsReadTwice = new("scoring.paper-not-read", "No paper sheet was read by two persons alike while the system has nothing for it.");
    public static readonly Rule EvidenceSaysSomething = new("scoring.evidence-empty", "Evidence needs a note or a photo.");
    public static readonly Rule EvidenceIsBounded = new("scoring.evidence-too-much", "The aspect has as much evidence as it can hold.");
    public static readonly Rule PhotoIsSmall = new("scoring.photo-too-large", "The photo is too large.");
    public static readonly Rule PhotoIsPicture = new("scoring.photo-no-picture", "The file is no JPEG, PNG or WebP picture.");
    public static readonly Rule AspectIsInExam = new("scoring.aspect-unknown", "The aspect is not part of this exam.");
}
