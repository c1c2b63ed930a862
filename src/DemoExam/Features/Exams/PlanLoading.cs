using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Brings together what the domain needs to judge a plan. Nothing of it is tracked: planning changes only the exam.</summary>
internal static class PlanLoading
{
    public static async Task<ExamPlan> LoadPlan(this DemoExamDb db, ScheduleExam request, CurrentUser user, CancellationToken ct)
    {
        var package = NotFound.Unless(await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.PackageId, ct), "package", request.PackageId);
        var venue = NotFound.Unless(await db.Venues.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(v => v.Id == request.VenueId, ct), "venue", request.VenueId);

        var candidateIds = request.Groups.SelectMany(g => g.Candidates).Distinct().ToList();
        var candidates = await db.Candidates.AsNoTracking().InRegionOf(user).Where(c => candidateIds.Contains(c.Id) && c.MergedInto == null).ToDictionaryAsync(c => c.Id, ct);
        var expertIds = request.Experts.Select(e => e.ExpertId).Distinct().ToList();
        var experts = await db.Experts.AsNoTracking().InRegionOf(user).Where(e => expertIds.Contains(e.Id) && e.MergedInto == null).ToDictionaryAsync(e => e.Id, ct);

        var first = request.PreparatoryDay < request.FirstDay ? request.PreparatoryDay : request.FirstDay;
        var places = await db.TakenPlaces(venue, package.Code, request.Level, request, ct);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(venue.TimeZone);
        var minutes = package.MinutesOf(request.Scope);
        var conditions = await db.LoadConditions(candidateIds, ct);
        return new ExamPlan(request.Type, package, request.Scope, venue, user.OrganisationId ?? venue.OrganisationId,
            request.PreparatoryDay, request.FirstDay, request.LastDay,
            [.. request.Groups.Select(Group)],
            [.. request.Experts.Select(e => new PlannedExpert(
                NotFound.Unless(experts.GetValueOrDefault(e.ExpertId), "expert", e.ExpertId), e.Role, Ordered(e.Criteria)))],
            await db.LoadOrganisationTree(ct))
        {
            Conditions = conditions,
            Attempts = await db.AttemptsFor(request.Type, package, candidateIds, ct),
            Taken = await db.TakenDays([.. expertIds.Select(e => e.Value), .. candidateIds.Select(c => c.Value)], first.AddDays(-1), request.LastDay.AddDays(1), ct),
        };

