using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Columns of a list of outcomes, recognised by their headings in any order.</summary>
public enum OutcomeColumn
{
    Surname = 1,
    GivenName,
    Patronymic,
    BirthDate,
    PersonalNumber,
    Group,
    Outcome,
    On,
    Employer,
    Source,
}

/// <summary>A row without errors.</summary>
public sealed record OutcomeLine(int Row, ParticipantId ParticipantId, PersonName Name, ToldOutcome Told);

/// <summary>A checked list.</summary>
internal sealed record CheckedOutcomes(IReadOnlyList<OutcomeLine> Lines, IReadOnlyList<ImportProblem<OutcomeColumn>> Problems, int Rows, IReadOnlyList<string> Ignored)
{
    public int Errors => Problems.Count(p => !p.IsWarning);
}

/// <summary>A list of what came of the trainings of one programme; rows that tell no outcome are left out, so that the list of whom to ask can be filled in piece by piece.</summary>
internal static class OutcomeSheet
{
    private static readonly Dictionary<string, OutcomeColumn> Headings = ImportTable<OutcomeColumn>.Headings(
        (OutcomeColumn.Surname, "фамилия|surname|last name|family name"),
        (OutcomeColumn.GivenName, "имя|given name|first name|name"),
        (OutcomeColumn.Patronymic, "отчество|отчество (при наличии)|patronymic|middle name"),
        (OutcomeColumn.BirthDate, "дата рождения|родился|birth date|date of birth"),
        (OutcomeColumn.PersonalNumber, "снилс|номер снилс|страховой номер|snils|personal number|insurance number"),
        (OutcomeColumn.Group, "группа|учебная группа|group"),
        (OutcomeColumn.Outcome, "исход|исход трудоустройства|трудоустройство|занятость|outcome"),
        (OutcomeColumn.On, "с какого дня|дата|с|since|date"),
        (OutcomeColumn.Employer, "работодатель|место работы|employer"),
        (OutcomeColumn.Source, "источник|кто сообщил|source"));

    // What offices write besides our own words.
    private static readonly (string Word, OutcomeKind Kind)[] Synonyms =
    [
        ("трудоустроен", OutcomeKind.Employed), ("трудоустроена", OutcomeKind.Employed), ("работает", OutcomeKind.Employed), ("самозанятый", OutcomeKind.SelfEmployed), ("самозанятая", OutcomeKind.SelfEmployed), ("ип", OutcomeKind.SelfEmployed),
        ("продолжает обучение", OutcomeKind.Studying), ("учится", OutcomeKind.Studying), ("не трудоустроен", OutcomeKind.NotEmployed), ("не трудоустроена", OutcomeKind.NotEmployed), ("не работает", OutcomeKind.NotEmployed),
    ];

    /// <summary>Reads a list against the programme's participants whose names the user may read.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static async Task<CheckedOutcomes> CheckOutcomes(this DemoExamDb db, ImportFile file, Programme programme, CurrentUser user, DateOnly today, Texts texts, CancellationToken ct)
    {
        var table = ImportTable<OutcomeColumn>.Open(file, ImportLimits.Lists, Headings, [OutcomeColumn.Surname, OutcomeColumn.Outcome]);
        var people = await (from participant in db.Participants.AsNoTracking().VisibleTo(user, db)
                            where participant.ProgrammeId == programme.Id
                            join person in db.Candidates on participant.CandidateId equals person.Id
                            select new Known(participant.Id, participant.GroupId, participant.LeftOn, person.NameNorm, person.BirthDate, person.PersonalNumber)).ToListAsync(ct);
        var sources = ImportWords.Of<OutcomeSource>(texts).Where(w => w.Value != OutcomeSource.Graduate).ToDictionary();
        var reading = new Reading(programme, people, ImportWords.Of(texts, Synonyms), sources, today);
        var (lines, problems, rows) = (new List<OutcomeLine>(), new List<ImportProblem<OutcomeColumn>>(), 0);
        foreach (var row in table.Rows)
        {
            rows++;
            if (reading.Line(new ImportRow<OutcomeColumn>(table, row, problems)) is { } line)
            {
                lines.Add(line);
            }
        }

        return new CheckedOutcomes(lines, problems, rows, table.Ignored);
    }

    private sealed record Known(ParticipantId Id, TrainingGroupId GroupId, DateOnly? LeftOn, string NameNorm, DateOnly BirthDate, string? PersonalNumber);

    private sealed class Reading(Programme programme, List<Known> people, IReadOnlyDictionary<string, OutcomeKind> kinds, IReadOnlyDictionary<string, OutcomeSource> sources, DateOnly today)
    {
        private readonly ILookup<string, Known> _byName = people.ToLookup(p => p.NameNorm);
        private readonly ILookup<string?, Known> _byNumber = people.ToLookup(p => p.PersonalNumber);
        private readonly Dictionary<ParticipantId, int> _seen = [];

        public OutcomeLine? Line(ImportRow<OutcomeColumn> row)
        {
            if (row.IsEmpty(OutcomeColumn.Outcome))
            {
                return null;
            }

            var name = row.Name(OutcomeColumn.Surname, OutcomeColumn.GivenName, OutcomeColumn.Patronymic);
            var kind = row.Choice(OutcomeColumn.Outcome, kinds, ImportFault.OutcomeUnknown);
            var on = row.RequiredDate(OutcomeColumn.On);
            var employer = PersonNames.OrNull(row.Text(OutcomeColumn.Employer, 240));
            var source = row.Choice(OutcomeColumn.Source, sources, ImportFault.SourceUnknown, OutcomeSource.Organisation);
            if (on > today)
            {
                row.Fail(OutcomeColumn.On, ImportFault.DayAhead);
            }

            if (kind == OutcomeKind.Employed && employer is null)
            {
                row.Fail(OutcomeColumn.Employer, ImportFault.EmployerMissing);
            }

            if (Find(row, name) is not { } found)
            {
                return null;
            }

            if (!_seen.TryAdd(found.Id, row.Number))
            {
                row.Fail(OutcomeColumn.Surname, ImportFault.RepeatedInFile, _seen[found.Id]);
            }

            if (found.LeftOn is not null)
            {
                row.Fail(OutcomeColumn.Surname, ImportFault.LeftProgramme);
            }
            else if (!programme.GroupOf(found.GroupId).IsOver(today))
            {
                row.Fail(OutcomeColumn.Surname, ImportFault.TrainingNotOver);
            }

            return row.Failed || kind is null || on is null || source is null ? null : new OutcomeLine(row.Number, found.Id, name, new ToldOutcome(kind.Value, on.Value, employer, source.Value));
        }

        // A number tells for certain; else name, and where the row has them day of birth and group.
        private Known? Find(ImportRow<OutcomeColumn> row, PersonName name)
        {
            var number = row.PersonalNumber(OutcomeColumn.PersonalNumber);
            var born = row.Date(OutcomeColumn.BirthDate);
            var group = row.Text(OutcomeColumn.Group, 200);
            if (row.Failed)
            {
                return null;
            }

            var found = (number is not null && _byNumber[number].Any() ? _byNumber[number] : _byName[name.Normalised])
                .Where(p => born is null || p.BirthDate == born)
                .Where(p => group.Length == 0 || TextNorm.Of(programme.GroupOf(p.GroupId).Name) == TextNorm.Of(group)).ToList();
            if (found.Count != 1)
            {
                row.Fail(OutcomeColumn.Surname, found.Count == 0 ? ImportFault.ParticipantUnknown : ImportFault.ParticipantAmbiguous);
                return null;
            }

            return found[0];
        }
    }
}
