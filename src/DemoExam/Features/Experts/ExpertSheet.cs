using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Domain.People;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Experts;

/// <summary>Columns of a list of experts, recognised by their headings in any order.</summary>
public enum ExpertColumn
{
    Surname = 1,
    GivenName,
    Patronymic,
    PersonalNumber,
    Employer,
    Email,
    CredentialType,
    Covers,
    CredentialNumber,
    ValidFrom,
    ValidTo,
}

/// <summary>A row without errors: an expert with one document or none.</summary>
/// <param name="FirstRow">The first row about this expert.</param>
/// <param name="Credential">Null when the row has no document, or one that is registered already.</param>
/// <param name="RegisteredId">The expert of the register that this seems to be.</param>
/// <param name="IsCertain">The personal number is the same.</param>
public sealed record ExpertLine(
    int Row, int FirstRow, PersonName Name, string? PersonalNumber, OrganisationId EmployerId, string? Email, NewCredential? Credential, ExpertId? RegisteredId, bool IsCertain);

/// <summary>An expert of the register as rows are compared with it.</summary>
internal sealed record RegisteredExpert(ExpertId Id, string NameNorm, OrganisationId EmployerId, string? PersonalNumber, IReadOnlySet<(string Number, string Covers)> Credentials);

/// <summary>What rows are checked against.</summary>
internal sealed record ExpertChecks(KnownOrganisations Organisations, IReadOnlyCollection<RegisteredExpert> Registered, IReadOnlyDictionary<string, CredentialType> Types);

/// <summary>A list of experts as regional centres keep it: one row for each document; a row without a document registers the person alone.</summary>
internal static class ExpertSheet
{
    private static readonly Dictionary<string, ExpertColumn> Headings = ImportTable<ExpertColumn>.Headings(
        (ExpertColumn.Surname, "фамилия|surname|last name|family name"),
        (ExpertColumn.GivenName, "имя|given name|first name|name"),
        (ExpertColumn.Patronymic, "отчество|отчество (при наличии)|patronymic|middle name"),
        (ExpertColumn.PersonalNumber, "снилс|номер снилс|страховой номер|snils|personal number|insurance number"),
        (ExpertColumn.Employer, "место работы|работодатель|организация|employer|organisation|organization"),
        (ExpertColumn.Email, "почта|электронная почта|эл. почта|адрес почты|e-mail|email|mail"),
        (ExpertColumn.CredentialType, "вид права|вид документа|вид свидетельства|право|type of right|credential|type"),
        (ExpertColumn.Covers, "специальность или комплект|специальность|комплект|код|speciality or package|covers|speciality|package"),
        (ExpertColumn.CredentialNumber, "номер документа|номер свидетельства|№ свидетельства|номер|number of the document|credential number|number"),
        (ExpertColumn.ValidFrom, "действует с|начало|с|valid from|from"),
        (ExpertColumn.ValidTo, "действует по|окончание|по|valid to|to"));

    private static readonly ExpertColumn[] Document = [ExpertColumn.CredentialType, ExpertColumn.Covers, ExpertColumn.CredentialNumber, ExpertColumn.ValidFrom, ExpertColumn.ValidTo];

    /// <summary>Finds the table in the first sheet that has one.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static ImportTable<ExpertColumn> Open(ImportFile file) =>
        ImportTable<ExpertColumn>.Open(file, ImportLimits.Lists, Headings, [ExpertColumn.Surname, ExpertColumn.GivenName, ExpertColumn.Employer]);

    /// <summary>Reads every row: the lines without errors, in order, and all that is wrong.</summary>
    public static (IReadOnlyList<ExpertLine> Lines, IReadOnlyList<ImportProblem<ExpertColumn>> Problems, int Rows) Check(ImportTable<ExpertColumn> table, ExpertChecks checks)
    {
        var (lines, problems, rows) = (new List<ExpertLine>(), new List<ImportProblem<ExpertColumn>>(), 0);
        var reading = new Reading(checks);
        foreach (var row in table.Rows)
        {
            rows++;
            if (reading.Line(new ImportRow<ExpertColumn>(table, row, problems)) is { } line)
            {
                lines.Add(line);
            }
        }

        return (lines, problems, rows);
    }

