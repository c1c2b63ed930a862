using System.Security.Cryptography;
using System.Text;

namespace DemoExam.Domain.Exams;

/// <summary>
/// A draw of workplaces (жеребьёвка рабочих мест). Its seed is chosen when the exam is confirmed and kept back; what is
/// published at once is the fingerprint of the seed. On the preparatory day the draw is made once and the seed is shown, so that
/// anybody can check the fingerprint and compute who sits where. A draw is never changed: it can only be annulled with a
/// reason, which publishes the fingerprint of a new seed.
/// </summary>
public sealed class WorkplaceDraw
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    private WorkplaceDraw()
    {
    }

    /// <summary>Chooses the seed and publishes its fingerprint.</summary>
    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="number">1 for the first draw of the exam, one more after each that was annulled.</param>
    /// <param name="seed">Unguessable bytes, <see cref="SeedLength"/> of them.</param>
    /// <param name="now">Time of publishing.</param>
    public WorkplaceDraw(WorkplaceDrawId id, ExamId examId, int number, ReadOnlySpan<byte> seed, DateTimeOffset now)
    {
        if (seed.Length != SeedLength)
        {
            throw new ArgumentException($"A seed has {SeedLength} bytes.", nameof(seed));
        }

        Id = id;
        ExamId = examId;
        Number = number;
        Seed = Convert.ToHexStringLower(seed);
        Commitment = Hash(Seed);
        CommittedAt = now;
    }

    public WorkplaceDrawId Id { get; private set; }
    public ExamId ExamId { get; private set; }

    /// <summary>From 1; a higher one replaces an annulled draw.</summary>
    public int Number { get; private set; }

    /// <summary>Lower-case hex of 64 characters. Secret until <see cref="DrawnAt"/>.</summary>
    public string Seed { get; private set; } = "";

    /// <summary>SHA-256 of the text of the seed, lower-case hex; public from the beginning.</summary>
    public string Commitment { get; private set; } = "";

    public DateTimeOffset CommittedAt { get; private set; }
    public DateTimeOffset? DrawnAt { get; private set; }
    public DateTimeOffset? AnnulledAt { get; private set; }

    /// <summary>Why the draw was annulled.</summary>
    public string? AnnulledBecause { get; private set; }

    /// <summary>Who sits where, in order of groups and workplaces; empty until it is drawn.</summary>
    public IReadOnlyList<DrawnPlace> Places => _places;

    private List<DrawnPlace> _places = [];

    /// <summary>
    /// Who gets which workplace of a group: the candidates in the order of SHA-256 of "seed:enrolment" as hex, the workplaces in
    /// ascending order.
    /// </summary>
    /// <param name="seed">Text of the seed.</param>
    /// <param name="group">Number of the group.</param>
    /// <param name="enrolments">Everybody in the group, in any order.</param>
    /// <param name="workplaces">As many workplaces, in any order.</param>
    public static IReadOnlyList<DrawnPlace> Compute(string seed, int group, IReadOnlyCollection<EnrolmentId> enrolments, IReadOnlyCollection<int> workplaces) =>
        [.. enrolments.OrderBy(e => Hash($"{seed}:{e}"), StringComparer.Ordinal).Zip(workplaces.Order(), (enrolment, place) => new DrawnPlace(group, place, enrolment.Value))];

    internal void Record(IReadOnlyList<DrawnPlace> places, DateTimeOffset now)
    {
        _places = [.. places];
        DrawnAt = now;
    }

    internal void Annul(string reason, DateTimeOffset now)
    {
        AnnulledAt = now;
        AnnulledBecause = reason;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A workplace that was drawn.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Workplace">Number of the workplace.</param>
/// <param name="Enrolment">Who got it, by the identity of the enrolment, which is used in this exam only.</param>
public sealed record DrawnPlace(int Group, int Workplace, Guid Enrolment);
