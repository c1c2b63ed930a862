using static DemoExam.Domain.Results.ResultRules;

namespace DemoExam.Domain.Results;

/// <summary>Who signs a protocol.</summary>
public enum ProtocolRole
{
    ChiefExpert = 1,
    ScoringExpert = 2,

    /// <summary>Член ГЭК вне экспертной группы.</summary>
    BoardMember = 3,
}

/// <summary>A signature under a protocol.</summary>
/// <param name="Role">In which role.</param>
/// <param name="Person">Expert, or the account through which the board member confirmed.</param>
/// <param name="Name">Full name.</param>
/// <param name="Position">Position of a board member.</param>
/// <param name="At">When.</param>
public sealed record ProtocolSignature(ProtocolRole Role, Guid Person, string Name, string? Position, DateTimeOffset At);

/// <summary>
/// One edition of the protocol of results (итоговый протокол): exactly these versions of results, signed by the chief expert, the
/// scoring experts and a member of the state board. Unlocking makes it void and the next lock makes the next edition; a void
/// edition stays readable.
/// </summary>
public sealed class ResultProtocol
{
    private List<Guid> _results = [];
    private List<ProtocolSignature> _signatures = [];

    private ResultProtocol()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="edition">From 1.</param>
    /// <param name="results">The result versions that it lists.</param>
    /// <param name="now">Moment of fixing.</param>
    public ResultProtocol(ResultProtocolId id, ExamId examId, int edition, IEnumerable<Result> results, DateTimeOffset now)
    {
        var listed = results.OrderBy(r => r.Id.Value).ToList();
        Id = id;
        ExamId = examId;
        Edition = edition;
        FixedAt = now;
        _results = [.. listed.Select(r => r.Id.Value)];
        ContentHash = Digest.Of(["demoexam-protocol/1", ExamId.ToString(), .. listed.Select(r => r.ContentHash())]);
    }

    public ResultProtocolId Id { get; private set; }
    public ExamId ExamId { get; private set; }

    /// <summary>From 1; raised by each lock after an unlocking.</summary>
    public int Edition { get; private set; }

    /// <summary>Fingerprint of the results that it lists.</summary>
    public string ContentHash { get; private set; } = "";

    public DateTimeOffset FixedAt { get; private set; }

    /// <summary>When an unlocking made it void; null while it holds.</summary>
    public DateTimeOffset? VoidedAt { get; private set; }

    /// <summary>When candidates were told; null before.</summary>
    public DateTimeOffset? AnnouncedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>The result versions that it lists.</summary>
    public IEnumerable<ResultId> Results => _results.Select(ResultId.From);

    public IReadOnlyList<ProtocolSignature> Signatures => _signatures;

    public bool Lists(ResultId result) => _results.Contains(result.Value);

    /// <summary>True when the chief expert, each of these experts and a board member have signed.</summary>
    public bool IsSignedByAll(IEnumerable<ExpertId> experts) =>
        Has(ProtocolRole.ChiefExpert) && Has(ProtocolRole.BoardMember) && experts.All(e => _signatures.Any(s => s.Role == ProtocolRole.ScoringExpert && s.Person == e.Value));

    /// <summary>Adds a signature; one that is there already is left as it is.</summary>
    /// <exception cref="RuleViolation"><see cref="ProtocolHolds"/> or <see cref="BoardMemberIsNamed"/>.</exception>
    public bool Sign(ProtocolSignature signature)
    {
        ProtocolHolds.Require(VoidedAt is null, ("edition", Edition));
        BoardMemberIsNamed.Require(signature.Role != ProtocolRole.BoardMember || (!string.IsNullOrWhiteSpace(signature.Name) && !string.IsNullOrWhiteSpace(signature.Position)));
        if (_signatures.Any(s => s.Role == signature.Role && (s.Person == signature.Person || s.Role != ProtocolRole.ScoringExpert)))
        {
            return false;
        }

        _signatures = [.. _signatures, signature];
        Version++;
        return true;
    }

    /// <summary>The organiser tells the candidates.</summary>
    /// <exception cref="RuleViolation"><see cref="ProtocolHolds"/> or <see cref="ProtocolIsSigned"/>.</exception>
    public void Announce(IEnumerable<ExpertId> experts, DateTimeOffset now)
    {
        ProtocolHolds.Require(VoidedAt is null, ("edition", Edition));
        ProtocolIsSigned.Require(IsSignedByAll(experts));
        if (AnnouncedAt is null)
        {
            AnnouncedAt = now;
            Version++;
        }
    }

    /// <summary>An unlocking makes the signatures void; the edition stays readable.</summary>
    public void Void(DateTimeOffset now)
    {
        if (VoidedAt is null)
        {
            VoidedAt = now;
            Version++;
        }
    }

    private bool Has(ProtocolRole role) => _signatures.Any(s => s.Role == role);
}

/// <summary>The rule book of results.</summary>
public static class ResultRules
{
    public static readonly Rule ProtocolHolds = new("results.protocol-void", "This edition of the protocol was made void by an unlocking.");
    public static readonly Rule ProtocolIsSigned = new("results.protocol-unsigned", "The protocol must be signed by the chief expert, every scoring expert and a board member.");
    public static readonly Rule BoardMemberIsNamed = new("results.board-member", "Name the board member and their position.");
    public static readonly Rule ProtocolExists = new("results.no-protocol", "The results are not fixed.");
}
