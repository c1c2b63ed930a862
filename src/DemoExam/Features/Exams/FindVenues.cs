using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Where an exam could be held: venues accredited for every day needed first, then the others with the reason.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record FindVenues(PackageId PackageId, ExamLevel Level, DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay) : IQuery<FoundVenues>;

/// <param name="Venues">Venues with a certificate for the package, suitable ones first.</param>
/// <param name="Others">How many venues of the region have no certificate for the package at all.</param>
public sealed record FoundVenues(IReadOnlyList<VenueOption> Venues, int Others);

/// <summary>A venue as a choice.</summary>
/// <param name="Accredited">Workplaces of the certificate; 0 when there is none for the days.</param>
/// <param name="Days">Free workplaces on each day of the exam.</param>
/// <param name="Why">The rule that speaks against it; null when the venue suits.</param>
/// <param name="Gaps">Equipment that the infrastructure list of the package asks for and the venue passport lacks, for the accredited workplaces.</param>
public sealed record VenueOption(
    VenueId Id, string Name, string NameEn, string City, string Address, string TimeZone, int Accredited, string? Certificate, DateOnly? ValidTo,
    IReadOnlyList<DayPlaces> Days, Refusal? Why, IReadOnlyList<EquipmentGap> Gaps)
{
    /// <summary>The fewest free workplaces of any day.</summary>
    public int Free => Days.Count > 0 ? Days.Min(d => d.Free) : 0;
}

/// <summary>Workplaces that are free the whole day.</summary>
public sealed record DayPlaces(DateOnly Day, int Free);

internal sealed class FindVenuesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<FindVenues, FoundVenues>
{
    public async Task<FoundVenues> Handle(FindVenues request, CancellationToken ct) => await db.FindVenues(request, user, ct);
}

internal static class VenueFinding
{
    public static async Task<FoundVenues> FindVenues(this DemoExamDb db, FindVenues request, CurrentUser user, CancellationToken ct)
    {
        var package = NotFound.Unless(await db.Packages.AsNoTracking().Where(p => p.Id == request.PackageId).Select(p => new { p.Code, p.Infrastructure }).SingleOrDefaultAsync(ct), "package", request.PackageId);
        var code = package.Code;
        var venues = await db.Venues.AsNoTracking().InRegionOf(user).Where(v => v.Accreditations.Any(a => a.PackageCode == code)).ToListAsync(ct);
        var others = await db.Venues.InRegionOf(user).CountAsync(ct) - venues.Count;
        var taken = await db.TakenPlaces([.. venues.Select(v => v.Id)], code, request.Level, request.FirstDay, request.LastDay, ct);
        var options = venues.Select(Option).OrderBy(o => o.Why is not null).ThenByDescending(o => o.Free).ThenBy(o => o.Name, StringComparer.CurrentCulture);
        return new FoundVenues([.. options], others);

        VenueOption Option(Venue venue)
        {
            Accreditation? accreditation = null;
            Refusal? why = null;
            try
            {
                accreditation = venue.AccreditationFor(code, request.Level, request.PreparatoryDay, request.LastDay);
            }
            catch (RuleViolation violation)
            {
                why = violation.Refusals[0];
            }

            var days = new List<DayPlaces>();
            for (var day = request.FirstDay; accreditation is not null && day <= request.LastDay && days.Count < ExamRules.LongestExam; day = day.AddDays(1))
            {
                var places = taken.Where(t => t.VenueId == venue.Id.Value && t.Day == day).ToList();
                var free = venue.Workplaces - places.Select(p => p.Number).Distinct().Count();
                var accredited = accreditation.Workplaces - places.Where(p => p.SameAccreditation).Select(p => p.Number).Distinct().Count();
                days.Add(new DayPlaces(day, Math.Max(0, Math.Min(free, accredited))));
            }

            return new VenueOption(venue.Id, venue.Name, venue.NameEn, venue.City, venue.Address, venue.TimeZone, accreditation?.Workplaces ?? 0,
                accreditation?.CertificateNumber, accreditation?.ValidTo, days, why,
                accreditation is null ? [] : venue.Passport.GapsTo(package.Infrastructure, accreditation.Workplaces));
        }
    }
}
