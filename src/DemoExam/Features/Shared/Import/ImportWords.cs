using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Shared.Import;

/// <summary>Words that lists use for what we have names for.</summary>
internal static class ImportWords
{
    /// <summary>Our words for the members of an enum in both languages, its own names, and what offices write besides; all normalised.</summary>
    public static Dictionary<string, T> Of<T>(Texts texts, params IEnumerable<(string Word, T Member)> synonyms) where T : struct, Enum
    {
        var words = new Dictionary<string, T>();
        foreach (var member in Enum.GetValues<T>())
        {
            words[TextNorm.Of(member.ToString())] = member;
            foreach (var language in new[] { "ru", "en" })
            {
                words[TextNorm.Of(texts.In(CultureInfo.GetCultureInfo(language)).Of(member))] = member;
            }
        }

        foreach (var (word, member) in synonyms)
        {
            words[TextNorm.Of(word)] = member;
        }

        return words;
    }
}

/// <summary>Organisations by every name they are known by, with and without quotation marks.</summary>
internal sealed class KnownOrganisations
{
    private readonly ILookup<string, OrganisationId> _byName;

    private KnownOrganisations(IReadOnlyCollection<(OrganisationId Id, string RegionCode, string[] Names)> all)
    {
        _byName = all.SelectMany(o => o.Names.Select(name => (Name: Plain(name), o.Id))).Where(o => o.Name.Length > 0).ToLookup(o => o.Name, o => o.Id);
        Regions = all.ToDictionary(o => o.Id, o => o.RegionCode);
    }

    /// <summary>Region of each organisation.</summary>
    public IReadOnlyDictionary<OrganisationId, string> Regions { get; }

    public static async Task<KnownOrganisations> Load(IQueryable<Organisation> organisations, CancellationToken ct) =>
        new([.. (await organisations.AsNoTracking().Select(o => new { o.Id, o.RegionCode, o.Name, o.ShortName, o.NameEn }).ToListAsync(ct))
            .Select(o => (o.Id, o.RegionCode, new[] { o.Name, o.ShortName, o.NameEn }))]);

    public IReadOnlyList<OrganisationId> Find(string name) => [.. _byName[Plain(name)].Distinct()];

    private static string Plain(string name) => TextNorm.Of(string.Concat(name.Where(c => c is not ('«' or '»' or '"' or '“' or '”' or '„' or '\''))));
}
