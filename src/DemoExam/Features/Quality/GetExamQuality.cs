using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Quality;

/// <summary>How the judges of one exam agree, and what its aspects tell: for its chief expert and the region.</summary>
[Authorize(Policy = Policies.SeeQuality)]
public sealed record GetExamQuality(ExamId ExamId) : IQuery<ExamQuality>, IAudited;

/// <summary>Quality of one exam.</summary>
public sealed record ExamQuality(ExamId ExamId, string Number, QualityView Quality);

internal sealed class GetExamQualityHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user) : IRequestHandler<GetExamQuality, ExamQuality>
{
    public async Task<ExamQuality> Handle(GetExamQuality request, CancellationToken ct)
    {
        var me = user.ExpertId;
        var exams = user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator) ? db.Exams.InRegionOf(user) : db.Exams.Where(e => e.Duties.Any(d => d.ExpertId == me && d.Role == ExamRole.ChiefExpert));
        var exam = NotFound.Unless(await exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        return new ExamQuality(exam.Id, exam.Number, await db.LoadQuality(schemes, [exam], ct));
    }
}
