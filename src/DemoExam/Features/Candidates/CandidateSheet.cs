using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Candidates;

/// <summary>Columns of a list of candidates, recognised by their headings in any order.</summary>
public enum CandidateColumn
{
    Surname = 1,
    GivenName,
    Patronymic,
    LatinName,
    BirthDate,
    Category,
    Organisation,
    StudyGroup,
    Email,
    PersonalNumber,
    GuardianName,
    GuardianPhone,
    GuardianEmail,
    GuardianConsent,
}

/// <summary>A row without errors.</summary>
/// <param name="MaybeRegistered">The register has somebody of this name and date of birth.</param>
/// <param name="IsRegistered">The register has this person: the personal number is the same.</param>
public sealed record CandidateLine(int Row, CandidateDetails Details, bool MaybeRegistered, bool IsRegistered);

/// <summary>What rows are checked against.</summary>
/// <param name="Organisations">Organisations of the region.</param>
/// <param name="Own">Those that the user enters candidates of.</param>
/// <param name="Registered">Who is in the register.</param>
/// <param name="Categories">Words for categories in both languages, normalised.</param>
internal sealed record CandidateChecks(
    KnownOrganisations Organisations, IReadOnlySet<OrganisationId> Own, KnownPeople Registered,
    IReadOnlyDictionary<string, CandidateCategory> Categories, OrganisationId? Organisation, CandidateCategory? Category, DateOnly Today);

/// <summary>A list of candidates as colleges keep it.</summary>
internal static class CandidateSheet
{
    private static readonly Dictionary<string, CandidateColumn> Headings = ImportTable<CandidateColumn>.Headings(
        (CandidateColumn.Surname, "фамилия|surname|last name|family name"),
        (CandidateColumn.GivenName, "имя|given name|first name|name"),
        (CandidateColumn.Patronymic, "отчество|отчество (при наличии)|patronymic|middle name"),
        (CandidateColumn.LatinName, "имя латиницей|фамилия и имя латиницей|фамилия имя латиницей|латиницей|латиница|latin name|name in latin letters|latin"),
        (CandidateColumn.BirthDate, "дата рождения|день рождения|birth date|date of birth|birthdate|born"),
        (CandidateColumn.Category, "категория|категория кандидата|category"),
        (CandidateColumn.Organisation, "организация|образовательная организация|оо|поо|колледж|школа|organisation|organization|college|school"),
        (CandidateColumn.StudyGroup, "группа|учебная группа|класс|group|study group|class"),
        (CandidateColumn.Email, "почта|электронная почта|эл. почта|адрес почты|e-mail|email|mail"),
        (CandidateColumn.PersonalNumber, "снилс|номер снилс|страховой номер|snils|personal number|insurance number"),
        (CandidateColumn.GuardianName, "законный представитель|представитель|родитель|guardian|parent"),
        (CandidateColumn.GuardianPhone, "телефон представителя|телефон родителя|guardian's phone|guardian phone"),
        (CandidateColumn.GuardianEmail, "почта представителя|почта родителя|guardian's e-mail|guardian e-mail|guardian email"),
        (CandidateColumn.GuardianConsent, "согласие представителя|согласие родителя|guardian's consent|guardian consent"));

    /// <summary>Finds the table in the first sheet that has one.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static ImportTable<CandidateColumn> Open(ImportFile file, bool organisationGiven, bool categoryGiven)
    {
        var needed = new List<CandidateColumn> { CandidateColumn.Surname, CandidateColumn.GivenName, CandidateColumn.BirthDate };
        if (!categoryGiven)
        {
            needed.Add(CandidateColumn.Category);
        }

        if (!organisationGiven)
        {
            needed.Add(CandidateColumn.Organisation);
        }

        return ImportTable<CandidateColumn>.Open(file, ImportLimits.Lists, Headings, needed);
    }

    /// <summary>Reads every row: the lines without errors, in order, and all that is wrong.</summary>
    public static (IReadOnlyList<CandidateLine> Lines, IReadOnlyList<ImportProblem<CandidateColumn>> Problems, int Rows) Check(ImportTable<CandidateColumn> table, CandidateChecks checks)
    {
        var (lines, problems, rows) = (new List<CandidateLine>(), new List<ImportProblem<CandidateColumn>>(), 0);
        var seen = new SeenPeople();
        foreach (var row in table.Rows)
        {
            rows++;
            if (Line(new ImportRow<CandidateColumn>(table, row, problems), checks, seen) is { } line)
            {
                lines.Add(line);
            }
        }

        return (lines, problems, rows);
    }

    private static CandidateLine? Line(ImportRow<CandidateColumn> row, CandidateChecks checks, SeenPeople seen)
    {
        var name = row.Name(CandidateColumn.Surname, CandidateColumn.GivenName, CandidateColumn.Patronymic);
        var latinName = row.Text(CandidateColumn.LatinName, 200);
        if (!PersonNames.IsLatin(latinName))
        {
            row.Fail(CandidateColumn.LatinName, ImportFault.LatinNameNotLatin);
        }

        var birthDate = row.RequiredDate(CandidateColumn.BirthDate);
        if (birthDate is { } born && !CandidateRules.IsPlausible(born, checks.Today))
        {
            row.Fail(CandidateColumn.BirthDate, ImportFault.BirthDateImplausible);
            birthDate = null;
        }

        var category = row.Choice(CandidateColumn.Category, checks.Categories, ImportFault.CategoryUnknown, checks.Category);
        var organisation = row.Organisation(CandidateColumn.Organisation, checks.Organisations, checks.Organisation);
        if (organisation is { } id && !checks.Own.Contains(id))
        {
            row.Fail(CandidateColumn.Organisation, ImportFault.OrganisationNotOwn);
        }

        var studyGroup = PersonNames.OrNull(row.Text(CandidateColumn.StudyGroup, 60));
        var email = row.Email(CandidateColumn.Email);
        var number = row.PersonalNumber(CandidateColumn.PersonalNumber);
        var guardian = Guardian.Of(row.Text(CandidateColumn.GuardianName, Guardian.LongestText), row.Text(CandidateColumn.GuardianPhone, Guardian.LongestPhone),
            row.Email(CandidateColumn.GuardianEmail), row.Text(CandidateColumn.GuardianConsent, Guardian.LongestText));
        var known = name.Surname.Length > 0 && birthDate is { } date ? Known(row, name, date, number, checks.Registered, seen) : Likeness.None;
        return row.Failed || birthDate is null || category is null || organisation is null
            ? null
            : new CandidateLine(row.Number, new CandidateDetails(name, PersonNames.OrNull(latinName) ?? Transliteration.Propose(name), birthDate.Value, category.Value, organisation.Value,
                studyGroup, email, number, guardian), known == Likeness.Probable, known == Likeness.Certain);
    }

    private static Likeness Known(ImportRow<CandidateColumn> row, PersonName name, DateOnly birthDate, string? number, KnownPeople registered, SeenPeople seen)
    {
        var repeated = seen.Find(name, birthDate, number);
        seen.Add(name, birthDate, number, row.Number);
        if (repeated is not null)
        {
            row.Fail(CandidateColumn.Surname, ImportFault.RepeatedInFile, repeated);
            return Likeness.None;
        }

        var likeness = registered.Compare(name, birthDate, number);
        if (likeness == Likeness.OtherName)
        {
            row.Fail(CandidateColumn.PersonalNumber, ImportFault.PersonalNumberTaken);
        }
        else if (likeness != Likeness.None)
        {
            row.Warn(CandidateColumn.Surname, ImportFault.MaybeRegistered);
        }

        return likeness;
    }
}
