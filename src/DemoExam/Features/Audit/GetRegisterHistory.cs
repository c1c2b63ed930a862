using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Features.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Audit;

/// <summary>Who changed an entry of a register, when, and what; the latest first, at most 100.</summary>
/// <param name="Kind">The register.</param>
/// <param name="Id">The entry.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetRegisterHistory(RegisterKind Kind, Guid Id) : IQuery<IReadOnlyList<RegisterChangeRow>>;

public sealed record RegisterChangeRow(DateTimeOffset At, string Actor, RegisterDeed Deed, IReadOnlyList<FieldChange> Fields);

internal sealed class GetRegisterHistoryHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<GetRegisterHistory, IReadOnlyList<RegisterChangeRow>>
{
    private const int Most = 100;

    // Numbers and addresses of people are for those who keep the register.
    private static readonly HashSet<string> Private = ["PersonalNumber", "Email", "Guardian"];

    public async Task<IReadOnlyList<RegisterChangeRow>> Handle(GetRegisterHistory request, CancellationToken ct)
    {
        await RequireVisible(request, ct);
        var changes = await db.RegisterChanges.AsNoTracking().Where(c => c.Kind == request.Kind && c.SubjectId == request.Id).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(Most).ToListAsync(ct);
        var names = await Names(changes, ct);
        var keeps = request.Kind != RegisterKind.Expert || user.IsSystem || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);
        return [.. changes.Select(c => new RegisterChangeRow(c.At, c.Actor, c.Deed, [.. c.Fields.Where(f => keeps || !Private.Contains(f.Field)).Select(f => f with { Before = Said(f.Before, names), After = Said(f.After, names) })]))];
    }

    private async Task RequireVisible(GetRegisterHistory request, CancellationToken ct)
    {
        var id = request.Id;
        var visible = request.Kind switch
        {
            RegisterKind.Organisation => await db.Organisations.InRegionOf(user).AnyAsync(o => o.Id == new OrganisationId(id), ct),
            RegisterKind.Venue => await db.Venues.InRegionOf(user).AnyAsync(v => v.Id == new VenueId(id), ct),
            RegisterKind.Expert => await db.Experts.InRegionOf(user).AnyAsync(e => e.Id == new ExpertId(id), ct),
            RegisterKind.Candidate => user.MayReadCandidates() && await db.Candidates.VisibleTo(user, db).AnyAsync(c => c.Id == new CandidateId(id), ct),
            RegisterKind.Programme => await db.Programmes.VisibleTo(user, db).AnyAsync(p => p.Id == new ProgrammeId(id), ct),
            RegisterKind.Speciality => await db.Specialities.AnyAsync(s => s.Id == new SpecialityId(id), ct),
            _ => await db.Packages.AnyAsync(p => p.Id == new PackageId(id), ct),
        };
        if (!visible)
        {
            throw new NotFound("entry", id);
        }
    }

    // Ids in the history are those of organisations and of merged candidates and experts.
    private async Task<Dictionary<Guid, string>> Names(List<RegisterChange> changes, CancellationToken ct)
    {
        var ids = changes.SelectMany(c => c.Fields).SelectMany(f => new[] { f.Before, f.After }).Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var (organisations, candidates, experts) = (ids.ConvertAll(OrganisationId.From), ids.ConvertAll(CandidateId.From), ids.ConvertAll(ExpertId.From));
        var names = await db.Organisations.AsNoTracking().Where(o => organisations.Contains(o.Id)).Select(o => new { o.Id, o.ShortName }).ToDictionaryAsync(o => o.Id.Value, o => o.ShortName, ct);
        foreach (var candidate in await db.Candidates.AsNoTracking().Where(c => candidates.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToListAsync(ct))
        {
            names[candidate.Id.Value] = candidate.Name.Full;
        }

        foreach (var expert in await db.Experts.AsNoTracking().Where(e => experts.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToListAsync(ct))
        {
            names[expert.Id.Value] = expert.Name.Full;
        }

        return names;
    }

    private string? Said(string? value, Dictionary<Guid, string> names) =>
        value is null ? null
        : (value.StartsWith("Enums.", StringComparison.Ordinal) || value.StartsWith("Shared.", StringComparison.Ordinal)) && texts.Has(value) ? texts[value]
        : value.StartsWith("Enums.", StringComparison.Ordinal) ? string.Join(", ", value.Split(", ").Select(v => texts.Has(v) ? texts[v] : v))
        : Guid.TryParse(value, out var id) && names.TryGetValue(id, out var name) ? name
        : DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Formats.ShortDate(day)
        : value;
}
