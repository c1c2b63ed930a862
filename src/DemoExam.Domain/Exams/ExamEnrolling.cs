using DemoExam.Domain.Candidates;
using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>Candidates who come to a planned exam later, or leave it.</summary>
public sealed partial class Exam
{
    /// <summary>While candidates can be added and taken out.</summary>
    public static readonly ExamStatus[] StatesOfEnrolling = [ExamStatus.Draft, ExamStatus.Submitted, ExamStatus.Confirmed, ExamStatus.Preparation];

    /// <summary>
    /// Adds candidates to the first groups with free places, or to one group. Everything that planning asks for is asked again: free places,
    /// free days, retakes, independence of the experts who score. The bookings must have been loaded.
    /// </summary>
    /// <param name="candidates">Who comes.</param>
    /// <param name="group">Number of the group; null for the first with a free place.</param>
    /// <param name="circumstances">This exam as a plan, groups in order, with what is free beside everybody who sits already.</param>
    /// <param name="experts">Experts of the exam as the register knows them.</param>
    /// <param name="drawn">Workplaces are drawn.</param>
    /// <exception cref="RuleViolation">With everything that speaks against it; then nobody is added.</exception>
    public void Enrol(IReadOnlyList<Candidate> candidates, int? group, ExamPlan circumstances, IReadOnlyDictionary<ExpertId, Experts.Expert> experts, bool drawn)
    {
        RequireStatus(StatesOfEnrolling);
        PlacesAreOpen.Require(!drawn, ("exam", Number));
        SomebodyIsAdded.Require(candidates.Count > 0);
        GroupExists.Require(group is null || _groups.Exists(g => g.Number == group), ("group", group ?? 0));

        var refusals = new Refusals();
        RequireAccreditation(circumstances.Venue, circumstances.Package.Code, PreparatoryDay, refusals);
        foreach (var duty in _duties.Where(d => d.IsScoring))
        {
            RequireIndependence(experts[duty.ExpertId], candidates, circumstances.Organisations, refusals);
        }

        var open = _groups.OrderBy(g => g.Number).Zip(circumstances.Groups, (g, planned) => (Group: g, Places: Places(planned))).Where(x => group is null || x.Group.Number == group).ToList();
        var places = open.SelectMany(x => x.Places.Select(place => (x.Group, Place: place))).ToList();
        var seated = open.Sum(x => _enrolments.Count(e => e.GroupId == x.Group.Id));
        refusals.Require(SeatIsFree, candidates.Count <= places.Count, nameof(circumstances.Groups),
            ("groups", string.Join(", ", open.Select(x => x.Group.Number))), ("added", candidates.Count), ("seated", seated), ("free", places.Count));
        var added = new List<Enrolment>();
        foreach (var (candidate, index) in candidates.Select((c, i) => (c, i)))
        {
            refusals.Require(CandidateIsNew, !_enrolments.Exists(e => e.CandidateId == candidate.Id), nameof(circumstances.Groups), ("candidate", candidate.Name.Full), ("candidateId", candidate.Id));
            var (sits, place) = places.Count > 0 ? places[Math.Min(index, places.Count - 1)] : (open[0].Group, 0);
            circumstances.RequireMaySit(candidate, Id, [.. DaysHere(sits, circumstances.ExtraMinutesOf(candidate.Id))], refusals);
            added.Add(circumstances.Seat(candidate.Id, sits.Id, place));
            RequireTimeBeforeNext(sits, added[^1].ExtraMinutes, refusals);
        }

        var largest = _enrolments.Concat(added).GroupBy(e => e.GroupId).Max(g => g.Count());
        var (scoring, needed) = (_duties.Count(d => d.IsScoring), circumstances.Package.ScoringExpertsFor(largest));
        refusals.Require(EnoughExperts, scoring >= needed, nameof(circumstances.Experts), ("experts", scoring), ("needed", needed), ("places", largest));
        refusals.ThrowIfAny();
        foreach (var enrolment in added)
        {
            _enrolments.Add(enrolment);
            _bookings.AddRange(Days(BookedKind.Candidate, enrolment.CandidateId.Value, DaysHere(GroupOf(enrolment), enrolment.ExtraMinutes)));
            Book(enrolment);
        }

        Version++;

        List<int> Places(PlannedGroup planned)
        {
            var accreditation = circumstances.Venue.Accreditations.SingleOrDefault(a => a.Id == AccreditationId);
            return [.. planned.FreeWorkplaces.Take(Math.Max(0, (accreditation?.Workplaces ?? 0) - planned.AccreditedTaken))];
        }
    }

    /// <summary>A candidate does not sit this exam after all; place and days are free again. The bookings must have been loaded.</summary>
    /// <exception cref="RuleViolation">The draw is made, the work has begun, or nobody else is left.</exception>
    public void Withdraw(CandidateId candidateId, bool drawn)
    {
        RequireStatus(StatesOfEnrolling);
        PlacesAreOpen.Require(!drawn, ("exam", Number));
        var enrolment = EnrolmentOf(candidateId);
        OutcomeIsOpen.Require(enrolment.Outcome == ParticipationOutcome.Expected, ("outcome", enrolment.Outcome));
        SomebodyStays.Require(_enrolments.Count > 1, ("exam", Number));
        Free(enrolment);
        _bookings.RemoveAll(b => b.Kind == BookedKind.Candidate && b.ResourceId == candidateId.Value);
        _enrolments.Remove(enrolment);
        Version++;
    }

    private void RequireTimeBeforeNext(ExamGroup group, int extra, Refusals refusals)
    {
        var freeFrom = group.EndsAt.AddMinutes(extra + ResetMinutes);
        var next = _groups.OrderBy(g => g.Number).FirstOrDefault(g => g.Number > group.Number);
        refusals.Require(GroupsDoNotOverlap, extra == 0 || next is null || freeFrom <= next.StartsAt, nameof(ExamPlan.Groups),
            ("group", group.Number + 1), ("previous", group.Number), ("reset", ResetMinutes), ("earliest", TimeOnly.FromDateTime(freeFrom.DateTime)), ("day", DateOnly.FromDateTime(freeFrom.DateTime)));
    }

    // Days are those of the venue, whatever zone the start was stored in.
    private IEnumerable<DateOnly> DaysHere(ExamGroup group, int extra) =>
        SlotsBetween(TimeZoneInfo.ConvertTime(group.StartsAt, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)), group.DurationMinutes + extra).Select(slot => slot.Day).Distinct();
}
