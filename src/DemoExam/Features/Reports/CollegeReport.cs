using DemoExam.Domain;
using DemoExam.Features.Candidates;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>What a college's own people came to, wherever they sat their exams.</summary>
internal sealed partial class ReportFacts
{
    public async Task<(IReadOnlyList<string> Notes, IReadOnlyList<ReportTable> Tables)> CollegeReport(OrganisationId? house, CancellationToken ct)
    {
        var exams = Within(db.Exams.InRegionOf(user), period);
        var cohorts = await Count(exams, PeopleOf(house), ct);
        var houses = await NamesOf(cohorts.Select(c => c.Cohort.Organisation), ct);
        var packages = await PackagesOf(cohorts.Select(c => c.Cohort.Package), ct);
        return (
            [texts["Reports.Note.College"], texts["Reports.Note.Average"]],
            [
                Table("Reports.BySpeciality", "Reports.Speciality", cohorts, c => packages[c.Package].Speciality, speciality => speciality),
                Table("Reports.ByPackage", "Reports.Package", cohorts, c => (c.Package, c.Level), k => $"{packages[k.Package].Code}, {texts.Of(k.Level)}", k => $"/packages/{k.Package}"),
                Table("Reports.ByGroup", "Reports.Group", cohorts, c => (c.Organisation, c.StudyGroup), k => k.StudyGroup is null ? houses[k.Organisation] : $"{k.StudyGroup}, {houses[k.Organisation]}"),
                Table("Reports.ByCategory", "Reports.Category", cohorts, c => c.Category, category => texts.Of(category)),
                Grades(Tally.Of(cohorts.Select(c => c.Tally))),
            ]);
    }

    /// <summary>People of an organisation and its branches whose data the reader may see; nobody without an organisation.</summary>
    private IQueryable<Domain.Candidates.Candidate> PeopleOf(OrganisationId? house) =>
        db.Candidates.AsNoTracking().VisibleTo(user, db).Where(c => db.Organisations.Any(o => o.Id == c.OrganisationId && (o.Id == house || o.ParentId == house)));
}
