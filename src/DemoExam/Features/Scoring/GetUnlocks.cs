using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>Requests to open the scores of an exam: for its chief expert and the offices of its region.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetUnlocks(ExamId ExamId) : IQuery<UnlockList>;

/// <summary>Requests, the latest first, and what the reader may do.</summary>
/// <param name="ExamId">The exam.</param>
/// <param name="Number">Its number.</param>
/// <param name="Status">Its state.</param>
/// <param name="TimeZone">Of the venue.</param>
/// <param name="Requests">The latest first.</param>
/// <param name="Candidates">Whom a request may name, with numbers.</param>
/// <param name="Criteria">Which letters a request may name.</param>
/// <param name="LockedSheets">Sheets that are locked now.</param>
/// <param name="ErrorReportIsEnough">False once everybody has signed the protocol.</param>
/// <param name="MayAsk">The reader may ask.</param>
/// <param name="MayDecide">The reader may decide about requests of others.</param>
public sealed record UnlockList(ExamId ExamId, string Number, ExamStatus Status, string TimeZone, IReadOnlyList<UnlockView> Requests,
    IReadOnlyList<UnlockCandidate> Candidates, IReadOnlyList<string> Criteria, int LockedSheets, bool ErrorReportIsEnough, bool MayAsk, bool MayDecide);

/// <summary>Whom a request may name.</summary>
public sealed record UnlockCandidate(CandidateId Id, int Number, string Name);

/// <summary>A request.</summary>
/// <param name="Mine">The reader asked, and so may not decide.</param>
public sealed record UnlockView(UnlockRequestId Id, string? Candidate, string? Criterion, UnlockBasis Basis, string Document, DateOnly DocumentDate, string Reason,
    string AskedBy, DateTimeOffset AskedAt, UnlockStatus Status, string? DecidedBy, DateTimeOffset? DecidedAt, string? Answer, bool Mine);

internal sealed class GetUnlocksHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user) : IRequestHandler<GetUnlocks, UnlockList>
{
    public async Task<UnlockList> Handle(GetUnlocks request, CancellationToken cancellationToken)
    {
        var me = user.ExpertId;
        var office = db.ExamsOfOffice(user);
        var visible = db.Exams.Where(e => office.Any(o => o.Id == e.Id) || e.Duties.Any(d => d.ExpertId == me && d.Role == ExamRole.ChiefExpert));
        var exam = NotFound.Unless(await visible.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);
        var package = await schemes.Of(exam.PackageId, db, cancellationToken);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        var ids = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var names = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        var candidates = exam.Enrolments.OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace).Select((e, i) => new UnlockCandidate(e.CandidateId, i + 1, names[e.CandidateId].Initials)).ToList();
        var requests = await db.UnlockRequests.AsNoTracking().Where(u => u.ExamId == exam.Id).OrderByDescending(u => u.AskedAt).ToListAsync(cancellationToken);
        var locked = await db.ScoreSheets.CountAsync(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Locked, cancellationToken);
        var protocol = await db.ResultProtocols.AsNoTracking().SingleOrDefaultAsync(p => p.ExamId == exam.Id && p.VoidedAt == null, cancellationToken);
        var account = Guid.TryParse(user.Id, out var id) ? id : (Guid?)null;
        return new UnlockList(exam.Id, exam.Number, exam.Status, exam.TimeZone,
            requests.ConvertAll(u => new UnlockView(u.Id, u.CandidateId is { } c && candidates.Find(x => x.Id == c) is { } named ? $"№ {named.Number} {named.Name}" : null, u.Criterion, u.Basis, u.Document, u.DocumentDate,
                u.Reason, u.AskedByName, u.AskedAt, u.Status, u.DecidedByName, u.DecidedAt, u.Answer, u.AskedBy == account)),
            candidates, [.. package.CriteriaOf(exam.Scope).Select(c => c.Letter)], locked,
            protocol?.IsSignedByAll(exam.Duties.Where(d => d.IsScoring).Select(d => d.ExpertId)) != true,
            locked > 0 && (user.Is(Roles.ChiefExpert) || user.Is(Roles.Organiser)) && await db.UnlockableFor(user).AnyAsync(e => e.Id == exam.Id, cancellationToken),
            user.Is(Roles.RegionalOperator));
    }
}
