using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Specialities;

/// <summary>One entry of the catalogue with the packages that name it, and what the region has for it.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetSpeciality(SpecialityId SpecialityId) : IQuery<SpecialityCard>;

/// <param name="Packages">The newest version of each package.</param>
/// <param name="Experts">Experts of the region with a credential for it or for one of its packages that is valid today.</param>
/// <param name="Venues">Venues of the region with an accreditation for one of its packages that is in force today.</param>
/// <param name="ExamsAhead">Exams of the region by its packages that are planned or run.</param>
public sealed record SpecialityCard(
    SpecialityId Id, SpecialityKind Kind, string Code, string Name, string NameEn, bool IsInForce, IReadOnlyList<SpecialityPackage> Packages, int Experts, int Venues, int ExamsAhead);

public sealed record SpecialityPackage(PackageId Id, string Code, int Version, string Name, string NameEn, int Year, PackageStatus Status);

internal sealed class GetSpecialityHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetSpeciality, SpecialityCard>
{
    public async Task<SpecialityCard> Handle(GetSpeciality request, CancellationToken ct)
    {
        var s = NotFound.Unless(await db.Specialities.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.SpecialityId, ct), "speciality", request.SpecialityId);
        var today = await db.Today(user, time, ct);
        var versions = await db.Packages.AsNoTracking().Where(p => p.SpecialityCode == s.Code)
            .Select(p => new SpecialityPackage(p.Id, p.Code, p.Version, p.Name, p.NameEn, p.Year, p.Status)).ToListAsync(ct);
        var packages = versions.GroupBy(p => p.Code).Select(g => g.MaxBy(p => p.Version)!).OrderByDescending(p => p.Year).ThenBy(p => p.Code, StringComparer.Ordinal).ToList();
        var (codes, ids) = (packages.ConvertAll(p => p.Code), versions.ConvertAll(p => p.Id));
        return new SpecialityCard(s.Id, s.Kind, s.Code, s.Name, s.NameEn, s.IsInForce, packages,
            await db.Experts.InRegionOf(user).CountAsync(e => e.MergedInto == null && e.Credentials.Any(c => !c.IsRevoked && c.ValidFrom <= today && (c.ValidTo == null || c.ValidTo >= today) && (c.Covers == s.Code || codes.Contains(c.Covers))), ct),
            await db.Venues.InRegionOf(user).CountAsync(v => v.Accreditations.Any(a => codes.Contains(a.PackageCode) && a.Status == AccreditationStatus.Accredited && a.ValidFrom <= today && a.ValidTo >= today), ct),
            await db.Exams.InRegionOf(user).CountAsync(e => ids.Contains(e.PackageId) && e.Status < ExamStatus.Scoring, ct));
    }
}
