using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Exams;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>Chief or technical expert open the preparatory day: the checklist of the package is laid down.</summary>
[Authorize(Policy = Policies.ConductExam)]
public sealed record BeginPreparation(ExamId ExamId) : ICommand<ExamId>;

internal sealed class BeginPreparationHandler(DemoExamDb db, CurrentUser user, ReadinessChecklist checklist, TimeProvider time) : IRequestHandler<BeginPreparation, ExamId>
{
    public async Task<ExamId> Handle(BeginPreparation request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.RequireConductor(user.RequireExpert());
        var code = await db.Packages.Where(p => p.Id == exam.PackageId).Select(p => p.Code).SingleAsync(ct);
        exam.BeginPreparation(checklist.For(code), time.Today(exam.TimeZone));
        return exam.Id;
    }
}
