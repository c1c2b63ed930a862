using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>The appeals of one exam as its chief expert and the offices see them, and for whom the user may take one in.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetAppeals(ExamId ExamId) : IQuery<ExamAppeals>;

/// <summary>Appeals of an exam.</summary>
/// <param name="Board">Order by which the board of the year was named; null while none is registered.</param>
/// <param name="Candidates">Whom a paper appeal may be about; empty when the user takes none in.</param>
public sealed record ExamAppeals(ExamId ExamId, string Number, ExamStatus Status, string TimeZone, string? Board, IReadOnlyList<AppealPerson> Candidates);

/// <summary>A candidate.</summary>
public sealed record AppealPerson(CandidateId Id, int Number, string Name);

internal sealed class GetAppealsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetAppeals, ExamAppeals>
{
    public async Task<ExamAppeals> Handle(GetAppeals request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsWithAppealsFor(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        var ids = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var names = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        return new ExamAppeals(exam.Id, exam.Number, exam.Status, exam.TimeZone, (await db.BoardOf(exam, ct))?.Document, !user.MayOrganise(exam) ? [] :
            [.. exam.Enrolments.OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace).Select((e, i) => new AppealPerson(e.CandidateId, i + 1, names[e.CandidateId].Initials))]);
    }
}
