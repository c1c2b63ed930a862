using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Security;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Pipeline;

/// <summary>
/// Whose personal data a request shows: handlers say it, the pipeline keeps it before the answer goes out. The person's own look
/// and the service itself are not kept.
/// </summary>
public sealed class DataAccess
{
    private readonly HashSet<(RegisterKind Register, Guid Subject, PersonalDataKind Kind)> _shown = [];

    internal IReadOnlyCollection<(RegisterKind Register, Guid Subject, PersonalDataKind Kind)> Shown => _shown;

    /// <summary>The answer shows this of these candidates.</summary>
    public void Note(PersonalDataKind kind, params IEnumerable<CandidateId> candidates) => _shown.UnionWith(candidates.Select(c => (RegisterKind.Candidate, c.Value, kind)));

    /// <summary>The answer shows this of these experts.</summary>
    public void NoteExperts(PersonalDataKind kind, params IEnumerable<ExpertId> experts) => _shown.UnionWith(experts.Select(e => (RegisterKind.Expert, e.Value, kind)));
}

/// <summary>What this node has kept within the hour, so that a page opened again and again asks the database once.</summary>
internal sealed class KeptAccess
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string Actor, Guid Subject, PersonalDataKind Kind)> _kept = [];
    private DateTimeOffset _hour;

    public List<T> New<T>(DateTimeOffset hour, IEnumerable<T> looks, Func<T, (string, Guid, PersonalDataKind)> key)
    {
        lock (_lock)
        {
            Turn(hour);
            return [.. looks.Where(look => !_kept.Contains(key(look)))];
        }
    }

    public void Keep(DateTimeOffset hour, IEnumerable<(string, Guid, PersonalDataKind)> keys)
    {
        lock (_lock)
        {
            Turn(hour);
            _kept.UnionWith(keys);
        }
    }

    private void Turn(DateTimeOffset hour)
    {
        if (_hour != hour)
        {
            _hour = hour;
            _kept.Clear();
        }
    }
}

/// <summary>Keeps who looked at whose data (152-ФЗ, art. 19), in a transaction of its own. An answer whose line can't be kept is not given.</summary>
internal sealed class DataAccessBehaviour<TRequest, TResponse>(CurrentUser user, DataAccess access, KeptAccess kept, IServiceScopeFactory scopes, WriteGate gate, TimeProvider time)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    // Parameters of one statement; the smallest limit of the three databases is about two thousand.
    private const int Batch = 500;

    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var answer = await next();
        if (access.Shown.Count > 0 && user is { IsSystem: false, IsSignedIn: true })
        {
            var now = time.GetUtcNow();
            var hour = PersonalDataAccess.HourOf(now);
            var others = access.Shown.Where(s => s.Subject != user.CandidateId?.Value && s.Subject != user.ExpertId?.Value);
            foreach (var batch in kept.New(hour, others, s => (user.Id, s.Subject, s.Kind)).Chunk(Batch))
            {
                await Write(batch, now, hour, ct);
                kept.Keep(hour, batch.Select(s => (user.Id, s.Subject, s.Kind)));
            }
        }

        return answer;
    }

    private async Task Write((RegisterKind Register, Guid Subject, PersonalDataKind Kind)[] looks, DateTimeOffset now, DateTimeOffset hour, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        var subjects = looks.Select(l => l.Subject).Distinct().ToList();
        using var turn = await gate.Enter(ct);
        for (var attempt = 1; ; attempt++)
        {
            var there = await db.PersonalDataAccesses.AsNoTracking().Where(a => a.ActorId == user.Id && a.Hour == hour && subjects.Contains(a.SubjectId))
                .Select(a => new { a.SubjectId, a.Kind }).ToListAsync(ct);
            // Rows are inserted in the order of their ids. Two that write the same lines in different orders would wait for each other.
            var lines = looks.Where(l => !there.Exists(t => t.SubjectId == l.Subject && t.Kind == l.Kind)).OrderBy(l => l.Subject).ThenBy(l => l.Kind).ToList();
            db.PersonalDataAccesses.AddRange(lines.Zip(
                lines.Select(_ => Guid.CreateVersion7(now)).Order(), (l, id) => new PersonalDataAccess(id, l.Register, l.Subject, l.Kind, user.Id, user.DisplayName ?? user.UserName ?? user.Id, now)));
            try
            {
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (Exception failure) when (attempt < 5 && FailedSave.Of(failure) is { } contest && (FailedSave.IsInPassing(contest) || db.UniqueViolation(contest) is not null))
            {
                // The same person opened the same page at another node; its line stands for both.
                db.ChangeTracker.Clear();
            }
        }
    }
}
