using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.People;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>The register of the safety briefing: candidates and experts, who was briefed, when and by whom.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetBriefing(ExamId ExamId) : IQuery<BriefingView>;

public sealed record BriefingView(ExamId ExamId, string Number, string TimeZone, IReadOnlyList<BriefedExpert> Experts, IReadOnlyList<BriefedCandidate> Candidates, bool MayBrief)
{
    public int Missing => Experts.Count(e => e.At is null) + Candidates.Count(c => c.At is null);
}

public sealed record BriefedExpert(ExpertId ExpertId, PersonName Name, ExamRole Role, DateTimeOffset? At, string? By);

public sealed record BriefedCandidate(CandidateId CandidateId, PersonName Name, int Group, int Workplace, DateTimeOffset? At, string? By);

internal sealed class GetBriefingHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetBriefing, BriefingView>
{
    public async Task<BriefingView> Handle(GetBriefing request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var now = await db.LoadCircumstances(exam, ct);
        var names = now.Candidates.ToDictionary(c => c.Id, c => c.Name);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        return new BriefingView(exam.Id, exam.Number, exam.TimeZone,
            [.. exam.Duties.Where(d => d.EndedAt is null).Select(d => new BriefedExpert(d.ExpertId, now.Experts[d.ExpertId].Name, d.Role, d.BriefedAt, d.BriefedBy)).OrderBy(d => d.Role).ThenBy(d => d.Name.Full, StringComparer.CurrentCulture)],
            [.. exam.Enrolments.Where(e => e.Outcome != ParticipationOutcome.Moved).Select(e => new BriefedCandidate(e.CandidateId, names[e.CandidateId], groups[e.GroupId], e.Workplace, e.BriefedAt, e.BriefedBy)).OrderBy(c => c.Group).ThenBy(c => c.Workplace)],
            exam.Conducts(user) && exam.Status is ExamStatus.Preparation or ExamStatus.Ready or ExamStatus.Running);
    }
}
