using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>Venues of the user's region by name, with what their accreditations are worth today.</summary>
/// <param name="Search">Any part of the name or of the city.</param>
/// <param name="Package">Only venues with an accreditation for this package code.</param>
/// <param name="Level">… at this level.</param>
/// <param name="State">… in this state today.</param>
/// <param name="Kind">Only sites of this kind.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListVenues(
    string? Search = null, string? Package = null, ExamLevel? Level = null, AccreditationState? State = null, VenueKind? Kind = null, string? After = null, int? Size = null)
    : IQuery<Slice<VenueRow>>;

/// <param name="Accreditations">How many there are in each state.</param>
public sealed record VenueRow(
    VenueId Id, string Name, string NameEn, string City, string Organisation, int Workplaces, IReadOnlyList<VenueKind> Kinds, IReadOnlyList<AccreditationCount> Accreditations);

public sealed record AccreditationCount(AccreditationState State, int Count);

internal sealed class ListVenuesHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListVenues, Slice<VenueRow>>
{
    public async Task<Slice<VenueRow>> Handle(ListVenues request, CancellationToken ct)
    {
        var today = await db.Today(user, time, ct);
        var venues = db.Venues.AsNoTracking().InRegionOf(user).Matching(request, today, db);
        if (RegisterKey.TryRead(request.After, out var after))
        {
            venues = venues.Where(v =>
                string.Compare(v.NameNorm, after.NameNorm) > 0 || (v.NameNorm == after.NameNorm && string.Compare(v.RegionCode, after.RegionCode) > 0));
        }

        var size = SliceSize.Of(request.Size);
        var rows = await venues.OrderBy(v => v.NameNorm).ThenBy(v => v.RegionCode).Take(size + 1)
            .Select(v => new
            {
                v.Id,
                v.Name,
                v.NameEn,
                v.City,
                v.Workplaces,
                v.NameNorm,
                v.KindBits,
                v.RegionCode,
                Organisation = db.Organisations.Where(o => o.Id == v.OrganisationId).Select(o => o.ShortName).First(),
                Terms = v.Accreditations.Select(a => new { a.Status, a.ValidFrom, a.ValidTo }).ToList(),
            })
            .ToListAsync(ct);
        var slice = Slice.Of(rows, size, r => new RegisterKey(r.NameNorm, r.RegionCode).ToString());
        return new Slice<VenueRow>(
            [.. slice.Items.Select(r => new VenueRow(r.Id, r.Name, r.NameEn, r.City, r.Organisation, r.Workplaces, VenueKinds.Of(r.KindBits),
                [.. r.Terms.CountBy(t => Accreditation.StateOf(t.Status, t.ValidFrom, t.ValidTo, today)).OrderBy(c => c.Key).Select(c => new AccreditationCount(c.Key, c.Value))]))],
            slice.Next);
    }
}

internal static class VenueFilter
{
    public static IQueryable<Venue> Matching(this IQueryable<Venue> venues, ListVenues filter, DateOnly today, DemoExamDb db)
    {
        if (TextNorm.Of(filter.Search) is { Length: > 0 } search)
        {
            venues = venues.Where(v => v.NameNorm.Contains(search));
        }

        if (filter.Kind is { } kind)
        {
            var bit = VenueKinds.BitOf(kind);
            venues = venues.Where(v => (v.KindBits & bit) != 0);
        }

        if (filter.Package is not { Length: > 0 } && filter.Level is null && filter.State is null)
        {
            return venues;
        }

        // One accreditation must meet all three conditions.
        var matching = Matching(filter, today, db).Select(a => EF.Property<VenueId>(a, "VenueId"));
        return venues.Where(v => matching.Contains(v.Id));
    }

    private static IQueryable<Accreditation> Matching(ListVenues request, DateOnly today, DemoExamDb db)
    {
        var soon = today.AddDays(Accreditation.SoonDays);
        var accreditations = db.Accreditations.Where(a =>
            (string.IsNullOrEmpty(request.Package) || a.PackageCode == request.Package) && (request.Level == null || a.Level == request.Level));
        var accredited = accreditations.Where(a => a.Status == AccreditationStatus.Accredited);
        return request.State switch
        {
            null => accreditations,
            AccreditationState.NotYet => accredited.Where(a => a.ValidFrom > today),
            AccreditationState.InForce => accredited.Where(a => a.ValidFrom <= today && a.ValidTo > soon),
            AccreditationState.ExpiresSoon => accredited.Where(a => a.ValidFrom <= today && a.ValidTo >= today && a.ValidTo <= soon),
            AccreditationState.Expired => accredited.Where(a => a.ValidFrom <= today && a.ValidTo < today),
            AccreditationState.Suspended => accreditations.Where(a => a.Status == AccreditationStatus.Suspended),
            AccreditationState.Withdrawn => accreditations.Where(a => a.Status == AccreditationStatus.Withdrawn),
            _ => accreditations.Where(a => a.Status < AccreditationStatus.Accredited),
        };
    }
}

internal static class RegionToday
{
    // Accounts of the whole installation read the calendar in Moscow.
    public const string Capital = "Europe/Moscow";

    /// <summary>The date in the user's region now.</summary>
    public static async Task<DateOnly> Today(this DemoExamDb db, CurrentUser user, TimeProvider time, CancellationToken ct)
    {
        var zone = await db.Regions.Where(r => r.Code == user.RegionCode).Select(r => r.TimeZone).SingleOrDefaultAsync(ct) ?? Capital;
        return time.Today(zone);
    }

    /// <summary>The date in a time zone now.</summary>
    public static DateOnly Today(this TimeProvider time, string timeZone) => DayOf(time.GetUtcNow(), timeZone);

    /// <summary>The date in a time zone at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment, string timeZone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime);
}
