using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>The day of an exam as its workbench shows it: groups and their clocks, everybody's place and state, stops, incidents.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetExamDay(ExamId ExamId) : IQuery<ExamDayView>;

/// <param name="ReservePlaces">Workplaces that the certificate has, the last number.</param>
/// <param name="Experts">Experts without a briefing.</param>
/// <param name="IsChief">This user heads the exam.</param>
/// <param name="Conducts">This user is its chief or technical expert.</param>
/// <param name="Organises">This user organises the exam: special conditions.</param>
public sealed record ExamDayView(
    ExamId ExamId, string Number, ExamStatus Status, string TimeZone, DateOnly FirstDay, DateTimeOffset Now, int ReservePlaces, int Experts,
    IReadOnlyList<DayGroup> Groups, IReadOnlyList<StopRow> Stops, IReadOnlyList<IncidentRow> Incidents, bool IsChief, bool Conducts, bool Organises)
{
    public IEnumerable<DaySeat> Seats => Groups.SelectMany(g => g.Seats);
}

public sealed record DayGroup(int Number, DateTimeOffset PlannedAt, int Minutes, CandidateTime Time, IReadOnlyList<DaySeat> Seats)
{
    public bool IsRunning => Time is { StartedAt: not null, FinishedAt: null };
}

/// <param name="Identity">Kind of the document by which the candidate was recognised.</param>
/// <param name="IsStopped">The candidate's own clock stands.</param>
/// <param name="Conditions">Special conditions; only for those who organise the exam, and conduct it until the results are fixed.</param>
public sealed record DaySeat(
    CandidateId CandidateId, PersonName Name, int Workplace, ParticipationOutcome Outcome, string? Reason, string? Document, DateTimeOffset? BriefedAt, DateTimeOffset? AdmittedAt, IdentityDocument? Identity,
    CandidateTime Time, bool IsStopped, IReadOnlyList<Accommodations> Conditions);

public sealed record StopRow(int Group, int? Workplace, DateTimeOffset From, DateTimeOffset? To, string Reason, string By);

public sealed record IncidentRow(DateTimeOffset At, IncidentKind Kind, IncidentEffect Effect, int? Workplace, string Text, string Measures, string By);

internal sealed class GetExamDayHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetExamDay, ExamDayView>
{
    public async Task<ExamDayView> Handle(GetExamDay request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var now = time.GetUtcNow();
        var ids = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var names = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var conditions = user.MayOrganise(exam) || (exam.Conducts(user) && !exam.Status.HasResults) ? await db.LoadConditions(ids, ct) : new Dictionary<CandidateId, Accommodation>();
        var places = exam.Enrolments.ToDictionary(e => e.CandidateId.Value, e => e.Workplace);
        var groups = exam.Groups.ToDictionary(g => g.Id.Value, g => g.Number);
        var reserve = await db.Accreditations.Where(a => a.Id == exam.AccreditationId).Select(a => a.Workplaces).SingleAsync(ct);
        return new ExamDayView(exam.Id, exam.Number, exam.Status, exam.TimeZone, exam.FirstDay, now, reserve, exam.Duties.Count(d => d.EndedAt is null && d.BriefedAt is null),
            [.. exam.Groups.OrderBy(g => g.Number).Select(g => new DayGroup(g.Number, g.StartsAt, g.DurationMinutes, exam.TimeOf(g, now),
                [.. exam.Enrolments.Where(e => e.GroupId == g.Id).OrderBy(e => e.Workplace).Select(e => new DaySeat(e.CandidateId, names[e.CandidateId], e.Workplace, e.Outcome, e.OutcomeReason, e.OutcomeDocument, e.BriefedAt, e.AdmittedAt, e.Identity,
                    exam.TimeOf(e, now), exam.Stops.Any(s => s.To is null && s.Candidate == e.CandidateId.Value), conditions.GetValueOrDefault(e.CandidateId)?.Kinds.Single() ?? []))]))],
            [.. exam.Stops.OrderByDescending(s => s.From).Select(s => new StopRow(groups[s.Group], s.Candidate is { } one ? places[one] : null, s.From, s.To, s.Reason, s.By))],
            [.. exam.Incidents.OrderByDescending(i => i.At).Select(i => new IncidentRow(i.At, i.Kind, i.Effect, i.Candidate is { } one ? places[one] : null, i.Text, i.Measures, i.By))],
            user.ExpertId == exam.Chief.ExpertId, exam.Conducts(user), user.MayOrganise(exam));
    }
}