        PlannedGroup Group(GroupChoice group)
        {
            var start = new DateTimeOffset(group.StartsAt, zone.GetUtcOffset(group.StartsAt));
            var extra = group.Candidates.Select(id => conditions.GetValueOrDefault(id)?.ExtraMinutesOf(minutes) ?? 0).DefaultIfEmpty(0).Max();
            var slots = Exam.SlotsBetween(start, minutes + extra).ToHashSet();
            var taken = places.Where(p => slots.Contains((p.Day, p.Slot))).ToList();
            var numbers = taken.Select(p => p.Number).ToHashSet();
            return new PlannedGroup(start,
                [.. Enumerable.Range(1, venue.Workplaces).Where(n => !numbers.Contains(n))],
                [.. group.Candidates.Select(id => NotFound.Unless(candidates.GetValueOrDefault(id), "candidate", id))],
                taken.Where(p => p.SameAccreditation).Select(p => p.Number).Distinct().Count());
        }
    }

    /// <summary>Days that other exams have taken of these people.</summary>
    public static async Task<IReadOnlyList<TakenDay>> TakenDays(this DemoExamDb db, IReadOnlyCollection<Guid> people, DateOnly first, DateOnly last, CancellationToken ct) =>
        await (from booking in db.Bookings.AsNoTracking()
               join exam in db.Exams on booking.ExamId equals exam.Id
               where booking.Kind != BookedKind.Workplace && booking.Slot == Booking.WholeDay && people.Contains(booking.ResourceId) && booking.Day >= first && booking.Day <= last
               select new TakenDay(booking.Kind, booking.ResourceId, booking.Day, exam.Number, exam.TimeZone)).ToListAsync(ct);

    /// <summary>The whole tree of branches; an expert and a candidate may come from any region.</summary>
    public static async Task<OrganisationTree> LoadOrganisationTree(this DemoExamDb db, CancellationToken ct) =>
        new(await db.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Id, o => o.ParentId, ct));

    /// <summary>What the registers say now about everybody in an exam.</summary>
    public static async Task<ExamCircumstances> LoadCircumstances(this DemoExamDb db, Exam exam, CancellationToken ct)
    {
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, ct);
        return new ExamCircumstances(
            await db.Venues.AsNoTracking().SingleAsync(v => v.Id == exam.VenueId, ct),
            package,
            await db.Experts.AsNoTracking().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct),
            await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToListAsync(ct),
            await db.LoadOrganisationTree(ct))
        {
            Attempts = await db.AttemptsFor(exam.Type, package, candidateIds, ct),
        };
    }

    /// <summary>Attempts count at the state final attestation only: other types have rules of the organisation.</summary>
    private static async Task<IReadOnlyDictionary<CandidateId, AttemptHistory>> AttemptsFor(
        this DemoExamDb db, ExamType type, AssessmentPackage package, IReadOnlyCollection<CandidateId> candidates, CancellationToken ct) =>
        type == ExamType.StateAttestation
            ? (await db.LoadAttempts(candidates, package.Subject, ct)).ToDictionary(a => a.Candidate, a => a.History)
            : new Dictionary<CandidateId, AttemptHistory>();

    /// <summary>The exam with this id, to be changed, within the user's region.</summary>
    /// <exception cref="NotFound">There is none that the user may see.</exception>
    public static async Task<Exam> RequireExam(this DemoExamDb db, ExamId id, CurrentUser user, CancellationToken ct) =>
        NotFound.Unless(await db.Exams.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);

    /// <summary>True once it is drawn who sits where.</summary>
    public static Task<bool> IsDrawn(this DemoExamDb db, ExamId id, CancellationToken ct) => db.WorkplaceDraws.AnyAsync(d => d.ExamId == id && d.DrawnAt != null && d.AnnulledAt == null, ct);

    /// <summary>The circumstances of an exam, or all that the registers hold against it.</summary>
    /// <exception cref="RuleViolation">With every obstacle.</exception>
    public static async Task<ExamCircumstances> RequireNoObstacles(this DemoExamDb db, Exam exam, CancellationToken ct)
    {
        var now = await db.LoadCircumstances(exam, ct);
        var obstacles = exam.Obstacles(now);
        return obstacles.Count == 0 ? now : throw new RuleViolation(obstacles);
    }

    private static async Task<IReadOnlyList<TakenPlace>> TakenPlaces(this DemoExamDb db, Venue venue, string packageCode, ExamLevel level, ScheduleExam request, CancellationToken ct)
    {
        if (request.Groups.Count == 0)
        {
            return [];
        }

        var first = DateOnly.FromDateTime(request.Groups.Min(g => g.StartsAt));
        // A group that starts in the evening may work past midnight.
        var last = DateOnly.FromDateTime(request.Groups.Max(g => g.StartsAt)).AddDays(1);
        return await db.TakenPlaces([venue.Id], packageCode, level, first, last, ct);
    }

    /// <summary>Workplaces of venues that exams have taken, slot by slot.</summary>
    public static async Task<IReadOnlyList<TakenPlace>> TakenPlaces(
        this DemoExamDb db, IReadOnlyCollection<VenueId> venues, string packageCode, ExamLevel level, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var ids = venues.Select(v => v.Value).ToList();
        return await (from booking in db.Bookings.AsNoTracking()
                      join exam in db.Exams on booking.ExamId equals exam.Id
                      join package in db.Packages on exam.PackageId equals package.Id
                      where booking.Kind == BookedKind.Workplace && ids.Contains(booking.ResourceId) && booking.Day >= first && booking.Day <= last
                      select new TakenPlace(booking.ResourceId, booking.Number, booking.Day, booking.Slot, package.Code == packageCode && exam.Level == level)).ToListAsync(ct);
    }

    // "CBA" and "ABC" are the same duty.
    private static string Ordered(string? criteria) => string.Concat((criteria ?? "").Distinct().Order());
}

/// <summary>A workplace that an exam has taken for a slot.</summary>
internal sealed record TakenPlace(Guid VenueId, int Number, DateOnly Day, int Slot, bool SameAccreditation);
