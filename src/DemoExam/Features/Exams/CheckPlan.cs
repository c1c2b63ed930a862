using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Venues;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>Everything that speaks against a plan, each with the nearest ways out. Changes nothing.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record CheckPlan(ScheduleExam Plan) : IQuery<IReadOnlyList<PlanProblem>>;

/// <summary>A rule that said no to the plan, and what would help.</summary>
/// <param name="Code">Code of the rule.</param>
/// <param name="Message">The rule in English.</param>
/// <param name="Field">Field of the plan.</param>
/// <param name="Facts">What the rule saw.</param>
/// <param name="Remedies">Nearest first; empty when a person must decide.</param>
public sealed record PlanProblem(string Code, string Message, string? Field, IReadOnlyDictionary<string, object?> Facts, IReadOnlyList<Remedy> Remedies);

public enum RemedyKind
{
    /// <summary>Hold the exam at another venue that is accredited for the days and has the places.</summary>
    OtherVenue = 1,

    /// <summary>Move the exam to days on which everything that was planned is free and accredited.</summary>
    OtherDays = 2,

    /// <summary>Put another expert in the place of this one.</summary>
    OtherExpert = 3,

    /// <summary>Add an expert.</summary>
    MoreExperts = 4,

    /// <summary>Leave a candidate out.</summary>
    WithoutCandidate = 5,

    /// <summary>Make more shifts.</summary>
    MoreShifts = 6,
}

/// <summary>One way out.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Name">Name of the venue or person.</param>
/// <param name="VenueId">The venue to take.</param>
/// <param name="ExpertId">The expert to take.</param>
/// <param name="InsteadOf">The expert to leave out.</param>
/// <param name="Role">Role of the expert.</param>
/// <param name="CandidateId">The candidate to leave out.</param>
/// <param name="PreparatoryDay">New preparatory day, with <paramref name="FirstDay"/> and <paramref name="LastDay"/>.</param>
/// <param name="FirstDay">New first day.</param>
/// <param name="LastDay">New last day.</param>
/// <param name="Number">Free workplaces, exams of the expert in the month, or shifts needed.</param>
public sealed record Remedy(
    RemedyKind Kind, string? Name = null, VenueId? VenueId = null, ExpertId? ExpertId = null, ExpertId? InsteadOf = null, ExamRole? Role = null,
    CandidateId? CandidateId = null, DateOnly? PreparatoryDay = null, DateOnly? FirstDay = null, DateOnly? LastDay = null, int? Number = null);

internal sealed class CheckPlanValidator : AbstractValidator<CheckPlan>
{
    public CheckPlanValidator() => RuleFor(x => x.Plan).NotNull().SetValidator(new ScheduleExamValidator());
}

internal sealed class CheckPlanHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<CheckPlan, IReadOnlyList<PlanProblem>>
{
    private const int MostRemedies = 3;
    private const int DaysToSearch = 60;
    private const int DaysToRetake = 31 * AttemptHistory.RetakeAfterMonths;

    public async Task<IReadOnlyList<PlanProblem>> Handle(CheckPlan request, CancellationToken ct)
    {
        var plan = await db.LoadPlan(request.Plan, user, ct);
        var today = time.Today(plan.Venue.TimeZone);
        try
        {
            Exam.Schedule(request.Plan.ExamId, "", plan, today);
            return [];
        }
        catch (RuleViolation violation)
        {
            var remedies = new Remedies(request.Plan, plan, today);
            await remedies.Load(db, user, ct);
            return [.. violation.Refusals.Select(r => new PlanProblem(r.Rule.Code, r.Rule.Message, r.Field, r.Facts, remedies.For(r)))];
        }
    }

    /// <summary>What could be done instead, found once for all refusals of a plan.</summary>
    private sealed class Remedies(ScheduleExam request, ExamPlan plan, DateOnly today)
    {
        private IReadOnlyList<VenueOption> _venues = [];
        private FoundExperts _experts = new([], [], []);
        private IReadOnlyList<TakenDay> _taken = [];
        private IReadOnlyList<Remedy>? _otherDays;
        private readonly HashSet<ExpertId> _planned = [.. plan.Experts.Select(e => e.Expert.Id)];
        private readonly int _largestGroup = plan.Groups.Select(g => g.Candidates.Count).DefaultIfEmpty(0).Max();

        public async Task Load(DemoExamDb db, CurrentUser user, CancellationToken ct)
        {
            _venues = (await db.FindVenues(new FindVenues(request.PackageId, request.Level, request.PreparatoryDay, request.FirstDay, request.LastDay), user, ct)).Venues;
            _experts = await db.FindExperts(plan, user, ct);
            var people = plan.Experts.Select(e => e.Expert.Id.Value).Concat(plan.Candidates.Select(c => c.Id.Value)).ToList();
            _taken = await db.TakenDays(people, today, plan.LastDay.AddDays(DaysToRetake + DaysToSearch), ct);
        }

