namespace DemoExam.Domain.Candidates;

/// <summary>The rule book of candidates.</summary>
public static class CandidateRules
{
    /// <summary>Youngest candidate, years: pupils begin in the sixth class, some earlier.</summary>
    public const int Youngest = 6;

    /// <summary>Oldest candidate, years.</summary>
    public const int Oldest = 100;

    public static readonly Rule BirthDateIsPlausible = new("candidates.birth-date", "The date of birth makes the candidate too young or too old.");
    public static readonly Rule PersonIsNew = new("candidates.person-repeated", "A candidate of this name and date of birth is already registered.");
    public static readonly Rule PersonalNumberIsNew = new("candidates.personal-number-taken", "A candidate with this personal number is already registered.");
    public static readonly Rule OrganisationIsOwn = new("candidates.other-organisation", "An organiser enters candidates of their own organisation only.");
    public static readonly Rule ExtraTimeIsSaid = new("candidates.extra-time", "More time needs a per cent from 1 to 200; without it there is none.");
    public static readonly Rule RetakeFollowsAttempt = new("candidates.no-attempt", "The candidate has used no attempt in this speciality.");
    public static readonly Rule MergeIsOfTwo = new("candidates.merge-same", "Only two entries of one region that both count can be merged.");
    public static readonly Rule EntryIsMerged = new("candidates.not-merged", "The entry is not merged into another one.");
    public static readonly Rule NumbersDoNotDiffer = new("candidates.merge-numbers", "The personal numbers differ, so these are two people.");
    public static readonly Rule MergeBooksNothingTwice = new("candidates.merge-double-booking", "Both entries are enrolled for the same day; leave the person out of one of the exams first.");
    public static readonly Rule NameIsNotOnPassports = new("candidates.name-on-passports", "The name stands on passports; change it there, so that they are replaced.");
    public static readonly Rule ImportIsClean = new("candidates.import-errors", "The file has rows with errors; nothing was imported.");

    /// <summary>True for a date of birth that a candidate may have.</summary>
    public static bool IsPlausible(DateOnly birthDate, DateOnly today) => birthDate <= today.AddYears(-Youngest) && birthDate > today.AddYears(-Oldest);
}
