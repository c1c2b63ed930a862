using static DemoExam.Domain.Passports.PassportRules;

namespace DemoExam.Domain.Passports;

/// <summary>Which passports in force a campaign replaces; what is null does not narrow the choice.</summary>
/// <param name="Layout">Name of the layout that they are printed in.</param>
/// <param name="ExamId">Of one exam.</param>
/// <param name="From">Issued on this day or later, by the time of Moscow.</param>
/// <param name="To">Issued on this day or earlier.</param>
public sealed record CampaignChoice(string? Layout, ExamId? ExamId, DateOnly? From, DateOnly? To);

/// <summary>
/// Кампания перевыпуска: many passports are replaced for one reason, for example an error in a layout. The work is done by the orders;
/// the campaign holds why and by whom, and may hold the orders back.
/// </summary>
public sealed class ReissueCampaign
{
    /// <summary>Passports of one campaign: what one transaction orders in seconds.</summary>
    public const int MostPassports = 5000;

    private ReissueCampaign()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="regionCode">Region of whoever began it; null for the whole installation.</param>
    /// <param name="choice">Which passports.</param>
    /// <param name="category">Category of the reason: public.</param>
    /// <param name="basis">Grounds, for the issuer only.</param>
    /// <param name="by">Who began it.</param>
    /// <param name="passports">How many passports it replaces.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation"><see cref="CampaignFindsPassports"/> or <see cref="CampaignIsNotTooLarge"/>.</exception>
    public ReissueCampaign(ReissueCampaignId id, string? regionCode, CampaignChoice choice, SupersedingCategory category, string basis, string by, int passports, DateTimeOffset now)
    {
        CampaignFindsPassports.Require(passports > 0);
        CampaignIsNotTooLarge.Require(passports <= MostPassports, ("most", MostPassports), ("found", passports));
        Id = id;
        RegionCode = regionCode;
        Choice = choice;
        Category = category;
        Basis = basis;
        By = by;
        BegunAt = now;
    }

    public ReissueCampaignId Id { get; private set; }
    public string? RegionCode { get; private set; }
    public CampaignChoice Choice { get; private set; } = new(null, null, null, null);
    public SupersedingCategory Category { get; private set; }
    public string Basis { get; private set; } = "";
    public string By { get; private set; } = "";
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>Since when its orders are held back; null while they are worked off.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>Holds the orders back that are not being drawn at this moment.</summary>
    /// <exception cref="RuleViolation"><see cref="CampaignIsRunning"/>.</exception>
    public void Pause(DateTimeOffset now)
    {
        CampaignIsRunning.Require(PausedAt is null);
        PausedAt = now;
        Version++;
    }

    /// <summary>Lets the orders go on.</summary>
    /// <exception cref="RuleViolation"><see cref="CampaignIsPaused"/>.</exception>
    public void Resume()
    {
        CampaignIsPaused.Require(PausedAt is not null);
        PausedAt = null;
        Version++;
    }
}
