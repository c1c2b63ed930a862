using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Results;
using DemoExam.Features.Candidates;
using DemoExam.Features.Regions;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>Which modules and standard sections fall short: shares of their maximum beside the region's, by college and by venue.</summary>
internal sealed partial class ReportFacts
{
    public async Task<(IReadOnlyList<string> Notes, IReadOnlyList<ReportTable> Tables)> GapsReport(OrganisationId? house, CancellationToken ct)
    {
        var exams = Within(db.Exams.InRegionOf(user), period);
        var rows = await (from result in Newest(exams)
                          join exam in db.Exams on result.ExamId equals exam.Id
                          join person in db.Candidates on result.CandidateId equals person.Id
                          select new { exam.PackageId, exam.VenueId, person.OrganisationId, Modules = EF.Property<List<ResultLine>>(result, "_modules"), Sections = EF.Property<List<ResultLine>>(result, "_sections") }).ToListAsync(ct);
        var own = user.IsOfTheRegion() && house is null ? null : (await HousesOf(house, ct)).ToHashSet();
        var lines = rows.SelectMany(r => r.Sections.Select(line => new GapLine(r.PackageId, true, line.Code, r.OrganisationId, r.VenueId, Share(line))).Concat(r.Modules.Select(line => new GapLine(r.PackageId, false, line.Code, r.OrganisationId, r.VenueId, Share(line))))).ToList();
        var region = lines.GroupBy(l => l.Part).ToDictionary(g => g.Key, g => g.Average(l => l.Share));
        var shown = lines.Where(l => own is null || own.Contains(l.House)).ToList();
        var parts = await PartNames(shown.Select(l => l.Package).Distinct().ToList(), ct);
        var houses = await NamesOf(shown.Select(l => l.House), ct);
        var venues = await NamesOf(shown.Select(l => l.Venue), ct);
        return (
            [texts["Reports.Note.Gaps"]],
            [
                Gaps("Reports.BySection", null, shown.Where(l => l.IsSection), _ => 0, _ => ""),
                Gaps("Reports.ByModule", null, shown.Where(l => !l.IsSection), _ => 0, _ => ""),
                Gaps("Reports.SectionsByOrganisation", "Reports.Organisation", shown.Where(l => l.IsSection), l => l.House, id => houses[id]),
                Gaps("Reports.SectionsByVenue", "Reports.Venue", shown.Where(l => l.IsSection), l => l.Venue, id => venues[id]),
            ]);

        ReportTable Gaps<TKey>(string title, string? what, IEnumerable<GapLine> of, Func<GapLine, TKey> key, Func<TKey, string> name)
        {
            // The whole region lies nowhere beside itself.
            var compares = what is not null || own is not null;
            var found = of.GroupBy(l => (l.Part, Key: key(l))).Select(g => (g.Key.Part, Name: name(g.Key.Key), Count: g.Count(), Share: Rounded(g.Average(l => l.Share)), Region: Rounded(region[g.Key.Part])))
                .OrderBy(g => g.Name, StringComparer.Create(texts.Culture, ignoreCase: true)).ThenBy(g => parts[g.Part], StringComparer.Ordinal);
            return new ReportTable(texts[title],
                [.. what is null ? Array.Empty<ReportColumn>() : [Text(what, 28)], Text("Reports.Part", 46), Number("Reports.Results"), Number("Reports.AverageShare"), .. compares ? new[] { Number("Reports.RegionShare"), Number("Reports.Difference"), Text("Reports.Flag", 14) } : []],
                [.. found.Select(g => new ReportRow([.. what is null ? Array.Empty<object?>() : [g.Name], parts[g.Part], g.Count, g.Share, .. compares ? new object?[] { g.Region, g.Share - g.Region, g.Share < g.Region ? texts["Reports.Below"] : "" } : []], IsFlagged: g.Share < g.Region))],
                Chart: what is null ? 2 : null, ChartIsShare: true);
        }

        static decimal Share(ResultLine line) => line.Maximum.Hundredths == 0 ? 0 : (decimal)line.Mark.Hundredths / line.Maximum.Hundredths;

        static decimal Rounded(decimal share) => decimal.Round(100 * share, 1, MidpointRounding.AwayFromZero);
    }

    private async Task<List<OrganisationId>> HousesOf(OrganisationId? house, CancellationToken ct) =>
        await db.OrganisationsOf(user).Where(o => house == null || o.Id == house || o.ParentId == house).Select(o => o.Id).ToListAsync(ct);

    /// <summary>Sections by their numbers and modules by their letters, as the packages name them.</summary>
    private async Task<Dictionary<GapPart, string>> PartNames(List<PackageId> ids, CancellationToken ct)
    {
        var packages = await db.Packages.AsNoTracking().IgnoreAutoIncludes().Include(p => p.Sections).Include(p => p.Criteria).Where(p => ids.Contains(p.Id)).ToListAsync(ct);
        return packages.SelectMany(p => p.Sections.Select(s => (Part: new GapPart(p.Id, true, s.Number.ToString(CultureInfo.InvariantCulture)), Name: $"{p.Code}, {s.Number}. {texts.Name(s.Name, s.NameEn)}"))
                .Concat(p.Criteria.Select(c => (Part: new GapPart(p.Id, false, c.Letter), Name: $"{p.Code}, {c.Letter}. {texts.Name(c.Name, c.NameEn)}"))))
            .ToDictionary(x => x.Part, x => x.Name);
    }

    private readonly record struct GapPart(PackageId Package, bool IsSection, string Code);

    private readonly record struct GapLine(PackageId Package, bool IsSection, string Code, OrganisationId House, VenueId Venue, decimal Share)
    {
        public GapPart Part => new(Package, IsSection, Code);
    }
}
