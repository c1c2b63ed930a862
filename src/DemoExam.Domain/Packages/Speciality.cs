using System.Text.RegularExpressions;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Packages;

/// <summary>Kinds of entries of the catalogue.</summary>
public enum SpecialityKind
{
    /// <summary>Специальность СПО, code 00.02.00.</summary>
    Speciality = 1,

    /// <summary>Профессия СПО, code 00.01.00.</summary>
    Profession = 2,

    /// <summary>Компетенция of the time of WorldSkills, a number such as 17 or R60.</summary>
    Skill = 3,
}

/// <summary>
/// An entry of the catalogue of specialities, professions (order of the Ministry of Education No. 336 of 17.05.2022) and skills.
/// Packages and credentials of experts name it by its code.
/// </summary>
public sealed partial class Speciality
{
    /// <summary>Longest code, characters.</summary>
    public const int LongestCode = 20;

    /// <summary>Longest name, characters.</summary>
    public const int LongestName = 200;

    private Speciality()
    {
    }

    /// <exception cref="RuleViolation"><see cref="PackageRules.SpecialityCodeIsReadable"/>.</exception>
    public Speciality(SpecialityId id, SpecialityKind kind, string code, string name, string nameEn)
    {
        var refusals = new Refusals();
        refusals.Require(PackageRules.SpecialityCodeIsReadable, IsCode(kind, code), "Code", ("code", code), ("kind", kind));
        refusals.ThrowIfAny();
        Id = id;
        Kind = kind;
        Code = code;
        Change(name, nameEn, isInForce: true);
        Version = 0;
    }

    public SpecialityId Id { get; private set; }
    public SpecialityKind Kind { get; private set; }

    /// <summary>Unique; never changed, since packages and credentials name it.</summary>
    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Name for readers of English.</summary>
    public string NameEn { get; private set; } = "";

    /// <summary>Code and names in the form for search.</summary>
    public string NameNorm { get; private set; } = "";

    /// <summary>False once it is out of the lists in force; packages of earlier years still name it.</summary>
    public bool IsInForce { get; private set; }

    public int Version { get; private set; }

    /// <summary>Whether a code belongs to a kind.</summary>
    public static bool IsCode(SpecialityKind kind, string code) => kind switch
    {
        SpecialityKind.Speciality => FederalCode().IsMatch(code) && code[4] == '2',
        SpecialityKind.Profession => FederalCode().IsMatch(code) && code[4] == '1',
        _ => SkillNumber().IsMatch(code),
    };

    /// <summary>Corrects the names, or takes the entry out of force.</summary>
    public void Change(string name, string nameEn, bool isInForce)
    {
        Name = name;
        NameEn = nameEn;
        IsInForce = isInForce;
        NameNorm = TextNorm.Of($"{Code} {name} {nameEn}");
        Version++;
    }

    [GeneratedRegex(@"^[0-9]{2}\.0[12]\.[0-9]{2}\z")]
    private static partial Regex FederalCode();

    [GeneratedRegex(@"^[A-Z]{0,2}[0-9]{1,3}\z")]
    private static partial Regex SkillNumber();
}
