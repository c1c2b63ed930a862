using DemoExam.Data;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>What two articles of the press told about their regions, beside what the registers answer to the same questions.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record GetArticles : IQuery<IReadOnlyList<ArticleView>>;

/// <param name="RegionCode">Region that the article is about.</param>
/// <param name="Key">Names the article in the texts.</param>
public sealed record ArticleView(string Key, string RegionCode, IReadOnlyList<ArticleFigure> Figures);

/// <param name="Key">Names the question in the texts.</param>
/// <param name="Told">Figure of the article.</param>
/// <param name="AtLeast">True where the article says “more than”.</param>
/// <param name="Counted">What the registers answer.</param>
/// <param name="Path">The list behind the figure, from the root of the service; null where it has none.</param>
public sealed record ArticleFigure(string Key, int Told, bool AtLeast, int Counted, string? Path)
{
    public bool Agrees => AtLeast ? Counted >= Told : Counted == Told;
}

internal sealed class GetArticlesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetArticles, IReadOnlyList<ArticleView>>
{
    private const string Kaliningrad = "39", Amur = "28";

    public async Task<IReadOnlyList<ArticleView>> Handle(GetArticles request, CancellationToken ct)
    {
        var regions = await db.Regions.AsNoTracking().Where(r => r.Code == Kaliningrad || r.Code == Amur).Select(r => r.Code).ToListAsync(ct);
        var articles = new List<ArticleView>();
        if (regions.Contains(Kaliningrad) && user.RegionCode is null or Kaliningrad)
        {
            articles.Add(new ArticleView("Kaliningrad", Kaliningrad,
            [
                new("CompetenceCentres", 5, false, await Sites(Kaliningrad, VenueKind.CompetenceCentre, ct), "/venues?kind=CompetenceCentre"),
                new("Workshops", 19, false, await Sites(Kaliningrad, VenueKind.Workshop, ct), "/venues?kind=Workshop"),
                new("TrainingCentre", 1, false, await Sites(Kaliningrad, VenueKind.TrainingCentre, ct), "/venues?kind=TrainingCentre"),
                new("Retrained", 500, true, await Programmes(Kaliningrad, ProgrammeKind.EmploymentPromotion).SelectMany(p => p.Targets).Where(t => t.Year == 2021).SumAsync(t => t.Participants, ct), "/programmes?year=2021&kind=EmploymentPromotion"),
                new("SelfEmployment", 1, false, await Programmes(Kaliningrad, ProgrammeKind.SelfEmployment).CountAsync(ct), "/programmes?kind=SelfEmployment"),
            ]));
        }

        if (regions.Contains(Amur) && user.RegionCode is null or Amur)
        {
            var (earlier, later) = (await Trained(ProgrammeKind.EmploymentPromotion, 2021, 2021, ct), await Trained(ProgrammeKind.EmploymentPromotion, 2022, 2022, ct));
            articles.Add(new ArticleView("Amur", Amur,
            [
                new("Sites", 14, false, await db.Venues.CountAsync(v => v.RegionCode == Amur, ct), "/venues"),
                new("Adults", 600, false, later.Trained, "/programmes?year=2022&kind=EmploymentPromotion"),
                new("AdultsBefore", 400, true, earlier.Trained, "/programmes?year=2021&kind=EmploymentPromotion"),
                new("AdultsEmployed", 75, false, earlier.EmployedPercent ?? 0, "/programmes/outcomes?year=2021"),
                new("Schoolchildren", 1050, true, (await Trained(ProgrammeKind.FirstProfession, 2020, 2022, ct)).Trained, "/programmes?year=2022&kind=FirstProfession"),
                new("Schools", 20, false, await Programmes(Amur, ProgrammeKind.FirstProfession).SelectMany(p => p.Partners, (_, partner) => partner.OrganisationId).Distinct().CountAsync(ct), "/programmes?year=2022&kind=FirstProfession"),
                new("CivilServants", 556, false, (await Trained(ProgrammeKind.CivilService, 2021, 2022, ct)).Trained, "/programmes?year=2022&kind=CivilService"),
                new("CivilProgrammes", 16, false, await Programmes(Amur, ProgrammeKind.CivilService).CountAsync(ct), "/programmes?year=2022&kind=CivilService"),
                new("Digital", 600, true, (await Trained(ProgrammeKind.DigitalEconomy, 2020, 2022, ct)).Trained, "/programmes?year=2022&kind=DigitalEconomy"),
            ]));
        }

        return articles;
    }

    private Task<int> Sites(string region, VenueKind kind, CancellationToken ct)
    {
        var bit = VenueKinds.BitOf(kind);
        return db.Venues.CountAsync(v => v.RegionCode == region && (v.KindBits & bit) != 0, ct);
    }

    private IQueryable<Programme> Programmes(string region, ProgrammeKind kind) => db.Programmes.AsNoTracking().IgnoreAutoIncludes().Where(p => p.RegionCode == region && p.Kind == kind);

    private async Task<OutcomeCount> Trained(ProgrammeKind kind, int firstYear, int lastYear, CancellationToken ct)
    {
        var programmes = Programmes(Amur, kind).Select(p => p.Id);
        var sum = OutcomeCount.None;
        for (var year = firstYear; year <= lastYear; year++)
        {
            var counts = await db.Participants.Where(p => programmes.Contains(p.ProgrammeId)).Counted(db, year).Select(p => new KeyedOutcome<Domain.ProgrammeId> { Key = p.ProgrammeId, Outcome = p.Outcome }).Count(ct);
            sum = counts.Values.Aggregate(sum, (all, c) => all + c);
        }

        return sum;
    }
}
