using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Published packages with the exams that each can give.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record ListPackagesToPlan : IQuery<IReadOnlyList<PackageToPlan>>;

public sealed record PackageToPlan(
    PackageId Id, string Code, int Version, string Name, string NameEn, string SpecialityCode, int MinimumScoringExperts, ExpertTable Experts, IReadOnlyList<ScopeToPlan> Scopes)
{
    /// <summary>Fewest scoring experts of an exam that uses so many workplaces at one time.</summary>
    public int ScoringExpertsFor(int workplaces) => Math.Max(MinimumScoringExperts, Experts.For(workplaces));
}

/// <summary>One of the exams of a package.</summary>
public sealed record ScopeToPlan(ExamLevel Level, bool WithVariativePart, Marks Maximum, int Minutes, IReadOnlyList<CriterionToPlan> Criteria);

public sealed record CriterionToPlan(string Letter, string Name, string NameEn);

internal sealed class ListPackagesToPlanHandler(DemoExamDb db) : IRequestHandler<ListPackagesToPlan, IReadOnlyList<PackageToPlan>>
{
    public async Task<IReadOnlyList<PackageToPlan>> Handle(ListPackagesToPlan request, CancellationToken ct)
    {
        // The scheme without its aspects: planning needs letters, times and maxima.
        var packages = await db.Packages.AsNoTracking().IgnoreAutoIncludes().Include(p => p.Criteria)
            .Where(p => p.Status == PackageStatus.Published).OrderBy(p => p.Code).ThenByDescending(p => p.Version).ToListAsync(ct);
        return
        [
            // A new version of a code replaces the old one for new exams.
            .. packages.DistinctBy(p => p.Code).Select(p => new PackageToPlan(
                p.Id, p.Code, p.Version, p.Name, p.NameEn, p.SpecialityCode, p.MinimumScoringExperts, p.Experts,
                [.. p.Scopes().Select(s => new ScopeToPlan(s.Level, s.WithVariativePart, p.MaximumOf(s), p.MinutesOf(s),
                    [.. p.CriteriaOf(s).Select(c => new CriterionToPlan(c.Letter, c.Name, c.NameEn))]))])),
        ];
    }
}
