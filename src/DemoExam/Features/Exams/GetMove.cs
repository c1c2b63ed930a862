using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.People;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Who of an exam can be moved, and to which venues of the region that hold a certificate for its package and level.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record GetMove(ExamId ExamId) : IQuery<MoveView>;

public sealed record MoveView(
    ExamId ExamId, string Number, ExamStatus Status, VenueId VenueId, DateOnly PreparatoryDay, DateTime StartsAt, IReadOnlyList<MovableCandidate> Candidates, IReadOnlyList<MoveVenue> Venues);

public sealed record MovableCandidate(CandidateId CandidateId, PersonName Name, int Group, int Workplace, ParticipationOutcome Outcome);

/// <param name="ValidTo">Last day of the certificate.</param>
public sealed record MoveVenue(VenueId VenueId, string Name, string NameEn, string City, int Workplaces, DateOnly ValidTo);

internal sealed class GetMoveHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetMove, MoveView>
{
    public async Task<MoveView> Handle(GetMove request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        user.RequireOrganiser(exam);
        var code = await db.Packages.Where(p => p.Id == exam.PackageId).Select(p => p.Code).SingleAsync(ct);
        var ids = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var names = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        var venues = await db.Venues.AsNoTracking().InRegionOf(user).Where(v => v.Accreditations.Any(a => a.PackageCode == code && a.Level == exam.Level && a.Status == AccreditationStatus.Accredited)).ToListAsync(ct);
        return new MoveView(exam.Id, exam.Number, exam.Status, exam.VenueId, exam.PreparatoryDay, exam.Groups.Min(g => g.StartsAt).ToOffset(TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone).GetUtcOffset(exam.Groups.Min(g => g.StartsAt))).DateTime,
            [.. exam.Enrolments.Where(e => e.Outcome is ParticipationOutcome.Expected or ParticipationOutcome.Present or ParticipationOutcome.Excused)
                .Select(e => new MovableCandidate(e.CandidateId, names[e.CandidateId], groups[e.GroupId], e.Workplace, e.Outcome)).OrderBy(c => c.Group).ThenBy(c => c.Workplace)],
            [.. venues.Select(v => (Venue: v, Certificate: v.Accreditations.Where(a => a.PackageCode == code && a.Level == exam.Level && a.Status == AccreditationStatus.Accredited).MaxBy(a => a.ValidTo)!))
                .Select(v => new MoveVenue(v.Venue.Id, v.Venue.Name, v.Venue.NameEn, v.Venue.City, v.Certificate.Workplaces, v.Certificate.ValidTo)).OrderBy(v => v.VenueId != exam.VenueId).ThenBy(v => v.Name, StringComparer.CurrentCulture)]);
    }
}
