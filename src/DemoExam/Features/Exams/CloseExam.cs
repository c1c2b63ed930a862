using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>The organiser closes an exam after the last day for appeals, when none is open. What was kept of identity documents is deleted.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record CloseExam(ExamId ExamId) : ICommand<ExamId>;

internal sealed class CloseExamHandler(DemoExamDb db, CurrentUser user, WorkingCalendar calendar, TimeProvider time) : IRequestHandler<CloseExam, ExamId>
{
    public async Task<ExamId> Handle(CloseExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        user.RequireOrganiser(exam);
        var announced = await db.ResultProtocols.Where(p => p.ExamId == exam.Id).MinAsync(p => p.AnnouncedAt, ct);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(announced ?? time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone)).DateTime);
        var open = await db.Appeals.CountAsync(a => a.ExamId == exam.Id && (a.Status == AppealStatus.Filed || a.Status == AppealStatus.Satisfied), ct);
        exam.Close(calendar.Shift(day, 1, exam.RegionCode), open, time.Today(exam.TimeZone));
        return exam.Id;
    }
}
