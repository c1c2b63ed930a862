using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>Reads a list of venues with their accreditations and tells what an import would do, row by row. Changes nothing.</summary>
/// <param name="File">.xlsx or .csv with the columns of <see cref="VenueColumn"/>.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record PreviewVenues(ImportFile File) : IQuery<ImportPreview<VenueColumn, VenueLine>>;

internal sealed class PreviewVenuesHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<PreviewVenues, ImportPreview<VenueColumn, VenueLine>>
{
    private const int FirstShown = 10;

    public async Task<ImportPreview<VenueColumn, VenueLine>> Handle(PreviewVenues request, CancellationToken ct)
    {
        var found = await db.CheckVenues(request.File, user, texts, ct);
        return new(found.Rows, found.Lines.Count, found.Lines.Count(l => l.RegisteredId is not null), found.Problems, found.Ignored, [.. found.Lines.Take(FirstShown)]);
    }
}

/// <summary>
/// Registers every venue and accreditation of the list, or nothing when any row has an error. Venues of the register get their new
/// accreditations and stay as they are.
/// </summary>
/// <param name="File">The file of the preview.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ImportVenues(ImportFile File) : ICommand<VenueImportReport>;

/// <param name="Venues">Venues that are new in the register.</param>
/// <param name="Accreditations">Certificates that are new in the register.</param>
public sealed record VenueImportReport(int Venues, int Accreditations);

internal sealed class ImportVenuesValidator : AbstractValidator<ImportVenues>
{
    public ImportVenuesValidator() => RuleFor(r => r.File).NotNull();
}

internal sealed class ImportVenuesHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<ImportVenues, VenueImportReport>
{
    public async Task<VenueImportReport> Handle(ImportVenues request, CancellationToken ct)
    {
        var found = await db.CheckVenues(request.File, user, texts, ct);
        var errors = found.Problems.Count(p => !p.IsWarning);
        VenueRules.ImportIsClean.Require(errors == 0, ("errors", errors));

        var known = found.Lines.Where(l => l.RegisteredId is not null).Select(l => l.RegisteredId!.Value).Distinct().ToList();
        var registered = await db.Venues.InRegionOf(user).Where(v => known.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        var zones = await db.Regions.AsNoTracking().ToDictionaryAsync(r => r.Code, r => r.TimeZone, ct);
        var (venues, accreditations) = (0, 0);
        foreach (var lines in found.Lines.GroupBy(l => l.FirstRow))
        {
            var first = lines.First();
            Venue venue;
            if (first.RegisteredId is { } id)
            {
                venue = registered[id];
            }
            else
            {
                var said = first.Venue!;
                var region = found.Regions[said.OrganisationId];
                venue = db.Venues.Add(new Venue(VenueId.New(), said.OrganisationId, first.Name, said.NameEn ?? first.Name, region, first.City, said.Address, said.TimeZone ?? zones[region], said.Workplaces)).Entity;
                venues++;
            }

            foreach (var terms in lines.Select(l => l.Accreditation).OfType<AccreditationTerms>())
            {
                venue.Accredit(AccreditationId.New(), terms);
                accreditations++;
            }
        }

        return new VenueImportReport(venues, accreditations);
    }
}

/// <summary>A checked list.</summary>
internal sealed record CheckedVenues(
    IReadOnlyList<VenueLine> Lines, IReadOnlyList<ImportProblem<VenueColumn>> Problems, int Rows, IReadOnlyList<string> Ignored, IReadOnlyDictionary<OrganisationId, string> Regions);

/// <summary>Checks a list of venues against the register; the preview and the import see the same.</summary>
internal static class VenueChecking
{
    // What regional centres write besides our own words.
    private static readonly (string Word, ExamLevel Level)[] Synonyms =
    [
        ("ПА", ExamLevel.Interim), ("промежуточная", ExamLevel.Interim), ("БУ", ExamLevel.Base), ("базовый", ExamLevel.Base), ("ГИА БУ", ExamLevel.Base),
        ("ПУ", ExamLevel.Profile), ("профильный", ExamLevel.Profile), ("ГИА ПУ", ExamLevel.Profile),
    ];

    public static async Task<CheckedVenues> CheckVenues(this DemoExamDb db, ImportFile file, CurrentUser user, Texts texts, CancellationToken ct)
    {
        var table = VenueSheet.Open(file);
        var organisations = await KnownOrganisations.Load(db.Organisations.InRegionOf(user), ct);
        var registered = await db.Venues.AsNoTracking().InRegionOf(user)
            .Select(v => new { v.Id, v.NameNorm, v.RegionCode, v.Workplaces, Accreditations = v.Accreditations.Select(a => new { a.CertificateNumber, a.PackageCode, a.Level }).ToList() }).ToListAsync(ct);
        var uses = await (from p in db.Packages.AsNoTracking() from c in p.Criteria select new { p.Code, c.Use }).Distinct().ToListAsync(ct);
        var packages = uses.GroupBy(u => u.Code).ToDictionary(g => TextNorm.Of(g.Key), g => (g.Key,
            (IReadOnlySet<ExamLevel>)Enum.GetValues<ExamLevel>().Where(level => g.Any(u => new ExamScope(level, level == ExamLevel.Profile).Covers(u.Use))).ToHashSet()));
        var (lines, problems, rows) = VenueSheet.Check(table, new VenueChecks(
            organisations,
            [.. registered.Select(v => new RegisteredVenue(v.Id, v.NameNorm, v.RegionCode, v.Workplaces, v.Accreditations.Select(a => (a.CertificateNumber, a.PackageCode, a.Level)).ToHashSet()))],
            packages, ImportWords.Of(texts, Synonyms), user.RegionCode));
        return new CheckedVenues(lines, problems, rows, table.Ignored, organisations.Regions);
    }
}
