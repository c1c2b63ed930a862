using DemoExam.Domain.Organisations;

namespace DemoExam.Domain.Employers;

/// <summary>How far an application of an employer has come.</summary>
public enum EmployerApplicationStatus
{
    /// <summary>An operator has to decide.</summary>
    Waiting = 1,

    /// <summary>The employer is in the register of organisations and has an account.</summary>
    Admitted = 2,

    Refused = 3,
}

/// <summary>
/// An employer (работодатель) asks to be let in: to say which skills it looks for, and to receive passports that candidates share with it.
/// Anybody may ask, so nothing of it stands in a register before an operator has checked it.
/// </summary>
public sealed class EmployerApplication : IRegional
{
    private EmployerApplication()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="regionCode">Region whose operator decides.</param>
    /// <param name="name">Full official name.</param>
    /// <param name="city">Where it is.</param>
    /// <param name="inn">ИНН, checked by <see cref="TaxNumbers.IsInn"/>.</param>
    /// <param name="contacts">Who will have the account; the address is its sign-in name.</param>
    /// <param name="now">When.</param>
    public EmployerApplication(EmployerApplicationId id, string regionCode, string name, string city, string inn, Contacts contacts, DateTimeOffset now)
    {
        Id = id;
        RegionCode = regionCode;
        Name = name;
        City = city;
        Inn = inn;
        Contacts = contacts;
        AppliedAt = now;
        Status = EmployerApplicationStatus.Waiting;
    }

    public EmployerApplicationId Id { get; private set; }
    public string RegionCode { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string City { get; private set; } = "";

    /// <summary>ИНН, ten digits.</summary>
    public string Inn { get; private set; } = "";

    public Contacts Contacts { get; private set; } = Contacts.None;
    public DateTimeOffset AppliedAt { get; private set; }
    public EmployerApplicationStatus Status { get; private set; }

    /// <summary>Who decided, by name; null while it waits.</summary>
    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; private set; }

    /// <summary>The employer in the register of organisations, once admitted.</summary>
    public OrganisationId? OrganisationId { get; private set; }

    /// <summary>Two operators can't both decide.</summary>
    public int Version { get; private set; }

    /// <exception cref="RuleViolation"><see cref="EmployerRules.ApplicationIsOpen"/>.</exception>
    public void Admit(OrganisationId organisation, string by, DateTimeOffset now)
    {
        Decide(EmployerApplicationStatus.Admitted, by, now);
        OrganisationId = organisation;
    }

    /// <exception cref="RuleViolation"><see cref="EmployerRules.ApplicationIsOpen"/>.</exception>
    public void Refuse(string reason, string by, DateTimeOffset now)
    {
        Decide(EmployerApplicationStatus.Refused, by, now);
        Reason = reason;
    }

    private void Decide(EmployerApplicationStatus status, string by, DateTimeOffset now)
    {
        EmployerRules.ApplicationIsOpen.Require(Status == EmployerApplicationStatus.Waiting);
        Status = status;
        DecidedBy = by;
        DecidedAt = now;
        Version++;
    }
}
