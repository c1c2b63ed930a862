using DemoExam.Domain.People;

namespace DemoExam.Features.Shared.Import;

/// <summary>How much a person of a list is like one of the register.</summary>
internal enum Likeness
{
    None = 0,

    /// <summary>The same name and date of birth, and no personal numbers that differ.</summary>
    Probable = 1,

    /// <summary>The same personal number, name and date of birth.</summary>
    Certain = 2,

    /// <summary>The same personal number under another name or date of birth: one of both is wrong.</summary>
    OtherName = 3,
}

/// <summary>People of a register, to be compared with those of a list. Names are compared without case and with ё as е.</summary>
internal sealed class KnownPeople
{
    private readonly Dictionary<string, (string NameNorm, DateOnly? BirthDate)> _byNumber = [];
    private readonly HashSet<(string NameNorm, DateOnly? BirthDate)> _withoutNumber = [];
    private readonly HashSet<(string NameNorm, DateOnly? BirthDate)> _all = [];

    public KnownPeople(IEnumerable<(string NameNorm, DateOnly? BirthDate, string? PersonalNumber)> people)
    {
        foreach (var (nameNorm, birthDate, number) in people)
        {
            _all.Add((nameNorm, birthDate));
            if (number is null)
            {
                _withoutNumber.Add((nameNorm, birthDate));
            }
            else
            {
                _byNumber[number] = (nameNorm, birthDate);
            }
        }
    }

    public Likeness Compare(PersonName name, DateOnly? birthDate, string? personalNumber)
    {
        var person = (name.Normalised, birthDate);
        if (personalNumber is not null && _byNumber.TryGetValue(personalNumber, out var same))
        {
            return same == person ? Likeness.Certain : Likeness.OtherName;
        }

        // Two people of one name and birthday have different numbers; without a number on one side nobody can tell.
        return (personalNumber is null ? _all : _withoutNumber).Contains(person) ? Likeness.Probable : Likeness.None;
    }
}

/// <summary>People of the rows above, so that a list has nobody twice.</summary>
internal sealed class SeenPeople
{
    private readonly Dictionary<string, int> _byNumber = [];
    private readonly Dictionary<(string NameNorm, DateOnly BirthDate), int> _all = [];
    private readonly Dictionary<(string NameNorm, DateOnly BirthDate), int> _withoutNumber = [];

    /// <summary>The row that has this person already.</summary>
    public int? Find(PersonName name, DateOnly birthDate, string? personalNumber)
    {
        var person = (name.Normalised, birthDate);
        return personalNumber is not null && _byNumber.TryGetValue(personalNumber, out var row) ? row
            : (personalNumber is null ? _all : _withoutNumber).TryGetValue(person, out row) ? row
            : null;
    }

    public void Add(PersonName name, DateOnly birthDate, string? personalNumber, int row)
    {
        var person = (name.Normalised, birthDate);
        _all.TryAdd(person, row);
        if (personalNumber is null)
        {
            _withoutNumber.TryAdd(person, row);
        }
        else
        {
            _byNumber.TryAdd(personalNumber, row);
        }
    }
}
