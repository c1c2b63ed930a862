using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>One version of a package with its whole scheme, and where it is used.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetPackage(PackageId PackageId) : IQuery<PackageCard>;

/// <param name="Maximum">Sum of all criteria.</param>
/// <param name="Scopes">The exams that the package gives.</param>
/// <param name="Versions">Every version of the code, newest first.</param>
/// <param name="Exams">Exams of the user's region with this version, latest first, at most 20.</param>
/// <param name="ExamCount">How many there are.</param>
/// <param name="Venues">Venues of the region with a certificate for the code that is not withdrawn.</param>
public sealed record PackageCard(
    PackageId Id, string Code, int Version, string Name, string NameEn, SpecialityId? SpecialityId, string SpecialityCode, string SpecialityName, string SpecialityNameEn, int Year, RuleSet RuleSet,
    string Issuer, int MinimumScoringExperts, ExpertTable Experts, IReadOnlyList<InfrastructureLine> Infrastructure, int Judges, PackageStatus Status, DateTimeOffset ImportedAt, string SourceSha256, Marks Maximum, IReadOnlyList<PackageScope> Scopes,
    IReadOnlyList<SectionCard> Sections, IReadOnlyList<CriterionCard> Criteria, IReadOnlyList<PackageVersion> Versions, IReadOnlyList<PackageExam> Exams, int ExamCount, int Venues);

/// <param name="Declared">Weight that the scheme declares.</param>
/// <param name="Sum">What the aspects add up to; a package whose sums differ can't be published.</param>
public sealed record SectionCard(int Number, string Name, string NameEn, Marks? Declared, Marks Sum, int Aspects)
{
    public bool AddsUp => Declared is null || Declared == Sum;
}

public sealed record CriterionCard(CriterionId Id, string Letter, string Name, string NameEn, CriterionUse Use, int Minutes, Marks Maximum, IReadOnlyList<SubCriterionCard> SubCriteria);

public sealed record SubCriterionCard(string Code, string Name, Marks Maximum, IReadOnlyList<AspectCard> Aspects);

public sealed record AspectCard(AspectId Id, string Code, AspectType Type, string Text, string? HowToCheck, string? Requirement, int Section, Marks Maximum, AspectScale Scale);

public sealed record PackageVersion(PackageId Id, int Version, PackageStatus Status, DateTimeOffset ImportedAt);

public sealed record PackageExam(ExamId Id, string Number, DateOnly FirstDay, DateOnly LastDay, ExamLevel Level, bool WithVariativePart, ExamStatus Status);

internal sealed class GetPackageHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetPackage, PackageCard>
{
    private const int MostExams = 20;

    public async Task<PackageCard> Handle(GetPackage request, CancellationToken ct)
    {
        var p = NotFound.Unless(await db.Packages.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == request.PackageId, ct), "package", request.PackageId);
        var versions = await db.Packages.AsNoTracking().Where(x => x.Code == p.Code).OrderByDescending(x => x.Version)
            .Select(x => new PackageVersion(x.Id, x.Version, x.Status, x.ImportedAt)).ToListAsync(ct);
        var exams = db.Exams.AsNoTracking().InRegionOf(user).Where(e => e.PackageId == p.Id);
        var latest = await exams.OrderByDescending(e => e.FirstDay).ThenBy(e => e.Number).Take(MostExams)
            .Select(e => new PackageExam(e.Id, e.Number, e.FirstDay, e.LastDay, e.Level, e.WithVariativePart, e.Status)).ToListAsync(ct);
        var venues = await db.Venues.AsNoTracking().InRegionOf(user)
            .CountAsync(v => v.Accreditations.Any(a => a.PackageCode == p.Code && a.Status != Domain.Venues.AccreditationStatus.Withdrawn), ct);
        var aspects = p.Criteria.SelectMany(c => c.Aspects).ToList();
        return new PackageCard(p.Id, p.Code, p.Version, p.Name, p.NameEn, await db.Specialities.Where(s => s.Code == p.SpecialityCode).Select(s => (SpecialityId?)s.Id).SingleOrDefaultAsync(ct), p.SpecialityCode, p.SpecialityName, p.SpecialityNameEn, p.Year, p.RuleSet, p.Issuer,
            p.MinimumScoringExperts, p.Experts, p.Infrastructure.Lines, p.Judgement.Judges, p.Status, p.ImportedAt, p.SourceSha256, aspects.Select(a => a.Maximum).Sum(),
            [.. p.Scopes().Select(s => new PackageScope(s.Level, s.WithVariativePart, p.MaximumOf(s), p.MinutesOf(s)))],
            [.. p.Sections.OrderBy(s => s.Number).Select(s => new SectionCard(s.Number, s.Name, s.NameEn, s.Declared,
                aspects.Where(a => a.SectionNumber == s.Number).Select(a => a.Maximum).Sum(), aspects.Count(a => a.SectionNumber == s.Number)))],
            [.. p.Criteria.OrderBy(c => c.Position).Select(c => new CriterionCard(c.Id, c.Letter, c.Name, c.NameEn, c.Use, c.DurationMinutes, c.Maximum,
                [.. c.SubCriteria.OrderBy(s => s.Position).Select(s => new SubCriterionCard(s.Code, s.Name, s.Aspects.Select(a => a.Maximum).Sum(),
                    [.. s.Aspects.OrderBy(a => a.Position).Select(a => new AspectCard(a.Id, a.Code, a.Type, a.Text, a.HowToCheck, a.Requirement, a.SectionNumber, a.Maximum, a.Scale))]))]))],
            versions, latest, latest.Count < MostExams ? latest.Count : await exams.CountAsync(ct), venues);
    }
}
