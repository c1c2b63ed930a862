using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>A workplace broke after the draw: the chief expert seats the candidate at a free place; the register of incidents says why.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record SeatAtReserve(ExamId ExamId, CandidateId CandidateId, int Workplace, string Reason) : ICommand<ExamId>;

internal sealed class SeatAtReserveValidator : AbstractValidator<SeatAtReserve>
{
    public SeatAtReserveValidator()
    {
        RuleFor(x => x.Workplace).GreaterThan(0);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
    }
}

internal sealed class SeatAtReserveHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<SeatAtReserve, ExamId>
{
    public async Task<ExamId> Handle(SeatAtReserve request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.Include(e => e.Bookings).InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var me = user.RequireExpert();
        var before = exam.Enrolments.SingleOrDefault(e => e.CandidateId == request.CandidateId)?.Workplace;
        exam.Reseat(me, request.CandidateId, request.Workplace, await db.Accreditations.Where(a => a.Id == exam.AccreditationId).Select(a => a.Workplaces).SingleAsync(ct));
        exam.Note(me, new Incident(Guid.CreateVersion7(), time.GetUtcNow(), IncidentKind.Equipment, IncidentEffect.PlaceChanged, request.CandidateId.Value, request.Reason.Trim(), $"{before} → {request.Workplace}", AuditTrail.Name(user)));
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
