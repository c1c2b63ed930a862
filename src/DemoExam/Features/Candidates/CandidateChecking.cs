using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
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
        var sheet = CandidateSheet.Open(file, organisation is not null, category is not null);
        var organisations = await db.Organisations.AsNoTracking().InRegionOf(user).Select(o => new { o.Id, o.Name, o.ShortName, o.NameEn, o.RegionCode }).ToListAsync(ct);
        var own = (await db.OrganisationsOf(user).Select(o => o.Id).ToListAsync(ct)).ToHashSet();
        if (organisation is { } given && !own.Contains(given))
        {
            throw new NotFound("organisation", given);
        }

        var registered = await db.Candidates.AsNoTracking().InRegionOf(user).Select(c => new { c.NameNorm, c.BirthDate }).ToListAsync(ct);
        var (lines, problems, rows) = sheet.Check(new CandidateChecks(
            organisations.SelectMany(o => new[] { o.Name, o.ShortName, o.NameEn }.Select(name => (Name: OrganisationNames.Plain(name), o.Id))).Where(o => o.Name.Length > 0).ToLookup(o => o.Name, o => o.Id),
            own, registered.Select(c => (c.NameNorm, c.BirthDate)).ToHashSet(), Categories(), organisation, category, await db.Today(user, time, ct)));
        return new CheckedSheet(lines, problems, rows, sheet.Ignored, organisations.ToDictionary(o => o.Id, o => o.RegionCode));
    }

    private Dictionary<string, CandidateCategory> Categories()
    {
        var words = new Dictionary<string, CandidateCategory>();
        foreach (var category in Enum.GetValues<CandidateCategory>())
        {
            words[TextNorm.Of(category.ToString())] = category;
            foreach (var language in new[] { "ru", "en" })
            {
                words[TextNorm.Of(texts.In(CultureInfo.GetCultureInfo(language)).Of(category))] = category;
            }
        }

        foreach (var (word, category) in Synonyms)
        {
            words[TextNorm.Of(word)] = category;
        }

        return words;
    }
}

/// <param name="Lines">Rows without errors.</param>
/// <param name="Rows">Rows below the heading.</param>
/// <param name="Regions">Region of each organisation.</param>
internal sealed record CheckedSheet(
    IReadOnlyList<CandidateLine> Lines, IReadOnlyList<ImportProblem> Problems, int Rows, IReadOnlyList<string> Ignored, IReadOnlyDictionary<OrganisationId, string> Regions)
{
    public int Errors => Problems.Count(p => !p.IsWarning);
}
