using System.Collections.Concurrent;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The packages that exams use, kept in memory: a published version never changes its scheme, and every mark needs it.
/// Ask here for the scheme only, not for the status, which may have changed since.
/// </summary>
internal sealed class MarkingSchemes
{
    private readonly ConcurrentDictionary<PackageId, AssessmentPackage> _known = new();

    /// <summary>The package when it is in memory; null otherwise.</summary>
    public AssessmentPackage? Known(PackageId id) => _known.GetValueOrDefault(id);

    public async Task<AssessmentPackage> Of(PackageId id, DemoExamDb db, CancellationToken ct)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        var package = NotFound.Unless(await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct), "package", id);
        return package.Status == PackageStatus.Draft ? package : _known.GetOrAdd(id, package);
    }
}
