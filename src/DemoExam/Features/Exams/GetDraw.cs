using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>
/// The draws of an exam for everybody: fingerprint, and once drawn the seed and who sits where. Candidates stand there by the
/// number of their enrolment; those who see the exam from inside read their names, a candidate their own.
/// </summary>
[AllowAnonymous]
public sealed record GetDraw(ExamId ExamId) : IQuery<DrawView>;

/// <param name="Draws">Latest first; empty while the exam is not confirmed.</param>
/// <param name="MayDraw">This user can draw now.</param>
/// <param name="MayAnnul">This user can annul the draw now.</param>
public sealed record DrawView(
    ExamId ExamId, string Number, ExamStatus Status, DateOnly PreparatoryDay, DateOnly FirstDay, string TimeZone, IReadOnlyList<DrawnView> Draws, bool MayDraw, bool MayAnnul);

/// <param name="Commitment">SHA-256 of the text of the seed.</param>
/// <param name="Seed">Null until it is drawn.</param>
public sealed record DrawnView(
    int Number, string Commitment, DateTimeOffset CommittedAt, DateTimeOffset? DrawnAt, string? Seed, DateTimeOffset? AnnulledAt, string? AnnulledBecause, IReadOnlyList<SeatView> Places);

/// <param name="Enrolment">Identity of the enrolment, which goes into the draw.</param>
/// <param name="Name">Only for those who may know it.</param>
public sealed record SeatView(int Group, int Workplace, EnrolmentId Enrolment, PersonName? Name);

internal sealed class GetDrawHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetDraw, DrawView>
{
    public async Task<DrawView> Handle(GetDraw request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var draws = await db.WorkplaceDraws.AsNoTracking().Where(d => d.ExamId == exam.Id).OrderByDescending(d => d.Number).ToListAsync(ct);
        var seesAll = user.IsSignedIn && await db.ExamsFromInside(user).AnyAsync(e => e.Id == exam.Id, ct);
        var mine = user.CandidateId is { } me ? await db.EntriesOf(me, ct) : [];
        var known = exam.Enrolments.Where(e => seesAll || mine.Contains(e.CandidateId)).ToDictionary(e => e.CandidateId, e => e.Id);
        var ids = known.Keys.ToList();
        var names = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => known[c.Id].Value, c => c.Name, ct);
        var latest = draws.FirstOrDefault();
        var open = exam.Status is ExamStatus.Confirmed or ExamStatus.Preparation or ExamStatus.Ready && user.ExpertId == exam.Chief.ExpertId;

        return new DrawView(exam.Id, exam.Number, exam.Status, exam.PreparatoryDay, exam.FirstDay, exam.TimeZone,
            [.. draws.Select(d => new DrawnView(d.Number, d.Commitment, d.CommittedAt, d.DrawnAt, d.DrawnAt is null ? null : d.Seed, d.AnnulledAt, d.AnnulledBecause,
                [.. d.Places.Select(p => new SeatView(p.Group, p.Workplace, new EnrolmentId(p.Enrolment), names.GetValueOrDefault(p.Enrolment)))]))],
            MayDraw: open && latest is { DrawnAt: null } && time.Today(exam.TimeZone) >= exam.PreparatoryDay,
            MayAnnul: open && latest is { DrawnAt: not null });
    }
}