        public IReadOnlyList<Remedy> For(Refusal refusal)
        {
            var rule = refusal.Rule;
            if (rule == VenueRules.VenueIsAccredited)
            {
                return OtherVenues();
            }

            if (rule == VenueRules.AccreditationCoversEveryDay)
            {
                return [.. OtherDays(), .. OtherVenues()];
            }

            if (rule == ExamRules.WorkplaceIsFree)
            {
                return [.. MoreShifts(), .. OtherVenues()];
            }

            var isTaken = rule == ExamRules.NothingIsBookedTwice || rule == ExamRules.JourneyHasItsDay;
            if (isTaken && refusal.Field == nameof(ExamPlan.Experts))
            {
                return [.. OtherExperts(refusal), .. OtherDays()];
            }

            if (isTaken)
            {
                return [.. OtherDays(), new Remedy(RemedyKind.WithoutCandidate, (string?)refusal.Facts["who"], CandidateId: new CandidateId((Guid)refusal.Facts["id"]!))];
            }

            if (rule == ExamRules.RetakeHasItsTime || rule == ExamRules.AttemptIsLeft)
            {
                var wait = refusal.Facts.GetValueOrDefault("earliest") is DateOnly earliest ? OtherDays(earliest) : [];
                return [.. wait, new Remedy(RemedyKind.WithoutCandidate, (string?)refusal.Facts["candidate"], CandidateId: (CandidateId)refusal.Facts["candidateId"]!)];
            }

            if (rule == ExpertRules.ExpertIsEligible || rule == ExamRules.ExpertIsIndependent)
            {
                return OtherExperts(refusal);
            }

            if (rule == ExamRules.ChiefExpertIsNamed)
            {
                return MoreExperts(ExamRole.ChiefExpert);
            }

            return rule == ExamRules.EnoughExperts || rule == ExamRules.CriterionHasPanel
                ? MoreExperts(ExamRole.ScoringExpert)
                : rule == ExamRules.ExamIsInFuture ? OtherDays() : [];
        }

        private IReadOnlyList<Remedy> OtherVenues() =>
        [
            .. _venues.Where(v => v.Id != plan.Venue.Id && v.Why is null && v.Free >= Math.Max(1, _largestGroup)).Take(MostRemedies)
                .Select(v => new Remedy(RemedyKind.OtherVenue, v.Name, v.Id, Number: v.Free)),
        ];

        private IReadOnlyList<Remedy> MoreShifts()
        {
            var free = _venues.FirstOrDefault(v => v.Id == plan.Venue.Id)?.Free ?? 0;
            return free > 0 ? [new Remedy(RemedyKind.MoreShifts, Number: (plan.Candidates.Count() + free - 1) / free)] : [];
        }

        private IReadOnlyList<Remedy> OtherExperts(Refusal refusal)
        {
            var id = refusal.Facts.GetValueOrDefault("expertId") ?? refusal.Facts.GetValueOrDefault("id");
            var expert = id is Guid guid ? new ExpertId(guid) : (ExpertId)id!;
            var role = plan.Experts.First(e => e.Expert.Id == expert).Role;
            return [.. Suitable(role).Select(o => new Remedy(RemedyKind.OtherExpert, o.Name.Initials, ExpertId: o.Id, InsteadOf: expert, Role: role, Number: o.Load))];
        }

        private IReadOnlyList<Remedy> MoreExperts(ExamRole role) =>
            [.. Suitable(role).Select(o => new Remedy(RemedyKind.MoreExperts, o.Name.Initials, ExpertId: o.Id, Role: role, Number: o.Load))];

        private IEnumerable<ExpertOption> Suitable(ExamRole role) => (role switch
        {
            ExamRole.ChiefExpert => _experts.Chief,
            ExamRole.ScoringExpert => _experts.Scoring,
            _ => _experts.Technical,
        }).Where(o => o.Suits && !_planned.Contains(o.Id)).Take(MostRemedies);

        // The next days after the planned ones, else the last ones before, on which the venue is accredited and nobody is taken.
        private IReadOnlyList<Remedy> OtherDays() =>
            _otherDays ??= OtherDays(Enumerable.Range(1, DaysToSearch).Concat(Enumerable.Range(1, DaysToSearch).Select(back => -back)));

        private IReadOnlyList<Remedy> OtherDays(DateOnly earliest) => OtherDays(Enumerable.Range(Math.Max(1, earliest.DayNumber - plan.FirstDay.DayNumber), DaysToSearch));

        private IReadOnlyList<Remedy> OtherDays(IEnumerable<int> shifts)
        {
            foreach (var shift in shifts)
            {
                var (preparatory, first, last) = (plan.PreparatoryDay.AddDays(shift), plan.FirstDay.AddDays(shift), plan.LastDay.AddDays(shift));
                if (preparatory >= today && plan.Venue.Accreditations.Any(a => a.PackageCode == plan.Package.Code && a.Level == plan.Scope.Level && a.Covers(preparatory, last))
                    && !_taken.Any(t => t.Day.AddDays(Journey(t)) >= (t.Kind == BookedKind.Candidate ? first : preparatory) && t.Day.AddDays(-Journey(t)) <= last))
                {
                    return [new Remedy(RemedyKind.OtherDays, PreparatoryDay: preparatory, FirstDay: first, LastDay: last)];
                }
            }

            return [];
        }

        private int Journey(TakenDay taken) => Exam.ZoneOf(taken.TimeZone) == Exam.ZoneOf(plan.Venue.TimeZone) ? 0 : 1;
    }
}
