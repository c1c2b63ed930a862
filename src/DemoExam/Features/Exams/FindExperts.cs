using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>
/// Who could take which role in a plan: those whom nothing speaks against first, the least loaded before the others, of equals those
/// who live nearest; then the rest with every reason.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record FindExperts(ScheduleExam Plan) : IQuery<FoundExperts>;

public sealed record FoundExperts(IReadOnlyList<ExpertOption> Chief, IReadOnlyList<ExpertOption> Scoring, IReadOnlyList<ExpertOption> Technical);

/// <summary>An expert as a choice for one role.</summary>
/// <param name="Load">Exams of this expert within a month before and after.</param>
/// <param name="Distance">How far the employer is from the venue.</param>
/// <param name="AtVenue">Works for the organisation that holds the venue.</param>
/// <param name="WithCandidates">Works for the house of one of the candidates; for a scoring expert that is a reason why not.</param>
/// <param name="WhyNot">The rules that speak against it; empty when the expert suits.</param>
public sealed record ExpertOption(
    ExpertId Id, PersonName Name, string Employer, string City, int Load, ExpertDistance Distance, bool AtVenue, bool WithCandidates, IReadOnlyList<Refusal> WhyNot)
{
    public bool Suits => WhyNot.Count == 0;
}

/// <summary>How far an expert has to travel, as far as registers tell.</summary>
public enum ExpertDistance
{
    SameCity = 0,
    SameRegion = 1,
    OtherRegion = 2,
}

internal sealed class FindExpertsValidator : AbstractValidator<FindExperts>
{
    public FindExpertsValidator() => RuleFor(x => x.Plan).NotNull().SetValidator(new ScheduleExamValidator());
}

internal sealed class FindExpertsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<FindExperts, FoundExperts>
{
    public async Task<FoundExperts> Handle(FindExperts request, CancellationToken ct) =>
        await db.FindExperts(await db.LoadPlan(request.Plan, user, ct), user, ct);
}

internal static class ExpertFinding
{
    public static async Task<FoundExperts> FindExperts(this DemoExamDb db, ExamPlan plan, CurrentUser user, CancellationToken ct)
    {
        var experts = await db.Experts.AsNoTracking().InRegionOf(user).Where(e => e.MergedInto == null).ToListAsync(ct);
        var people = experts.Select(e => e.Id.Value).ToList();
        var employers = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.ShortName, o.City, o.RegionCode }).ToDictionaryAsync(o => o.Id, ct);
        var around = await db.TakenDays(people, plan.FirstDay.AddMonths(-1), plan.LastDay.AddMonths(1), ct);
        var load = around.GroupBy(t => t.ResourceId).ToDictionary(t => t.Key, t => t.Select(x => x.ExamNumber).Distinct().Count());
        var withPeople = plan with { Taken = around };
        var houses = plan.Candidates.Select(c => c.OrganisationId).Distinct().ToList();

        return new FoundExperts(For(ExamRole.ChiefExpert), For(ExamRole.ScoringExpert), For(ExamRole.TechnicalExpert));

        ExpertDistance Distance(string city, string region) => region != plan.Venue.RegionCode ? ExpertDistance.OtherRegion
            : TextNorm.Of(city) == TextNorm.Of(plan.Venue.City) ? ExpertDistance.SameCity : ExpertDistance.SameRegion;

        IReadOnlyList<ExpertOption> For(ExamRole role)
        {
            var candidates = role == ExamRole.TechnicalExpert
                ? experts
                : experts.Where(e => e.Credentials.Any(c => c.Gives(role, plan.Package, c.ValidFrom)));
            var options = candidates.Select(e => new ExpertOption(
                e.Id, e.Name, employers[e.EmployerId].ShortName, employers[e.EmployerId].City, load.GetValueOrDefault(e.Id.Value), Distance(employers[e.EmployerId].City, employers[e.EmployerId].RegionCode),
                plan.Organisations.AreOneHouse(e.EmployerId, plan.Venue.OrganisationId),
                houses.Exists(h => plan.Organisations.AreOneHouse(e.EmployerId, h)),
                withPeople.WhyNot(e, role)));
            return
            [
                .. options.OrderBy(o => !o.Suits)
                    .ThenBy(o => role == ExamRole.TechnicalExpert ? !o.AtVenue : o.WithCandidates)
                    .ThenBy(o => o.Load).ThenBy(o => o.Distance).ThenBy(o => o.Name.Full, StringComparer.CurrentCulture),
            ];
        }
    }
}
