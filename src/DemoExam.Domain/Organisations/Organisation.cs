using DemoExam.Domain.People;

namespace DemoExam.Domain.Organisations;

/// <summary>What an organisation is to the exam.</summary>
public enum OrganisationKind
{
    /// <summary>College or school (образовательная организация).</summary>
    Educational = 1,

    /// <summary>Regional coordination centre, often a ЦОПП.</summary>
    RegionalOperator = 2,

    /// <summary>Employer of experts or candidates.</summary>
    Employer = 3,
}

/// <summary>A college with its branches, a regional operator or an employer.</summary>
public sealed class Organisation : IRegional
{
    private Organisation()
    {
    }

    public Organisation(OrganisationId id, OrganisationKind kind, string name, string shortName, string nameEn, string regionCode, string city,
        OrganisationId? parentId = null)
    {
        Id = id;
        Kind = kind;
        Name = name;
        ShortName = shortName;
        NameEn = nameEn;
        NameNorm = TextNorm.Of($"{name}, {shortName}, {city}");
        RegionCode = regionCode;
        City = city;
        ParentId = parentId;
    }

    public OrganisationId Id { get; private set; }
    public OrganisationKind Kind { get; private set; }

    /// <summary>Full official name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Name for lists.</summary>
    public string ShortName { get; private set; } = "";

    /// <summary>Name on English documents.</summary>
    public string NameEn { get; private set; } = "";

    /// <summary>Names and city in the form for search and order; unique within the region.</summary>
    public string NameNorm { get; private set; } = "";

    public string RegionCode { get; private set; } = "";
    public string City { get; private set; } = "";

    /// <summary>The organisation that this one is a branch of.</summary>
    public OrganisationId? ParentId { get; private set; }

    /// <summary>ИНН; null when not entered.</summary>
    public string? Inn { get; private set; }

    /// <summary>КПП; null when not entered.</summary>
    public string? Kpp { get; private set; }

    /// <summary>ОГРН; null when not entered.</summary>
    public string? Ogrn { get; private set; }

    public Contacts Contacts { get; private set; } = Contacts.None;

    public int Version { get; private set; }

    /// <summary>Names, place in the tree, numbers or contacts are other ones, or were written wrongly.</summary>
    public void Change(string name, string shortName, string nameEn, string city, OrganisationId? parentId, string? inn, string? kpp, string? ogrn, Contacts contacts)
    {
        Name = name;
        ShortName = shortName;
        NameEn = nameEn;
        NameNorm = TextNorm.Of($"{name}, {shortName}, {city}");
        City = city;
        ParentId = parentId;
        (Inn, Kpp, Ogrn) = (inn, kpp, ogrn);
        Contacts = contacts;
        Version++;
    }
}

/// <summary>The rule book of organisations.</summary>
public static class OrganisationRules
{
    public static readonly Rule OrganisationIsNew = new("organisations.repeated", "The region already has an organisation with these names in this city.");
    public static readonly Rule ParentIsAbove = new("organisations.ring", "An organisation can't be a branch of itself or of its own branch.");
    public static readonly Rule RegionIsOwn = new("organisations.other-region", "The account works in another region.");
}

/// <summary>
/// The tree of organisations and their branches. Two organisations are one house when they share the topmost parent
/// ("same educational organisation" of the WorldSkills independence rule, branches and parent included).
/// </summary>
public sealed class OrganisationTree(IReadOnlyDictionary<OrganisationId, OrganisationId?> parents)
{
    /// <summary>True when both belong to the same house.</summary>
    public bool AreOneHouse(OrganisationId left, OrganisationId right) => Root(left) == Root(right);

    /// <summary>True when the second is the first or one of the organisations above it.</summary>
    public bool IsWithin(OrganisationId lower, OrganisationId upper)
    {
        for (var depth = 0; depth < 32; depth++)
        {
            if (lower == upper)
            {
                return true;
            }

            if (parents.GetValueOrDefault(lower) is not { } up)
            {
                return false;
            }

            lower = up;
        }

        return false;
    }

    private OrganisationId Root(OrganisationId id)
    {
        // A ring of parents would be an error of data entry; the bound keeps it from hanging a request.
        for (var depth = 0; depth < 32 && parents.TryGetValue(id, out var parent) && parent is { } up; depth++)
        {
            id = up;
        }

        return id;
    }
}
