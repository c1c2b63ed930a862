using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>The task variants of an exam: when each opens, and who has opened it or tried to.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetTaskVariants(ExamId ExamId) : IQuery<TaskVariantsView>;

/// <param name="Log">Openings and refused attempts, latest first.</param>
/// <param name="MayLayUp">This user can add a variant.</param>
/// <param name="IsExpert">This user is an expert of the exam and may try to open one.</param>
public sealed record TaskVariantsView(
    ExamId ExamId, string Number, string TimeZone, DateOnly PreparatoryDay, DateTimeOffset Now, IReadOnlyList<TaskVariantRow> Variants, IReadOnlyList<OpeningRow> Log, bool MayLayUp, bool IsExpert);

public sealed record TaskVariantRow(TaskVariantId Id, string Name, string FileName, string Sha256, DateTimeOffset OpensAt, string LaidUpBy, DateTimeOffset LaidUpAt);

/// <param name="Variant">Which; empty for an attempt at a variant that is not there.</param>
/// <param name="Rule">Code of the rule that refused; null for an opening.</param>
public sealed record OpeningRow(DateTimeOffset At, string By, string Variant, string? Rule);

internal sealed class GetTaskVariantsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetTaskVariants, TaskVariantsView>
{
    private const int Most = 100;

    public async Task<TaskVariantsView> Handle(GetTaskVariants request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var variants = await db.TaskVariants.AsNoTracking().Where(v => v.ExamId == exam.Id).OrderBy(v => v.LaidUpAt)
            .Select(v => new TaskVariantRow(v.Id, v.Name, v.FileName, v.Sha256, v.OpensAt, v.LaidUpBy, v.LaidUpAt)).ToListAsync(ct);
        var names = variants.ToDictionary(v => v.Id.ToString(), v => v.Name);
        var records = await db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam.Id && (r.Deed == AuditDeed.TaskOpened || (r.Deed == AuditDeed.Refused && r.Details.Contains(nameof(OpenTaskVariant)))))
            .OrderByDescending(r => r.Number).Take(Most).ToListAsync(ct);
        return new TaskVariantsView(exam.Id, exam.Number, exam.TimeZone, exam.PreparatoryDay, time.GetUtcNow(), variants,
            [.. records.Select(r => new OpeningRow(r.At, r.Actor, names.GetValueOrDefault(r.Facts.GetValueOrDefault("id", ""), ""), r.Facts.GetValueOrDefault("rule")))],
            user.Is(Roles.RegionalOperator) && exam.Status.IsAhead,
            exam.Duties.Any(d => d.ExpertId == user.ExpertId && d.EndedAt is null));
    }
}