    /// <summary>What was read so far: an expert may stand in several rows.</summary>
    private sealed class Reading(ExpertChecks checks)
    {
        private readonly Dictionary<string, RegisteredExpert> _registeredByNumber = checks.Registered.Where(e => e.PersonalNumber is not null).ToDictionary(e => e.PersonalNumber!);
        private readonly ILookup<string, RegisteredExpert> _registered = checks.Registered.ToLookup(e => e.NameNorm);
        private readonly Dictionary<string, (int Row, string NameNorm)> _byNumber = [];
        private readonly Dictionary<(string NameNorm, OrganisationId EmployerId, string? Number), int> _byName = [];
        private readonly Dictionary<(int FirstRow, string? Number, string? Covers), int> _documents = [];

        public ExpertLine? Line(ImportRow<ExpertColumn> row)
        {
            var name = row.Name(ExpertColumn.Surname, ExpertColumn.GivenName, ExpertColumn.Patronymic);
            var employer = row.Organisation(ExpertColumn.Employer, checks.Organisations);
            var number = row.PersonalNumber(ExpertColumn.PersonalNumber);
            var email = row.Email(ExpertColumn.Email);
            var credential = Credential(row);
            if (row.Failed || employer is null)
            {
                return null;
            }

            var firstRow = FirstRow(row, name.Normalised, employer.Value, number);
            if (!_documents.TryAdd((firstRow, credential?.Number, credential?.Covers), row.Number))
            {
                row.Fail(credential is null ? ExpertColumn.Surname : ExpertColumn.CredentialNumber, ImportFault.RepeatedInFile, _documents[(firstRow, credential?.Number, credential?.Covers)]);
            }

            var (registered, certain) = Registered(row, name.Normalised, employer.Value, number);
            if (registered is not null && credential is not null && registered.Credentials.Contains((credential.Number, credential.Covers)))
            {
                row.Warn(ExpertColumn.CredentialNumber, ImportFault.DocumentRegistered);
                credential = certain ? null : credential;
            }
            else if (registered is not null && firstRow == row.Number)
            {
                row.Warn(ExpertColumn.Surname, ImportFault.MaybeRegistered);
            }

            return row.Failed ? null : new ExpertLine(row.Number, firstRow, name, number, employer.Value, email, credential, registered?.Id, certain);
        }

        private NewCredential? Credential(ImportRow<ExpertColumn> row)
        {
            if (Document.All(row.IsEmpty))
            {
                return null;
            }

            var type = row.Choice(ExpertColumn.CredentialType, checks.Types, ImportFault.CredentialTypeUnknown);
            var covers = row.Required(ExpertColumn.Covers, 60);
            var number = row.Required(ExpertColumn.CredentialNumber, 60);
            var from = row.RequiredDate(ExpertColumn.ValidFrom);
            var to = row.Date(ExpertColumn.ValidTo);
            if (from > to)
            {
                row.Fail(ExpertColumn.ValidTo, ImportFault.TermReversed);
            }

            return row.Failed || type is null || from is null ? null : new NewCredential(type.Value, covers, number, from.Value, to);
        }

        private int FirstRow(ImportRow<ExpertColumn> row, string nameNorm, OrganisationId employer, string? number)
        {
            if (number is not null && !_byNumber.TryAdd(number, (row.Number, nameNorm)))
            {
                if (_byNumber[number].NameNorm != nameNorm)
                {
                    row.Fail(ExpertColumn.PersonalNumber, ImportFault.Contradicts, _byNumber[number].Row);
                }

                return _byNumber[number].Row;
            }

            return number is not null || _byName.TryAdd((nameNorm, employer, number), row.Number) ? row.Number : _byName[(nameNorm, employer, number)];
        }

        private (RegisteredExpert? Expert, bool IsCertain) Registered(ImportRow<ExpertColumn> row, string nameNorm, OrganisationId employer, string? number)
        {
            if (number is not null && _registeredByNumber.TryGetValue(number, out var same))
            {
                if (same.NameNorm != nameNorm)
                {
                    row.Fail(ExpertColumn.PersonalNumber, ImportFault.PersonalNumberTaken);
                }

                return (same, true);
            }

            // Namesakes with different numbers are two people; one who left another employer may be the same.
            return (_registered[nameNorm].Where(e => number is null || e.PersonalNumber is null).OrderByDescending(e => e.EmployerId == employer).FirstOrDefault(), false);
        }
    }
}
