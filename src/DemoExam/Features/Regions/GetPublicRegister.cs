using DemoExam.Credentials;
using DemoExam.Data;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Reports;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Regions;

/// <summary>
/// What a region tells everybody: venues with accreditations in force, exams ahead, and figures of a year in which nobody can be recognised.
/// </summary>
/// <param name="Code">Two digits of the region.</param>
/// <param name="Year">Calendar year of the figures; without it the present one.</param>
[AllowAnonymous]
public sealed record GetPublicRegister(string Code, int? Year = null) : IQuery<PublicRegister>;

/// <summary>The register.</summary>
/// <param name="Years">Years with figures, the latest first.</param>
public sealed record PublicRegister(
    string Code, Bilingual Name, DateOnly Today, IReadOnlyList<PublicVenue> Venues, IReadOnlyList<PublicExam> Exams, IReadOnlyList<int> Years, PublicFigures Figures);

/// <summary>A venue and what it is accredited for today.</summary>
/// <param name="Place">WGS 84; null when nobody has entered it.</param>
public sealed record PublicVenue(Bilingual Name, string City, string Address, int Workplaces, IReadOnlyList<VenueKind> Kinds, GeoPoint? Place, IReadOnlyList<PublicAccreditation> Accreditations);

/// <summary>An accreditation in force.</summary>
public sealed record PublicAccreditation(string CertificateNumber, string PackageCode, Bilingual Package, ExamLevel Level, int Workplaces, DateOnly ValidTo);

/// <summary>A confirmed exam that lies ahead or goes on.</summary>
public sealed record PublicExam(string Number, DateOnly FirstDay, DateOnly LastDay, string PackageCode, Bilingual Package, ExamLevel Level, Bilingual Venue, string City);

/// <summary>Figures of a year; null where fewer than five people are meant, or where the number would tell of them.</summary>
/// <param name="Exams">Exams whose results were announced.</param>
/// <param name="Results">Results of these exams.</param>
/// <param name="Grades">Results by grade, the best first.</param>
/// <param name="Passports">Passports in force of the year's exams.</param>
public sealed record PublicFigures(int Year, int Exams, int? Results, IReadOnlyList<PublicGrade> Grades, int? Passports);

/// <summary>How many results have a grade; null when hidden.</summary>
public sealed record PublicGrade(string Grade, int? Count);

internal sealed class GetPublicRegisterHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<GetPublicRegister, PublicRegister>
{
    private const int MostExams = 500;

    private static readonly ExamStatus[] Ahead = [ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready, ExamStatus.Running];
    private static readonly ExamStatus[] Announced = [ExamStatus.ResultsAnnounced, ExamStatus.Closed];

    public async Task<PublicRegister> Handle(GetPublicRegister request, CancellationToken ct)
    {
        var region = NotFound.Unless(await db.Regions.AsNoTracking().SingleOrDefaultAsync(r => r.Code == request.Code, ct), "region");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(region.TimeZone)).DateTime);
        // Codes stay, names change with the version: the newest one is told.
        var packages = (await db.Packages.AsNoTracking().IgnoreAutoIncludes().Select(p => new { p.Code, p.Name, p.NameEn, p.Version }).ToListAsync(ct))
            .GroupBy(p => p.Code).ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Version).Select(p => new Bilingual(p.Name, p.NameEn)).First());
        var exams = db.Exams.AsNoTracking().Where(e => e.RegionCode == region.Code);
        var announced = exams.Where(e => Announced.Contains(e.Status));
        var year = request.Year ?? today.Year;
        return new PublicRegister(
            region.Code, new Bilingual(region.Name, region.NameEn), today, await Venues(region.Code, today, packages, ct), await Exams(exams, today, ct),
            await announced.Years(today.Year, ct), Public(await db.Figures(announced, year, ct)));
    }

    private async Task<IReadOnlyList<PublicVenue>> Venues(string region, DateOnly today, Dictionary<string, Bilingual> packages, CancellationToken ct)
    {
        var venues = await db.Venues.AsNoTracking().Where(v => v.RegionCode == region).OrderBy(v => v.NameNorm).ToListAsync(ct);
        return
        [
            .. from venue in venues
               let inForce = venue.Accreditations.Where(a => a.StateOn(today) is AccreditationState.InForce or AccreditationState.ExpiresSoon)
                   .OrderBy(a => a.PackageCode, StringComparer.Ordinal).ThenBy(a => a.Level)
                   .Select(a => new PublicAccreditation(a.CertificateNumber, a.PackageCode, packages.GetValueOrDefault(a.PackageCode, new Bilingual(a.PackageCode, a.PackageCode)), a.Level, a.Workplaces, a.ValidTo)).ToList()
               where inForce.Count > 0
               select new PublicVenue(new Bilingual(venue.Name, venue.NameEn), venue.City, venue.Address, venue.Workplaces, venue.Kinds, venue.Passport.Place, inForce),
        ];
    }

    private async Task<IReadOnlyList<PublicExam>> Exams(IQueryable<Exam> exams, DateOnly today, CancellationToken ct) =>
        await (from exam in exams.IgnoreAutoIncludes()
               join package in db.Packages on exam.PackageId equals package.Id
               join venue in db.Venues on exam.VenueId equals venue.Id
               where exam.LastDay >= today && Ahead.Contains(exam.Status)
               orderby exam.FirstDay, exam.Number
               select new PublicExam(exam.Number, exam.FirstDay, exam.LastDay, package.Code, new Bilingual(package.Name, package.NameEn), exam.Level, new Bilingual(venue.Name, venue.NameEn), venue.City))
            .Take(MostExams).ToListAsync(ct);

    private static PublicFigures Public(YearFigures figures)
    {
        var (grades, results) = SmallNumbers.Hide([.. figures.Grades.Select(g => g.Count)]);
        // Without a passport are those without a result; told together they would tell of a few.
        int? passports = results is not null && figures.Passports is 0 or >= SmallNumbers.Least && figures.Results - figures.Passports is 0 or >= SmallNumbers.Least ? figures.Passports : null;
        return new PublicFigures(figures.Year, figures.Exams, results, [.. figures.Grades.Select((g, i) => new PublicGrade(g.Grade, grades[i]))], passports);
    }
}
