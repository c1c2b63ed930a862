using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>Grade scales: the general ones and those of the organisations of the region. Of each the latest comes first.</summary>
/// <param name="OrganisationId">Only the general scales and those of this organisation.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListGradeScales(OrganisationId? OrganisationId = null) : IQuery<IReadOnlyList<GradeScaleRow>>;

/// <param name="Organisation">Null for a general scale.</param>
/// <param name="ValidTo">Last day, included; null for an open end.</param>
/// <param name="State">On the present day of the region.</param>
/// <param name="Grades">Rising from 0 %.</param>
public sealed record GradeScaleRow(
    GradeScaleId Id, string Name, string Act, OrganisationId? OrganisationId, string? Organisation, string? OrganisationEn, DateOnly ValidFrom, DateOnly? ValidTo, GradeScaleState State,
    IReadOnlyList<GradeStep> Grades);

/// <summary>A scale on a day.</summary>
public enum GradeScaleState
{
    NotYet = 1,
    InForce = 2,

    /// <summary>Its term runs, but a later scale of the same organisation counts.</summary>
    Replaced = 3,
    Ended = 4,
}

internal sealed class ListGradeScalesHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListGradeScales, IReadOnlyList<GradeScaleRow>>
{
    public async Task<IReadOnlyList<GradeScaleRow>> Handle(ListGradeScales request, CancellationToken ct)
    {
        var today = await db.Today(user, time, ct);
        var organisations = await db.Organisations.AsNoTracking().InRegionOf(user)
            .Where(o => db.GradeScales.Any(s => s.OrganisationId == o.Id) && (request.OrganisationId == null || o.Id == request.OrganisationId))
            .Select(o => new { o.Id, o.ShortName, o.NameEn }).ToDictionaryAsync(o => o.Id, ct);
        var scales = (await db.GradeScales.AsNoTracking().ToListAsync(ct)).Where(s => s.OrganisationId is not { } own || organisations.ContainsKey(own)).ToList();
        return [.. scales.Select(s =>
            {
                var organisation = s.OrganisationId is { } own ? organisations[own] : null;
                return new GradeScaleRow(s.Id, s.Name, s.Act, s.OrganisationId, organisation?.ShortName, organisation?.NameEn, s.ValidFrom, s.ValidTo, StateOf(s, scales, today),
                    [.. s.Bounds.Select(GradeStep.Of)]);
            })
            .OrderBy(s => s.OrganisationId is not null).ThenBy(s => s.Organisation, StringComparer.CurrentCulture).ThenByDescending(s => s.ValidFrom)];
    }

    private static GradeScaleState StateOf(GradeScale scale, List<GradeScale> all, DateOnly today) => scale switch
    {
        _ when today < scale.ValidFrom => GradeScaleState.NotYet,
        _ when !scale.IsInForceOn(today) => GradeScaleState.Ended,
        _ when all.Any(other => other.OrganisationId == scale.OrganisationId && other.IsInForceOn(today) && other.ValidFrom > scale.ValidFrom) => GradeScaleState.Replaced,
        _ => GradeScaleState.InForce,
    };
}
