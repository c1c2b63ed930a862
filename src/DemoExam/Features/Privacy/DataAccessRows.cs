using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Privacy;

/// <summary>Lines of the access log with the names of now.</summary>
internal static class DataAccessRows
{
    private const int Batch = 500;

    /// <summary>The beginning of a day, UTC.</summary>
    public static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Lines from one hour to before another; only of people of the region for an administrator who has one.</summary>
    public static async Task<IQueryable<PersonalDataAccess>> Looks(this DemoExamDb db, CurrentUser user, DateTimeOffset from, DateTimeOffset before, string? account, CancellationToken ct)
    {
        var looks = db.PersonalDataAccesses.AsNoTracking().Where(a => a.Hour >= from && a.Hour < before);
        if (account?.Trim().ToUpperInvariant() is { Length: > 0 } name)
        {
            var reader = (await db.Users.Where(a => a.NormalizedUserName == name).Select(a => a.Id).SingleOrDefaultAsync(ct)).ToString();
            looks = looks.Where(a => a.ActorId == reader);
        }

        if (user.RegionCode is { } region)
        {
            // Readers of the region look at people of the region.
            var readers = (await db.Users.Where(a => a.RegionCode == region).Select(a => a.Id).ToListAsync(ct)).ConvertAll(id => id.ToString());
            looks = looks.Where(a => readers.Contains(a.ActorId));
        }

        return looks;
    }

    /// <summary>The lines with the names of people.</summary>
    public static async Task<List<DataAccessRow>> Named(this DemoExamDb db, IReadOnlyList<PersonalDataAccess> looks, CancellationToken ct)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var ids in looks.Where(l => l.Register == RegisterKind.Candidate).Select(l => CandidateId.From(l.SubjectId)).Distinct().Chunk(Batch))
        {
            foreach (var person in await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToListAsync(ct))
            {
                names[person.Id.Value] = person.Name.Full;
            }
        }

        foreach (var ids in looks.Where(l => l.Register == RegisterKind.Expert).Select(l => ExpertId.From(l.SubjectId)).Distinct().Chunk(Batch))
        {
            foreach (var person in await db.Experts.AsNoTracking().Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToListAsync(ct))
            {
                names[person.Id.Value] = person.Name.Full;
            }
        }

        return [.. looks.Select(l => new DataAccessRow(l.Id, l.Hour, l.Actor, l.ActorId, l.Register, l.SubjectId, names.GetValueOrDefault(l.SubjectId, "—"), l.Kind))];
    }
}
