using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.People;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>Who scores which criteria.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetDuties(ExamId ExamId) : IQuery<DutiesView>;

/// <param name="Judges">How many judges each criterion needs.</param>
public sealed record DutiesView(ExamId ExamId, string Number, int Judges, IReadOnlyList<CriterionToPlan> Criteria, IReadOnlyList<DutyRow> Experts, bool MayDistribute);

public sealed record DutyRow(ExpertId ExpertId, PersonName Name, string Criteria);

internal sealed class GetDutiesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetDuties, DutiesView>
{
    public async Task<DutiesView> Handle(GetDuties request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var now = await db.LoadCircumstances(exam, ct);
        return new DutiesView(exam.Id, exam.Number, now.Package.Judgement.Judges,
            [.. now.Package.CriteriaOf(exam.Scope).Select(c => new CriterionToPlan(c.Letter, c.Name, c.NameEn))],
            [.. exam.Duties.Where(d => d.IsScoring).Select(d => new DutyRow(d.ExpertId, now.Experts[d.ExpertId].Name, d.Criteria)).OrderBy(d => d.Name.Full, StringComparer.CurrentCulture)],
            user.ExpertId == exam.Chief.ExpertId && exam.Status is ExamStatus.Confirmed or ExamStatus.Preparation or ExamStatus.Ready);
    }
}
