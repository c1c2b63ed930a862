namespace DemoExam.Domain.Experts;

/// <summary>The rule book of experts and their credentials.</summary>
public static class ExpertRules
{
    public static readonly Rule TermIsForward = new("experts.term-reversed", "A credential can't end before it begins.");
    public static readonly Rule NumberIsNew = new("experts.credential-repeated", "This credential is already registered.");
    public static readonly Rule PersonIsNew = new("experts.person-repeated", "An expert of this name is already registered.");
    public static readonly Rule PersonalNumberIsNew = new("experts.personal-number-taken", "An expert with this personal number is already registered.");
    public static readonly Rule ImportIsClean = new("experts.import-errors", "The file has rows with errors; nothing was imported.");
    public static readonly Rule CredentialIsInForce = new("experts.credential-revoked", "This credential was revoked before.");
    public static readonly Rule MergeIsOfTwo = new("experts.merge-same", "Only two entries of one region that both count can be merged.");
    public static readonly Rule EntryIsMerged = new("experts.not-merged", "The entry is not merged into another one.");
    public static readonly Rule NumbersDoNotDiffer = new("experts.merge-numbers", "The personal numbers differ, so these are two people.");
    public static readonly Rule MergeBooksNothingTwice = new("experts.merge-double-booking", "Both entries have a duty on the same day; replace the expert in one of the exams first.");
    public static readonly Rule MergeWaitsForWork = new("experts.merge-at-work", "The entry has a duty in an exam that is under way; marks and signatures there name it. Merge when the exam is closed.");
    public static readonly Rule TieIsNew = new("experts.tie-repeated", "This tie is already declared.");
    public static readonly Rule ExpertIsEligible = new("experts.no-valid-credential", "The expert has no credential for this role and package that is valid on every day of the exam.");
}
