using DemoExam.Data;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Admin;

/// <summary>What can end.</summary>
public enum ExpiryKind
{
    /// <summary>The certificate that signs passports.</summary>
    SigningCertificate = 1,

    /// <summary>An accreditation of a venue.</summary>
    Accreditation = 2,

    /// <summary>A credential of an expert.</summary>
    Credential = 3,
}

/// <summary>What of the region ends within <see cref="ExpiryRows.SoonDays"/>, the soonest first; for administrators the signing certificate too.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ListExpiries : IQuery<IReadOnlyList<Expiry>>;

/// <param name="Kind">What ends.</param>
/// <param name="Name">Venue, expert or subject of the certificate.</param>
/// <param name="Detail">Package or number; null for the certificate.</param>
/// <param name="ValidTo">Last day.</param>
/// <param name="DaysLeft">Days from today; 0 on the last day.</param>
/// <param name="Path">Page where something can be done.</param>
/// <param name="Renewal">How an expert can renew it; null when the region trains nobody, and for what is no credential.</param>
public sealed record Expiry(ExpiryKind Kind, string Name, string? Detail, DateOnly ValidTo, int DaysLeft, string Path, Renewal? Renewal = null);

/// <summary>A training of experts that a credential can be renewed by: the next one that has not ended.</summary>
public sealed record Renewal(string Programme, string ProgrammeEn, DateOnly FirstDay, string Path);

internal sealed class ListExpiriesHandler(DemoExamDb db, CurrentUser user, SigningKeys keys, TimeProvider time) : IRequestHandler<ListExpiries, IReadOnlyList<Expiry>>
{
    public async Task<IReadOnlyList<Expiry>> Handle(ListExpiries request, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var rows = await db.Expiries(user.RegionCode, today, ct);
        var training = rows.Exists(r => r.Kind == ExpiryKind.Credential) ? await NextTraining(today, ct) : null;
        rows = rows.ConvertAll(r => r.Kind == ExpiryKind.Credential ? r with { Renewal = training } : r);
        return [.. (user.Is(Roles.Administrator) ? rows.Concat(keys.Expiry(today)) : rows).OrderBy(e => e.ValidTo).ThenBy(e => e.Name, StringComparer.Ordinal)];
    }

    private async Task<Renewal?> NextTraining(DateOnly today, CancellationToken ct)
    {
        var next = await (from programme in db.Programmes.AsNoTracking().InRegionOf(user)
                          where programme.Kind == ProgrammeKind.ExpertTraining
                          from training in programme.Groups
                          where training.LastDay >= today
                          orderby training.FirstDay, training.Name
                          select new { programme.Id, programme.Name, programme.NameEn, GroupId = training.Id, training.FirstDay }).FirstOrDefaultAsync(ct);
        return next is null ? null : new Renewal(next.Name, next.NameEn, next.FirstDay, $"/programmes/{next.Id}/groups/{next.GroupId}");
    }
}

internal static class ExpiryRows
{
    /// <summary>Days before the end from which it is shown and written about.</summary>
    public const int SoonDays = 60;

    /// <summary>Accreditations and credentials of a region, or of all, that end soon and have no successor of the same kind.</summary>
    public static async Task<List<Expiry>> Expiries(this DemoExamDb db, string? region, DateOnly today, CancellationToken ct)
    {
        var last = today.AddDays(SoonDays);
        var venues = await db.Venues.AsNoTracking().Where(v => (region == null || v.RegionCode == region) && v.Accreditations.Any(a => a.ValidTo >= today && a.ValidTo <= last)).ToListAsync(ct);
        var experts = await db.Experts.AsNoTracking().Where(e => (region == null || e.RegionCode == region) && e.MergedInto == null && e.Credentials.Any(c => c.ValidTo != null && c.ValidTo >= today && c.ValidTo <= last && !c.IsRevoked)).ToListAsync(ct);
        return
        [
            .. venues.SelectMany(v => v.Accreditations.Where(a => Soon(a.ValidTo) && a.Status == AccreditationStatus.Accredited
                    && !v.Accreditations.Any(b => b.PackageCode == a.PackageCode && b.Level == a.Level && b.ValidTo > last))
                .Select(a => new Expiry(ExpiryKind.Accreditation, v.Name, $"{a.PackageCode}, № {a.CertificateNumber}", a.ValidTo, Left(a.ValidTo), $"/venues/{v.Id}"))),
            .. experts.SelectMany(e => e.Credentials.Where(c => c.ValidTo is { } to && Soon(to) && !c.IsRevoked
                    && !e.Credentials.Any(b => b.Type == c.Type && b.Covers == c.Covers && !b.IsRevoked && (b.ValidTo is null || b.ValidTo > last)))
                .Select(c => new Expiry(ExpiryKind.Credential, e.Name.Full, $"{c.Covers}, № {c.Number}", c.ValidTo!.Value, Left(c.ValidTo.Value), $"/experts/{e.Id}"))),
        ];

        bool Soon(DateOnly to) => to >= today && to <= last;

        int Left(DateOnly to) => to.DayNumber - today.DayNumber;
    }

    /// <summary>The signing certificate when it ends soon.</summary>
    public static IEnumerable<Expiry> Expiry(this SigningKeys keys, DateOnly today)
    {
        var to = DateOnly.FromDateTime(keys.Current.Certificate.NotAfter.ToUniversalTime());
        return to.DayNumber - today.DayNumber <= SoonDays ? [new Expiry(ExpiryKind.SigningCertificate, keys.Current.Certificate.Subject, null, to, to.DayNumber - today.DayNumber, "/admin")] : [];
    }
}
