using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>
/// Entries of the region that are probably one expert: the same words of the name, in whatever order and letters, or one credential in two
/// entries. Namesakes with different personal numbers are two people and left out.
/// </summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record FindDuplicateExperts : IQuery<IReadOnlyList<DuplicateExperts>>;

/// <param name="Kept">The entry that is proposed to be kept: the one with more exams, of equals the older.</param>
public sealed record DuplicateExperts(DuplicateExpertReason Reason, DuplicateExpert Kept, DuplicateExpert Merged);

/// <summary>Why two entries are probably one expert.</summary>
public enum DuplicateExpertReason
{
    /// <summary>The same words of the name.</summary>
    SameName = 1,

    /// <summary>A document of the same number stands at both.</summary>
    SameCredential = 2,
}

public sealed record DuplicateExpert(ExpertId Id, PersonName Name, string? PersonalNumber, string Employer, string EmployerEn, int Credentials, int Exams, bool HasAccount);

internal sealed class FindDuplicateExpertsHandler(DemoExamDb db, DataAccess access, CurrentUser user) : IRequestHandler<FindDuplicateExperts, IReadOnlyList<DuplicateExperts>>
{
    private const int MostPairs = 200;

    public async Task<IReadOnlyList<DuplicateExperts>> Handle(FindDuplicateExperts request, CancellationToken ct)
    {
        var people = await db.Experts.AsNoTracking().InRegionOf(user).Where(e => e.MergedInto == null)
            .Select(e => new { e.Id, e.NameNorm, e.PersonalNumber, e.RegionCode, Documents = e.Credentials.Select(c => c.Number).ToList() }).ToListAsync(ct);
        var byName = people.GroupBy(p => (p.RegionCode, Key: string.Join(' ', p.NameNorm.Split(' ', '-').Order(StringComparer.Ordinal)))).Select(g => (Reason: DuplicateExpertReason.SameName, Group: g.ToList()));
        var byDocument = people.SelectMany(p => p.Documents.Distinct().Select(number => (p, number))).GroupBy(d => (d.p.RegionCode, d.number), d => d.p)
            .Select(g => (Reason: DuplicateExpertReason.SameCredential, Group: g.ToList()));
        var pairs = (
            from alike in byName.Concat(byDocument)
            let same = alike.Group.OrderBy(p => p.Id.Value).ToList()
            from one in same
            from other in same
            where one.Id.Value < other.Id.Value && (one.PersonalNumber is null || other.PersonalNumber is null)
            select (alike.Reason, One: one.Id, Other: other.Id)).DistinctBy(p => (p.One, p.Other)).Take(MostPairs).ToList();

        var ids = pairs.SelectMany(p => new[] { p.One, p.Other }).Distinct().ToList();
        access.NoteExperts(Domain.Audit.PersonalDataKind.Entry, ids);
        var entries = await db.Experts.AsNoTracking().Where(e => ids.Contains(e.Id)).Select(e => new
        {
            e.Id,
            e.Name,
            e.PersonalNumber,
            Employer = db.Organisations.Where(o => o.Id == e.EmployerId).Select(o => new { o.ShortName, o.NameEn }).First(),
            Credentials = e.Credentials.Count,
            Exams = db.Exams.Count(x => x.Duties.Any(d => d.ExpertId == e.Id)),
            HasAccount = db.Users.Any(a => a.ExpertId == e.Id),
        }).ToDictionaryAsync(e => e.Id, e => new DuplicateExpert(e.Id, e.Name, e.PersonalNumber, e.Employer.ShortName, e.Employer.NameEn, e.Credentials, e.Exams, e.HasAccount), ct);
        return [.. pairs.Select(p => entries[p.One].Exams >= entries[p.Other].Exams
                ? new DuplicateExperts(p.Reason, entries[p.One], entries[p.Other])
                : new DuplicateExperts(p.Reason, entries[p.Other], entries[p.One]))
            .OrderBy(p => p.Reason).ThenBy(p => p.Kept.Name.Normalised, StringComparer.Ordinal)];
    }
}
