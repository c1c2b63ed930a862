using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Shared.Import;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>Checks a list of candidates against the register; the preview and the import see the same.</summary>
internal sealed class CandidateChecking(DemoExamDb db, CurrentUser user, TimeProvider time, Texts texts)
{
    // What colleges write besides our own words.
    private static readonly (string Word, CandidateCategory Category)[] Synonyms =
    [
        ("ГИА", CandidateCategory.Graduate), ("выпускница", CandidateCategory.Graduate), ("ПА", CandidateCategory.Student), ("студентка", CandidateCategory.Student),
        ("обучающийся", CandidateCategory.Student), ("слушатель", CandidateCategory.AdultLearner), ("взрослый", CandidateCategory.AdultLearner), ("ПО", CandidateCategory.AdultLearner),
        ("ДПО", CandidateCategory.AdultLearner), ("школьница", CandidateCategory.Schoolchild), ("ученик", CandidateCategory.Schoolchild), ("госслужащий", CandidateCategory.CivilServant),
        ("сотрудник", CandidateCategory.CompanyEmployee), ("сотрудник компании", CandidateCategory.CompanyEmployee), ("работник", CandidateCategory.CompanyEmployee),
    ];

    public async Task<CheckedSheet> Check(ImportFile file, OrganisationId? organisation, CandidateCategory? category, CancellationToken ct)
    {
        var table = CandidateSheet.Open(file, organisation is not null, category is not null);
        var organisations = await KnownOrganisations.Load(db.Organisations.InRegionOf(user), ct);
        var own = (await db.OrganisationsOf(user).Select(o => o.Id).ToListAsync(ct)).ToHashSet();
        if (organisation is { } given && !own.Contains(given))
        {
            throw new NotFound("organisation", given);
        }

        var registered = await db.Candidates.AsNoTracking().InRegionOf(user).Select(c => new { c.NameNorm, c.BirthDate, c.PersonalNumber }).ToListAsync(ct);
        var (lines, problems, rows) = CandidateSheet.Check(table, new CandidateChecks(
            organisations, own, new KnownPeople(registered.Select(c => (c.NameNorm, (DateOnly?)c.BirthDate, c.PersonalNumber))),
            ImportWords.Of(texts, Synonyms), organisation, category, await db.Today(user, time, ct)));
        return new CheckedSheet(lines, problems, rows, table.Ignored, organisations.Regions);
    }
}

/// <param name="Lines">Rows without errors.</param>
/// <param name="Rows">Rows below the heading.</param>
/// <param name="Regions">Region of each organisation.</param>
internal sealed record CheckedSheet(
    IReadOnlyList<CandidateLine> Lines, IReadOnlyList<ImportProblem<CandidateColumn>> Problems, int Rows, IReadOnlyList<string> Ignored, IReadOnlyDictionary<OrganisationId, string> Regions)
{
    public int Errors => Problems.Count(p => !p.IsWarning);
}
