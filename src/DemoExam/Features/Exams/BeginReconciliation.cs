using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>Scoring is done; the chief expert begins to compare paper and system.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record BeginReconciliation(ExamId ExamId) : ICommand<ExamId>;

internal sealed class BeginReconciliationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<BeginReconciliation, ExamId>
{
    public async Task<ExamId> Handle(BeginReconciliation request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.BeginReconciliation(user.RequireExpert());
        return exam.Id;
    }
}
