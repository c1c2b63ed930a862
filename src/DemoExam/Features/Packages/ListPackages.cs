using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>Assessment packages by code, newest version first. Packages belong to no region.</summary>
/// <param name="Search">Part of the code or of the names.</param>
/// <param name="Status">Only in this state.</param>
/// <param name="OnlyNewest">Of each code only the newest version.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListPackages(string? Search = null, PackageStatus? Status = null, bool OnlyNewest = false, string? After = null, int? Size = null)
    : IQuery<Slice<PackageRow>>;

/// <param name="Scopes">The exams that the package gives, with their maxima and minutes.</param>
public sealed record PackageRow(
    PackageId Id, string Code, int Version, string Name, string NameEn, int Year, RuleSet RuleSet, string Issuer, PackageStatus Status, DateTimeOffset ImportedAt,
    IReadOnlyList<PackageScope> Scopes);

public sealed record PackageScope(ExamLevel Level, bool WithVariativePart, Marks Maximum, int Minutes);

internal sealed class ListPackagesHandler(DemoExamDb db) : IRequestHandler<ListPackages, Slice<PackageRow>>
{
    public async Task<Slice<PackageRow>> Handle(ListPackages request, CancellationToken ct)
    {
        var packages = db.Packages.AsNoTracking().Matching(request, db);
        if (request.After?.Split('~') is [var code, var text] && int.TryParse(text, out var version))
        {
            packages = packages.Where(p => string.Compare(p.Code, code) > 0 || (p.Code == code && p.Version < version));
        }

        var size = SliceSize.Of(request.Size);
        var rows = await packages.OrderBy(p => p.Code).ThenByDescending(p => p.Version).Take(size + 1)
            .Select(p => new
            {
                p.Id,
                p.Code,
                p.Version,
                p.Name,
                p.NameEn,
                p.Year,
                p.RuleSet,
                p.Issuer,
                p.Status,
                p.ImportedAt,
                Criteria = p.Criteria.Select(c => new { c.Use, c.Maximum, c.DurationMinutes }).ToList(),
            })
            .ToListAsync(ct);
        var slice = Slice.Of(rows, size, p => $"{p.Code}~{p.Version}");
        return new Slice<PackageRow>(
            [.. slice.Items.Select(p => new PackageRow(p.Id, p.Code, p.Version, p.Name, p.NameEn, p.Year, p.RuleSet, p.Issuer, p.Status, p.ImportedAt,
                [.. ExamScope.All.Where(scope => scope.IsOfferedBy(p.Criteria.Select(c => c.Use)))
                    .Select(scope => (scope, covered: p.Criteria.Where(c => scope.Covers(c.Use)).ToList()))
                    .Select(x => new PackageScope(x.scope.Level, x.scope.WithVariativePart, x.covered.Select(c => c.Maximum).Sum(), x.covered.Sum(c => c.DurationMinutes)))]))],
            slice.Next);
    }
}

internal static class PackageFilter
{
    public static IQueryable<AssessmentPackage> Matching(this IQueryable<AssessmentPackage> packages, ListPackages request, DemoExamDb db)
    {
        if (TextNorm.Of(request.Search) is { Length: > 0 } search)
        {
            packages = packages.Where(p => p.NameNorm.Contains(search));
        }

        if (request.Status is { } status)
        {
            packages = packages.Where(p => p.Status == status);
        }

        if (request.OnlyNewest)
        {
            packages = packages.Where(p => !db.Packages.Any(other => other.Code == p.Code && other.Version > p.Version));
        }

        return packages;
    }
}
