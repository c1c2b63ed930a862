using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>One venue with all its accreditations.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetVenue(VenueId VenueId) : IQuery<VenueDetails>;

/// <param name="TimeZone">IANA time zone of the site.</param>
/// <param name="Today">The date at the site now, on which the states are told.</param>
public sealed record VenueDetails(
    VenueId Id, string Name, string NameEn, string City, string Address, string TimeZone, int Workplaces, OrganisationId OrganisationId, string Organisation,
    string Region, string RegionEn, DateOnly Today, IReadOnlyList<AccreditationDetails> Accreditations, IReadOnlyList<ThreatenedExam> Threatened, VenuePassport Passport, IReadOnlyList<VenueKind> Kinds);

/// <summary>A planned exam that the accreditations of today don't cover.</summary>
/// <param name="Why">The rule and what it saw.</param>
public sealed record ThreatenedExam(ExamId Id, string Number, DateOnly FirstDay, DateOnly LastDay, Refusal Why);

/// <param name="Package">Russian name of the newest version of the package.</param>
/// <param name="Gaps">Equipment that the newest version of the package asks for and the venue passport lacks; empty for a withdrawn certificate.</param>
/// <param name="Files">Files of the certificate; null for who may not see them.</param>
/// <param name="DaysLeft">Days until the last day, 0 on it; negative afterwards.</param>
public sealed record AccreditationDetails(
    AccreditationId Id, string PackageCode, string? Package, string? PackageEn, ExamLevel Level, string CertificateNumber, DateOnly ValidFrom, DateOnly ValidTo,
    int Workplaces, AccreditationStatus Status, AccreditationState State, int DaysLeft, IReadOnlyList<EquipmentGap> Gaps, int? Files);

internal sealed class GetVenueHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetVenue, VenueDetails>
{
    public async Task<VenueDetails> Handle(GetVenue request, CancellationToken ct)
    {
        var found = NotFound.Unless(
            await (from venue in db.Venues.AsNoTracking().InRegionOf(user)
                   join organisation in db.Organisations on venue.OrganisationId equals organisation.Id
                   join region in db.Regions on venue.RegionCode equals region.Code
                   where venue.Id == request.VenueId
                   select new { Venue = venue, Organisation = organisation.Name, Region = region.Name, RegionEn = region.NameEn }).SingleOrDefaultAsync(ct),
            "venue", request.VenueId);

        var (v, today) = (found.Venue, time.Today(found.Venue.TimeZone));
        var codes = v.Accreditations.Select(a => a.PackageCode).Distinct().ToList();
        var packages = (await db.Packages.AsNoTracking().Where(p => codes.Contains(p.Code)).Select(p => new { p.Code, p.Version, p.Name, p.NameEn, p.Infrastructure }).ToListAsync(ct))
            .GroupBy(p => p.Code).ToDictionary(g => g.Key, g => g.MaxBy(p => p.Version)!);
        var own = user.OperatesRegion() || (user.Is(Roles.Organiser) && await db.OrganisationsOf(user).AnyAsync(o => o.Id == v.OrganisationId, ct));
        var files = own ? await db.AccreditationFiles.Where(f => f.VenueId == v.Id).GroupBy(f => f.AccreditationId).ToDictionaryAsync(g => g.Key, g => g.Count(), ct) : null;
        return new VenueDetails(v.Id, v.Name, v.NameEn, v.City, v.Address, v.TimeZone, v.Workplaces, v.OrganisationId, found.Organisation, found.Region, found.RegionEn, today,
            [.. v.Accreditations.OrderBy(a => a.PackageCode, StringComparer.Ordinal).ThenBy(a => a.Level).ThenByDescending(a => a.ValidTo).Select(a =>
            {
                var package = packages.GetValueOrDefault(a.PackageCode);
                return new AccreditationDetails(a.Id, a.PackageCode, package?.Name, package?.NameEn, a.Level, a.CertificateNumber, a.ValidFrom, a.ValidTo,
                    a.Workplaces, a.Status, a.StateOn(today), a.ValidTo.DayNumber - today.DayNumber,
                    package is null || a.Status == AccreditationStatus.Withdrawn ? [] : v.Passport.GapsTo(package.Infrastructure, a.Workplaces), files is null ? null : files.GetValueOrDefault(a.Id));
            })], await Threatened(v, ct), v.Passport, v.Kinds);
    }

    private async Task<IReadOnlyList<ThreatenedExam>> Threatened(Venue venue, CancellationToken ct)
    {
        var exams = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes()
                           join package in db.Packages on exam.PackageId equals package.Id
                           where exam.VenueId == venue.Id && exam.Status <= ExamStatus.Ready
                           orderby exam.FirstDay, exam.Number
                           select new { exam.Id, exam.Number, exam.FirstDay, exam.LastDay, exam.Level, package.Code }).ToListAsync(ct);
        var threatened = new List<ThreatenedExam>();
        foreach (var exam in exams)
        {
            try
            {
                venue.AccreditationFor(exam.Code, exam.Level, exam.FirstDay, exam.LastDay);
            }
            catch (RuleViolation violation)
            {
                threatened.Add(new ThreatenedExam(exam.Id, exam.Number, exam.FirstDay, exam.LastDay, violation.Refusals[0]));
            }
        }

        return threatened;
    }
}
