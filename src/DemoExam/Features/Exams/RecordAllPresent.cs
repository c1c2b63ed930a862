using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>Everybody of a group who has no word yet came; of the whole exam when no group is named.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record RecordAllPresent(ExamId ExamId, int? Group = null) : ICommand<ExamId>;

internal sealed class RecordAllPresentHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RecordAllPresent, ExamId>
{
    public async Task<ExamId> Handle(RecordAllPresent request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        var chief = user.RequireExpert();
        exam.RequireChief(chief);
        var groups = exam.Groups.Where(g => request.Group is null || g.Number == request.Group).Select(g => g.Id).ToHashSet();
        foreach (var enrolment in exam.Enrolments.Where(e => e.Outcome == ParticipationOutcome.Expected && groups.Contains(e.GroupId)))
        {
            exam.RecordOutcome(chief, enrolment.CandidateId, ParticipationOutcome.Present);
        }

        return exam.Id;
    }
}
