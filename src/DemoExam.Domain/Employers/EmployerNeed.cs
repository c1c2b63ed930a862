using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;

namespace DemoExam.Domain.Employers;

/// <summary>
/// People with a skill whom an employer looks for. Candidates of the region see it and decide themselves whether to share a passport; the
/// employer never looks for candidates.
/// </summary>
public sealed class EmployerNeed : IRegional
{
    /// <summary>Longest time for which a need stands, days.</summary>
    public const int LongestTerm = 366;

    /// <summary>Most people that one need asks for.</summary>
    public const int MostPositions = 999;

    private EmployerNeed()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="employer">The organisation.</param>
    /// <param name="regionCode">Its region.</param>
    /// <param name="speciality">Code in the catalogue of specialities, professions and skills.</param>
    /// <param name="level">Lowest level of the exam that will do.</param>
    /// <param name="positions">How many people, 1 to <see cref="MostPositions"/>.</param>
    /// <param name="until">Last day.</param>
    /// <param name="text">Conditions and duties in the employer's own words.</param>
    /// <param name="today">The present day in the region.</param>
    /// <param name="now">The present moment.</param>
    /// <exception cref="RuleViolation"><see cref="EmployerRules.NeedEndsInTime"/>.</exception>
    public EmployerNeed(EmployerNeedId id, OrganisationId employer, string regionCode, string speciality, ExamLevel level, int positions, DateOnly until, string text, DateOnly today, DateTimeOffset now)
    {
        var refusals = new Refusals();
        refusals.Require(EmployerRules.NeedEndsInTime, until >= today && until <= today.AddDays(LongestTerm), nameof(Until), ("last", today.AddDays(LongestTerm)));
        refusals.ThrowIfAny();
        Id = id;
        EmployerId = employer;
        RegionCode = regionCode;
        SpecialityCode = speciality;
        Level = level;
        Positions = positions;
        Until = until;
        Text = text;
        PostedAt = now;
    }

    public EmployerNeedId Id { get; private set; }
    public OrganisationId EmployerId { get; private set; }
    public string RegionCode { get; private set; } = "";
    public string SpecialityCode { get; private set; } = "";

    /// <summary>Lowest level that will do.</summary>
    public ExamLevel Level { get; private set; }

    public int Positions { get; private set; }
    public DateOnly Until { get; private set; }
    public string Text { get; private set; } = "";
    public DateTimeOffset PostedAt { get; private set; }

    /// <summary>When the employer took it back; null while it stands.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Takes it back. Doing it again changes nothing.</summary>
    public void Close(DateTimeOffset now) => ClosedAt ??= now;
}

/// <summary>Rules about employers. Our own: no order speaks of them; what candidates share is by 152-ФЗ, art. 10.1.</summary>
public static class EmployerRules
{
    public static readonly Rule ApplicationIsNew = new("employers.applied", "An application of this employer waits for its decision already.");
    public static readonly Rule ApplicationIsOpen = new("employers.decided", "This application was decided already.");
    public static readonly Rule NameIsNotOtherInn = new("employers.other-number", "The register has an organisation of this name with another tax number.");
    public static readonly Rule NeedEndsInTime = new("employers.need-term", "A need ends in the future, within a year.");
    public static readonly Rule NeedIsInCatalogue = new("employers.need-unknown", "The catalogue has no speciality, profession or skill with this code in force.");
    public static readonly Rule EmployerIsAdmitted = new("employers.not-admitted", "Only an employer that the region has admitted receives passports.");
}
