using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Programmes that the user sees, with what a year asked for and what it came to.</summary>
/// <param name="Year">Calendar year; without it the present one. People count to the year in which their group ends.</param>
/// <param name="Search">Any part of the name.</param>
/// <param name="Kind">Only this kind.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ListProgrammes(int? Year = null, string? Search = null, ProgrammeKind? Kind = null) : IQuery<ProgrammeList>;

/// <param name="Years">Years with a target or a group, and the present one, the latest first.</param>
public sealed record ProgrammeList(int Year, IReadOnlyList<int> Years, IReadOnlyList<ProgrammeRow> Programmes);

/// <param name="Target">People to be trained in the year; null when nobody said.</param>
public sealed record ProgrammeRow(ProgrammeId Id, ProgrammeKind Kind, string Name, string NameEn, string Organisation, string OrganisationEn, int? Target, int? EmployedTarget, OutcomeCount Fact);

internal sealed class ListProgrammesHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListProgrammes, ProgrammeList>
{
    public async Task<ProgrammeList> Handle(ListProgrammes request, CancellationToken ct)
    {
        var visible = db.Programmes.AsNoTracking().VisibleTo(user, db);
        var present = time.GetUtcNow().Year;
        var year = request.Year ?? present;
        var years = (await visible.SelectMany(p => p.Targets, (_, t) => t.Year).Distinct().ToListAsync(ct))
            .Concat(await visible.SelectMany(p => p.Groups, (_, g) => g.LastDay.Year).Distinct().ToListAsync(ct)).Append(present).Distinct().OrderDescending().ToList();
        if (TextNorm.Of(request.Search) is { Length: > 0 } search)
        {
            visible = visible.Where(p => p.NameNorm.Contains(search));
        }

        if (request.Kind is { } kind)
        {
            visible = visible.Where(p => p.Kind == kind);
        }

        var rows = await visible.IgnoreAutoIncludes().OrderBy(p => p.NameNorm).Select(p => new
        {
            p.Id,
            p.Kind,
            p.Name,
            p.NameEn,
            Organisation = db.Organisations.Where(o => o.Id == p.OrganisationId).Select(o => new { o.ShortName, o.NameEn }).First(),
            Target = p.Targets.Where(t => t.Year == year).Select(t => new { t.Participants, t.EmployedPercent }).FirstOrDefault(),
        }).ToListAsync(ct);
        var facts = await db.Participants.Counted(db, year).Select(p => new KeyedOutcome<ProgrammeId> { Key = p.ProgrammeId, Outcome = p.Outcome }).Count(ct);
        return new ProgrammeList(year, years,
            [.. rows.Select(p => new ProgrammeRow(p.Id, p.Kind, p.Name, p.NameEn, p.Organisation.ShortName, p.Organisation.NameEn, p.Target?.Participants, p.Target?.EmployedPercent,
                facts.GetValueOrDefault(p.Id, OutcomeCount.None)))]);
    }
}
