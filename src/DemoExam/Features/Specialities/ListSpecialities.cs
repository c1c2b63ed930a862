using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Specialities;

/// <summary>The catalogue of specialities, professions and skills by code. It belongs to no region.</summary>
/// <param name="Search">Part of the code or of the names.</param>
/// <param name="Kind">Only this kind.</param>
/// <param name="InForce">Only what is, or is no longer, in force.</param>
/// <param name="WithPackages">Only what has, or has no, assessment package.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListSpecialities(string? Search = null, SpecialityKind? Kind = null, bool? InForce = null, bool? WithPackages = null, string? After = null, int? Size = null) : IQuery<Slice<SpecialityRow>>;

/// <param name="Packages">Codes of assessment packages that name it.</param>
public sealed record SpecialityRow(SpecialityId Id, SpecialityKind Kind, string Code, string Name, string NameEn, bool IsInForce, int Packages);

internal sealed class ListSpecialitiesHandler(DemoExamDb db) : IRequestHandler<ListSpecialities, Slice<SpecialityRow>>
{
    public async Task<Slice<SpecialityRow>> Handle(ListSpecialities request, CancellationToken ct)
    {
        var specialities = db.Specialities.AsNoTracking().Matching(request, db);
        if (request.After is { Length: > 0 } after)
        {
            specialities = specialities.Where(s => string.Compare(s.Code, after) > 0);
        }

        var size = SliceSize.Of(request.Size);
        return Slice.Of(await specialities.OrderBy(s => s.Code).Take(size + 1).Rows(db).ToListAsync(ct), size, s => s.Code);
    }
}

internal static class SpecialityFilter
{
    public static IQueryable<Speciality> Matching(this IQueryable<Speciality> specialities, ListSpecialities request, DemoExamDb db)
    {
        if (TextNorm.Of(request.Search) is { Length: > 0 } search)
        {
            specialities = specialities.Where(s => s.NameNorm.Contains(search));
        }

        if (request.Kind is { } kind)
        {
            specialities = specialities.Where(s => s.Kind == kind);
        }

        if (request.InForce is { } inForce)
        {
            specialities = specialities.Where(s => s.IsInForce == inForce);
        }

        return request.WithPackages is { } with ? specialities.Where(s => db.Packages.Any(p => p.SpecialityCode == s.Code) == with) : specialities;
    }

    public static IQueryable<SpecialityRow> Rows(this IQueryable<Speciality> specialities, DemoExamDb db) =>
        specialities.Select(s => new SpecialityRow(s.Id, s.Kind, s.Code, s.Name, s.NameEn, s.IsInForce, db.Packages.Where(p => p.SpecialityCode == s.Code).Select(p => p.Code).Distinct().Count()));
}
