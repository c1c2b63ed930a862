using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DemoExam.Domain.Audit;

/// <summary>What was done, or tried.</summary>
public enum AuditDeed
{
    /// <summary>An expert signed sheets of a criterion.</summary>
    SheetsSigned = 1,

    /// <summary>The chief expert locked sheets of a criterion.</summary>
    SheetsLocked = 2,

    /// <summary>The chief expert ruled entries out.</summary>
    ScoresSetAside = 3,

    /// <summary>The results of the exam were fixed.</summary>
    ResultsLocked = 4,

    /// <summary>Somebody signed the protocol.</summary>
    ProtocolSigned = 5,

    /// <summary>Somebody asked to unlock, with a basis document.</summary>
    UnlockRequested = 6,

    /// <summary>A second person allowed it: sheets are open again, signatures are void.</summary>
    UnlockApproved = 7,

    /// <summary>A second person refused it.</summary>
    UnlockRejected = 8,

    /// <summary>A rule or a right refused what somebody tried.</summary>
    Refused = 9,

    /// <summary>The organiser told the candidates their results.</summary>
    ResultsAnnounced = 10,

    /// <summary>The chief expert put a substitute in the place of a scoring expert.</summary>
    ExpertReplaced = 11,

    /// <summary>A board member confirmed that paper and system say the same.</summary>
    Reconciled = 12,

    /// <summary>A candidate appealed.</summary>
    AppealFiled = 13,

    /// <summary>The decision of the appeals board was entered.</summary>
    AppealDecided = 14,

    /// <summary>A second person carried a satisfied appeal out.</summary>
    AppealCarriedOut = 15,

    /// <summary>The candidate confirmed having read the decision.</summary>
    AppealRead = 16,

    /// <summary>Paper sheets were handed out.</summary>
    PaperIssued = 17,

    /// <summary>The chief expert carried marks over from paper.</summary>
    PaperCarriedOver = 18,

    /// <summary>A task variant was laid up, locked until its moment.</summary>
    TaskLaidUp = 19,

    /// <summary>Somebody opened a task variant.</summary>
    TaskOpened = 20,

    /// <summary>The chief expert distributed scoring duties.</summary>
    DutiesDistributed = 21,

    /// <summary>Candidates were moved to another exam.</summary>
    CandidatesMoved = 22,

    /// <summary>Candidates were added to a planned exam.</summary>
    CandidatesEnrolled = 23,

    /// <summary>A candidate was taken out of a planned exam.</summary>
    CandidateWithdrawn = 24,
}

/// <summary>
/// One step in the trail of an exam. Records are only added, and each carries the fingerprint of the one before, so that a
/// record can't be changed, removed or put between without breaking everything after it.
/// </summary>
public sealed class AuditRecord
{
    /// <summary>What the fingerprint of the first record builds on.</summary>
    public const string Beginning = "";

    private AuditRecord()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="previous">The last record of the exam's trail; null for the first.</param>
    /// <param name="at">Time of the server; cut to whole milliseconds.</param>
    /// <param name="actorId">Account, or "system".</param>
    /// <param name="actor">Name as shown.</param>
    /// <param name="deed">What was done.</param>
    /// <param name="details">Named facts.</param>
    public AuditRecord(AuditRecordId id, ExamId examId, AuditRecord? previous, DateTimeOffset at, string actorId, string actor, AuditDeed deed, IEnumerable<(string Name, string Value)> details)
    {
        Id = id;
        ExamId = examId;
        Number = (previous?.Number ?? 0) + 1;
        At = new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        ActorId = actorId;
        Actor = actor;
        Deed = deed;
        Details = JsonSerializer.Serialize(new SortedDictionary<string, string>(details.ToDictionary(d => d.Name, d => d.Value), StringComparer.Ordinal), Json);
        PreviousHash = previous?.Hash ?? Beginning;
        Hash = ComputeHash();
    }

    public AuditRecordId Id { get; private set; }
    public ExamId ExamId { get; private set; }

    /// <summary>From 1 without gaps, within the exam.</summary>
    public int Number { get; private set; }

    public DateTimeOffset At { get; private set; }
    public string ActorId { get; private set; } = "";
    public string Actor { get; private set; } = "";
    public AuditDeed Deed { get; private set; }

    /// <summary>Named facts as a JSON object with sorted names, stored as the text that was hashed.</summary>
    public string Details { get; private set; } = "{}";

    /// <summary>Fingerprint of the record before; empty for the first.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>Fingerprint of this record and, through <see cref="PreviousHash"/>, of all before it.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The named facts.</summary>
    public IReadOnlyDictionary<string, string> Facts => JsonSerializer.Deserialize<Dictionary<string, string>>(Details, Json)!;

    /// <summary>The fingerprint that the record should bear.</summary>
    public string ComputeHash() => ComputeHash(ExamId.Value, Number, At, ActorId, Actor, (int)Deed, Details, PreviousHash);

    /// <summary>The fingerprint of a record with these contents; see <see cref="Digest"/> for the form.</summary>
    public static string ComputeHash(Guid examId, int number, DateTimeOffset at, string actorId, string actor, int deed, string details, string previousHash) => Digest.Of(
        "demoexam-trail/1", examId.ToString(), number.ToString(CultureInfo.InvariantCulture), Digest.Text(at), actorId, actor, deed.ToString(CultureInfo.InvariantCulture), details, previousHash);

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>What is wrong with a trail.</summary>
public enum AuditFault
{
    /// <summary>A number is missing or stands twice.</summary>
    NumberMissing = 1,

    /// <summary>A record doesn't follow from the one before.</summary>
    LinkBroken = 2,

    /// <summary>A record was changed after it was written.</summary>
    RecordChanged = 3,
}

/// <summary>A fault at a record.</summary>
public sealed record AuditFinding(int Number, AuditFault Fault);

/// <summary>Checks trails.</summary>
public static class AuditChain
{
    /// <summary>Everything that is wrong with the whole trail of one exam, in its order; empty when it is intact.</summary>
    public static IReadOnlyList<AuditFinding> Check(IEnumerable<AuditRecord> trail) => Check(trail.Select(r => (r.Number, r.Hash, r.PreviousHash, r.ComputeHash())));

    /// <summary>The same for records that were read from a file: number, hash, hash of the one before, hash computed from the contents.</summary>
    public static IReadOnlyList<AuditFinding> Check(IEnumerable<(int Number, string Hash, string PreviousHash, string Computed)> trail)
    {
        var findings = new List<AuditFinding>();
        var (last, lastHash) = (0, AuditRecord.Beginning);
        foreach (var (number, hash, previousHash, computed) in trail)
        {
            if (number != last + 1)
            {
                findings.Add(new AuditFinding(number, AuditFault.NumberMissing));
            }

            if (previousHash != lastHash)
            {
                findings.Add(new AuditFinding(number, AuditFault.LinkBroken));
            }

            if (hash != computed)
            {
                findings.Add(new AuditFinding(number, AuditFault.RecordChanged));
            }

            (last, lastHash) = (number, hash);
        }

        return findings;
    }
}
