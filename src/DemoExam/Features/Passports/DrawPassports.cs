using System.Collections.Concurrent;
using System.Globalization;
using DemoExam.Credentials;
using DemoExam.Credentials.Qr;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Passports;

/// <summary>
/// Draws and signs the documents of leased orders, outside of any transaction and on all cores. When the service stops, it begins
/// no further document and answers what is ready.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record DrawPassports(IReadOnlyList<PassportOrder> Orders) : IQuery<DrawnPassports>;

/// <summary>What a run has drawn, and what could not be drawn.</summary>
public sealed record DrawnPassports(IReadOnlyList<DrawnPassport> Drawn, IReadOnlyList<FailedPassport> Failed);

/// <summary>A signed document that waits to be stored.</summary>
public sealed record DrawnPassport(PassportOrder Order, SignedPdf Document, PublicFacts Facts);

/// <summary>An order whose document could not be drawn, and why.</summary>
public sealed record FailedPassport(PassportOrderId OrderId, IssueFailure Failure);

internal sealed class DrawPassportsHandler(
    DemoExamDb db, PassportPress press, Texts texts, IOptions<IssuerOptions> issuer, PublicAddress address, IssuerIdentity identity, ILogger<DrawPassportsHandler> log)
    : IRequestHandler<DrawPassports, DrawnPassports>
{
    public async Task<DrawnPassports> Handle(DrawPassports request, CancellationToken ct)
    {
        var site = string.IsNullOrWhiteSpace(issuer.Value.Site) ? new Uri(address.Value) : new Uri(issuer.Value.Site);
        var contents = new PassportContents(texts, issuer.Value, identity, site, token => address.With($"/p/{token}"));
        var sources = await Load(request.Orders, ct);
        var drawn = new ConcurrentBag<DrawnPassport>();
        var failed = new ConcurrentBag<FailedPassport>();
        await Parallel.ForEachAsync(sources, new ParallelOptions { MaxDegreeOfParallelism = press.Parallelism, CancellationToken = CancellationToken.None }, async (source, _) =>
        {
            if (ct.IsCancellationRequested)
            {
                return;
            }

            try
            {
                var document = await press.Print(contents.Of(source), contents.FrameOf(source), new QrStatus(source.Order.StatusList, source.Order.StatusIndex), PassportLayouts.NameFor(source.Exam.Type, source.Candidate.Category), CancellationToken.None);
                drawn.Add(new DrawnPassport(source.Order, document, contents.PublicOf(source)));
            }
            catch (Exception failure)
            {
                // One bad record must not hold up the others; an officer sees the reason on a page.
                var reason = IssueFailure.Of(failure);
                log.LogWarning(reason.Code == IssueFailure.Unexpected ? failure : null, "Passport {Number} could not be drawn: {Reason}", source.Order.Number, failure.Message);
                failed.Add(new FailedPassport(source.Order.Id, reason));
            }
        });
        return new DrawnPassports([.. drawn], [.. failed]);
    }

    private async Task<List<PassportSources>> Load(IReadOnlyList<PassportOrder> orders, CancellationToken ct)
    {
        var exams = await LoadExams([.. orders.Select(o => o.ExamId).Distinct()], ct);
        var packages = await LoadPackages([.. exams.Values.Select(e => e.PackageId).Distinct()], ct);
        var candidates = await LoadCandidates([.. orders.Select(o => o.CandidateId).Distinct()], ct);
        var resultIds = orders.Select(o => o.ResultId).Distinct().ToList();
        var results = await db.Results.AsNoTracking().Where(r => resultIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var awarded = await LoadAwards(orders, ct);
        return [.. orders.Select(o => new PassportSources(
            o, exams[o.ExamId], packages[exams[o.ExamId].PackageId], candidates[o.CandidateId], results[o.ResultId], awarded.GetValueOrDefault((o.ExamId, o.CandidateId), o.IssueMoment)))];
    }

    // A later version keeps the moment at which the first one was awarded.
    private async Task<Dictionary<(ExamId, CandidateId), DateTimeOffset>> LoadAwards(IReadOnlyList<PassportOrder> orders, CancellationToken ct)
    {
        var (examIds, candidateIds) = (Of(o => o.ExamId), Of(o => o.CandidateId));
        if (examIds.Count == 0)
        {
            return [];
        }

        return await db.Passports.AsNoTracking()
            .Where(p => p.PassportVersion == 1 && examIds.Contains(p.ExamId) && candidateIds.Contains(p.CandidateId))
            .Select(p => new { p.ExamId, p.CandidateId, p.IssuedAt })
            .ToDictionaryAsync(p => (p.ExamId, p.CandidateId), p => p.IssuedAt, ct);

        List<T> Of<T>(Func<PassportOrder, T> id) => [.. orders.Where(o => o.PassportVersion > 1).Select(id).Distinct()];
    }

    private async Task<Dictionary<ExamId, PrintedExam>> LoadExams(List<ExamId> ids, CancellationToken ct)
    {
        var rows = await (
            from exam in db.Exams
            join venue in db.Venues on exam.VenueId equals venue.Id
            join region in db.Regions on venue.RegionCode equals region.Code
            join accreditation in db.Accreditations on exam.AccreditationId equals accreditation.Id
            where ids.Contains(exam.Id)
            select new
            {
                exam.Id, exam.PackageId, exam.VenueId, exam.Number, exam.Type, exam.Level, exam.WithVariativePart, exam.TimeZone, exam.FirstDay, exam.LastDay,
                Venue = venue.Name, VenueEn = venue.NameEn, Region = region.Name, RegionEn = region.NameEn,
                accreditation.CertificateNumber, accreditation.ValidFrom, accreditation.ValidTo,
                ChiefId = exam.Duties.Where(d => d.Role == ExamRole.ChiefExpert).Select(d => d.ExpertId).First(),
                Scoring = exam.Duties.Count(d => d.Role == ExamRole.ScoringExpert),
            }).AsNoTracking().ToListAsync(ct);
        var chiefIds = rows.Select(r => r.ChiefId).ToList();
        var chiefs = await db.Experts.AsNoTracking().Where(e => chiefIds.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToDictionaryAsync(e => e.Id, e => e.Name, ct);
        return rows.ToDictionary(r => r.Id, r => new PrintedExam(
            r.Id, r.PackageId, r.VenueId, r.Number, r.Type, new ExamScope(r.Level, r.WithVariativePart), r.TimeZone, r.FirstDay, r.LastDay,
            Both(r.Venue, r.VenueEn), Both(r.Region, r.RegionEn), r.CertificateNumber, r.ValidFrom, r.ValidTo, chiefs[r.ChiefId], r.Scoring));
    }

    private async Task<Dictionary<PackageId, PrintedPackage>> LoadPackages(List<PackageId> ids, CancellationToken ct)
    {
        var rows = await db.Packages.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new
        {
            p.Id, p.Code, p.Name, p.NameEn, p.SpecialityCode, p.SpecialityName, p.SpecialityNameEn,
            Modules = p.Criteria.Select(c => new { c.Letter, c.Name, c.NameEn, c.Use, c.DurationMinutes }).ToList(),
            Sections = p.Sections.Select(s => new { s.Number, s.Name, s.NameEn }).ToList(),
        }).ToListAsync(ct);
        return rows.ToDictionary(p => p.Id, p => new PrintedPackage(
            p.Id, p.Code, Both(p.Name, p.NameEn), p.SpecialityCode, Both(p.SpecialityName, p.SpecialityNameEn),
            p.Modules.ToDictionary(m => m.Letter, m => new PrintedModule(Both(m.Name, m.NameEn), m.Use, m.DurationMinutes)),
            p.Sections.ToDictionary(s => s.Number.ToString(CultureInfo.InvariantCulture), s => Both(s.Name, s.NameEn))));
    }

    private async Task<Dictionary<CandidateId, PrintedCandidate>> LoadCandidates(List<CandidateId> ids, CancellationToken ct)
    {
        var rows = await (
            from candidate in db.Candidates
            join organisation in db.Organisations on candidate.OrganisationId equals organisation.Id
            where ids.Contains(candidate.Id)
            select new { candidate.Id, candidate.Name, candidate.LatinName, candidate.Category, Organisation = organisation.Name, OrganisationEn = organisation.NameEn })
            .AsNoTracking().ToListAsync(ct);
        return rows.ToDictionary(c => c.Id, c => new PrintedCandidate(c.Id, c.Name, c.LatinName, c.Category, Both(c.Organisation, c.OrganisationEn)));
    }

    // A register without an English word keeps the Russian one: better than a gap on a signed document.
    private static Bilingual Both(string russian, string english) => new(russian, string.IsNullOrWhiteSpace(english) ? russian : english);
}
