using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>
/// Entries of the region that are probably one person: the same name, without case and with ё as е, and the same date of birth, or the
/// same names in another order, or the same date of birth, given name and patronymic under another surname at one organisation.
/// Namesakes with different personal numbers are two people and left out.
/// </summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record FindDuplicates : IQuery<IReadOnlyList<DuplicatePair>>;

/// <param name="Kept">The entry that is proposed to be kept: the one with more exams, of equals the older.</param>
public sealed record DuplicatePair(DuplicateReason Reason, DuplicateEntry Kept, DuplicateEntry Merged);

/// <summary>Why two entries are probably one person.</summary>
public enum DuplicateReason
{
    /// <summary>Name and date of birth are the same.</summary>
    SameName = 1,

    /// <summary>The same words of the name in another order, and the same date of birth.</summary>
    NameInOtherOrder = 2,

    /// <summary>Another surname; everything else and the organisation are the same.</summary>
    OtherSurname = 3,
}

public sealed record DuplicateEntry(
    CandidateId Id, PersonName Name, DateOnly BirthDate, string? PersonalNumber, string Organisation, string OrganisationEn, string? StudyGroup, int Exams, int Passports, bool HasAccount);

internal sealed class FindDuplicatesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<FindDuplicates, IReadOnlyList<DuplicatePair>>
{
    private const int MostPairs = 200;

    public async Task<IReadOnlyList<DuplicatePair>> Handle(FindDuplicates request, CancellationToken ct)
    {
        // Whoever shares a birthday with nobody is no duplicate; the rest is compared here, since databases know no order of words.
        var born = db.Candidates.InRegionOf(user).Where(c => c.MergedInto == null).GroupBy(c => new { c.RegionCode, c.BirthDate }).Where(g => g.Count() > 1).Select(g => g.Key.BirthDate);
        var people = await db.Candidates.AsNoTracking().InRegionOf(user).Where(c => c.MergedInto == null && born.Contains(c.BirthDate))
            .Select(c => new { c.Id, c.Name, c.NameNorm, c.BirthDate, c.PersonalNumber, c.RegionCode, c.OrganisationId }).ToListAsync(ct);
        var pairs = new List<(DuplicateReason Reason, CandidateId One, CandidateId Other)>();
        foreach (var day in people.GroupBy(p => (p.RegionCode, p.BirthDate)))
        {
            var same = day.OrderBy(p => p.Id.Value).ToList();
            for (var i = 0; i < same.Count && pairs.Count < MostPairs; i++)
            {
                for (var j = i + 1; j < same.Count; j++)
                {
                    if (same[i].PersonalNumber is not null && same[j].PersonalNumber is not null)
                    {
                        continue;
                    }

                    if (Reason(same[i].Name, same[i].NameNorm, same[j].Name, same[j].NameNorm, same[i].OrganisationId == same[j].OrganisationId) is { } reason)
                    {
                        pairs.Add((reason, same[i].Id, same[j].Id));
                    }
                }
            }
        }

        var ids = pairs.SelectMany(p => new[] { p.One, p.Other }).Distinct().ToList();
        var entries = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new
        {
            c.Id,
            c.Name,
            c.BirthDate,
            c.PersonalNumber,
            Organisation = db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => new { o.ShortName, o.NameEn }).First(),
            c.StudyGroup,
            Exams = db.Enrolments.Count(e => e.CandidateId == c.Id),
            Passports = db.Passports.Count(p => p.CandidateId == c.Id),
            HasAccount = db.Users.Any(a => a.CandidateId == c.Id),
        }).ToDictionaryAsync(c => c.Id, c => new DuplicateEntry(c.Id, c.Name, c.BirthDate, c.PersonalNumber, c.Organisation.ShortName, c.Organisation.NameEn, c.StudyGroup, c.Exams, c.Passports, c.HasAccount), ct);
        return [.. pairs.Select(p => entries[p.One].Exams >= entries[p.Other].Exams
                ? new DuplicatePair(p.Reason, entries[p.One], entries[p.Other])
                : new DuplicatePair(p.Reason, entries[p.Other], entries[p.One]))
            .OrderBy(p => p.Reason).ThenBy(p => p.Kept.Name.Normalised, StringComparer.Ordinal)];
    }

    private static DuplicateReason? Reason(PersonName one, string oneNorm, PersonName other, string otherNorm, bool sameOrganisation) =>
        oneNorm == otherNorm ? DuplicateReason.SameName
        : Words(oneNorm).SequenceEqual(Words(otherNorm)) ? DuplicateReason.NameInOtherOrder
        : sameOrganisation && one.GivenName.Length > 0 && one.Patronymic is not null
            && TextNorm.Of(one.GivenName) == TextNorm.Of(other.GivenName) && TextNorm.Of(one.Patronymic) == TextNorm.Of(other.Patronymic) ? DuplicateReason.OtherSurname
        : null;

    private static IEnumerable<string> Words(string nameNorm) => nameNorm.Split(' ', '-').Order(StringComparer.Ordinal);
}
