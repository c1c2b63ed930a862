using static DemoExam.Domain.Passports.PassportRules;

namespace DemoExam.Domain.Passports;

/// <summary>State of an order.</summary>
public enum PassportOrderStatus
{
    /// <summary>Waits for a worker.</summary>
    Open = 0,

    /// <summary>A worker draws it; the lease says until when.</summary>
    Leased = 1,

    /// <summary>Fulfilled: the passport exists.</summary>
    Done = 2,

    /// <summary>Failed for good; the error says why, a person may retry.</summary>
    Failed = 3,

    /// <summary>Not wanted any more: the result was annulled before the passport was issued.</summary>
    Cancelled = 4,
}

/// <summary>What a new version replaces, and why.</summary>
/// <param name="Old">The passport that it replaces.</param>
/// <param name="Category">Category of the reason: public.</param>
/// <param name="By">Who ordered it; empty when the service itself did.</param>
/// <param name="Basis">Grounds, for the issuer only.</param>
/// <param name="Campaign">The campaign, when many are replaced at once.</param>
public sealed record Superseding(PassportId Old, SupersedingCategory Category, string By = "", string? Basis = null, ReissueCampaignId? Campaign = null);

/// <summary>
/// An order to issue a passport: the queue of the issuing job. Everything that makes the document what it is
/// (identity, number, token, moment of issue) is fixed here, so drawing it again gives the same passport.
/// </summary>
public sealed class PassportOrder
{
    /// <summary>Attempts after which an order fails for good.</summary>
    public const int MostAttempts = 5;

    /// <summary>Longest time between two attempts, with room for clocks that differ.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private PassportOrder()
    {
    }

    /// <param name="id">Identity of the order.</param>
    /// <param name="passportId">Identity that the passport will have.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="candidateId">The holder.</param>
    /// <param name="resultId">The result version that is printed.</param>
    /// <param name="number">Printed number.</param>
    /// <param name="token">Public token.</param>
    /// <param name="passportVersion">From 1.</param>
    /// <param name="now">Moment of issue; cut to whole seconds.</param>
    /// <param name="place">Its bit in the status lists.</param>
    /// <param name="supersedes">The passport that the new one replaces, if any.</param>
    public PassportOrder(PassportOrderId id, PassportId passportId, ExamId examId, CandidateId candidateId, ResultId resultId,
        PassportNumber number, string token, int passportVersion, DateTimeOffset now, StatusPlace place, Superseding? supersedes = null)
    {
        Id = id;
        PassportId = passportId;
        ExamId = examId;
        CandidateId = candidateId;
        ResultId = resultId;
        Number = number.Text;
        Token = token;
        PassportVersion = passportVersion;
        StatusList = place.List;
        StatusIndex = place.Index;
        IssueMoment = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        NotBefore = now;
        SupersedesId = supersedes?.Old;
        SupersedesFor = supersedes?.Category;
        OrderedBy = supersedes?.By ?? "";
        Basis = supersedes?.Basis;
        CampaignId = supersedes?.Campaign;
    }

    public PassportOrderId Id { get; private set; }
    public PassportId PassportId { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public ResultId ResultId { get; private set; }
    public string Number { get; private set; } = "";
    public string Token { get; private set; } = "";
    public int PassportVersion { get; private set; }

    /// <summary>Number of the status list.</summary>
    public int StatusList { get; private set; }

    /// <summary>Index in the status list, chosen at random, so that neighbours in the list have nothing to do with each other.</summary>
    public int StatusIndex { get; private set; }

    /// <summary>Moment of issue that the document bears, whole seconds UTC.</summary>
    public DateTimeOffset IssueMoment { get; private set; }

    public PassportId? SupersedesId { get; private set; }
    public SupersedingCategory? SupersedesFor { get; private set; }

    /// <summary>Who ordered the replacement; empty when the service itself did.</summary>
    public string OrderedBy { get; private set; } = "";

    /// <summary>Grounds of the replacement, for the issuer only.</summary>
    public string? Basis { get; private set; }

    /// <summary>The campaign that the order belongs to.</summary>
    public ReissueCampaignId? CampaignId { get; private set; }

    public PassportOrderStatus Status { get; private set; }

    /// <summary>Attempts begun, raised when the order is leased, so that a crash counts as one.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not leased before this moment.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Fresh for each lease; only its holder may complete the order.</summary>
    public Guid? LeaseOwner { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; private set; }

    /// <summary>When the passport was stored; null until then.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>Records a failed attempt: tried again later with doubling waits, or failed for good.</summary>
    /// <exception cref="RuleViolation"><see cref="LeaseIsHeld"/>.</exception>
    public void Fail(Guid lease, string error, DateTimeOffset now)
    {
        LeaseIsHeld.Require(Status == PassportOrderStatus.Leased && LeaseOwner == lease);
        Status = Attempts >= MostAttempts ? PassportOrderStatus.Failed : PassportOrderStatus.Open;
        NotBefore = now.AddSeconds(10 * Math.Pow(2, Attempts - 1));
        Error = error;
        LeaseOwner = null;
        LeaseUntil = null;
        Version++;
    }

    /// <summary>Gives an order back that was leased and not begun, as if it had not been leased.</summary>
    /// <exception cref="RuleViolation"><see cref="LeaseIsHeld"/>.</exception>
    public void Release(Guid lease)
    {
        LeaseIsHeld.Require(Status == PassportOrderStatus.Leased && LeaseOwner == lease);
        Status = PassportOrderStatus.Open;
        Attempts--;
        LeaseOwner = null;
        LeaseUntil = null;
        Version++;
    }

    /// <summary>A newer version of the result goes into the document, which is not being drawn yet.</summary>
    /// <exception cref="RuleViolation"><see cref="OrderIsNotBegun"/>.</exception>
    public void Print(ResultId newer)
    {
        OrderIsNotBegun.Require(Status is PassportOrderStatus.Open or PassportOrderStatus.Failed);
        ResultId = newer;
        Version++;
    }

    /// <summary>The result was annulled: no passport is issued.</summary>
    /// <exception cref="RuleViolation"><see cref="OrderIsNotBegun"/>.</exception>
    public void Cancel()
    {
        OrderIsNotBegun.Require(Status is PassportOrderStatus.Open or PassportOrderStatus.Failed);
        Status = PassportOrderStatus.Cancelled;
        Version++;
    }

    /// <summary>A person starts a failed order again.</summary>
    /// <exception cref="RuleViolation"><see cref="OrderHasFailed"/>.</exception>
    public void Retry(DateTimeOffset now)
    {
        OrderHasFailed.Require(Status == PassportOrderStatus.Failed);
        Status = PassportOrderStatus.Open;
        Attempts = 0;
        NotBefore = now;
        Error = null;
        Version++;
    }
}

/// <summary>The running numbers of a region's documents, one row per kind and year.</summary>
public sealed class NumberSeries
{
    private NumberSeries()
    {
    }

    /// <param name="key">Kind, region and year, for example <c>passport-39-2026</c>.</param>
    public NumberSeries(string key) => Key = key;

    public string Key { get; private set; } = "";

    /// <summary>Last number given out.</summary>
    public int Last { get; private set; }

    public int Version { get; private set; }

    /// <summary>The next number. Two transactions that take the same one can't both commit, because the row has a version.</summary>
    public int Next()
    {
        Version++;
        return ++Last;
    }
}
