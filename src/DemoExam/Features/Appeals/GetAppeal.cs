using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>One appeal with everything that the board needs, its decision and what became of it.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetAppeal(ExamId ExamId, AppealId AppealId) : IQuery<AppealView>;

/// <summary>An appeal.</summary>
/// <param name="Board">People of the board that will decide, chair first; empty while none is registered.</param>
/// <param name="Criteria">Letters that the board may name.</param>
/// <param name="Results">Versions of the candidate's result, the oldest first.</param>
/// <param name="SitAgainBy">After an annulment: last day of a new sitting.</param>
/// <param name="MayDecide">The user may enter the decision now.</param>
/// <param name="MayCarryOut">The user is the second person and may carry it out now.</param>
public sealed record AppealView(AppealId Id, ExamId ExamId, string ExamNumber, ExamStatus ExamStatus, string TimeZone, string Candidate, AppealKind Kind, string Text, DateTimeOffset FiledAt, string FiledBy,
    string? Document, bool IsLate, DateOnly DecideBy, bool IsOverdue, AppealStatus Status, AppealOutcome? Decision, IReadOnlyList<BoardPerson> Board, string? BoardDocument, IReadOnlyList<string> Criteria,
    IReadOnlyList<AppealResult> Results, DateOnly? SitAgainBy, bool MayDecide, bool MayCarryOut);

/// <summary>What the board decided, and when the candidate was told.</summary>
public sealed record AppealOutcome(string Protocol, DateOnly ProtocolDate, string Grounds, string? Criterion, IReadOnlyList<CastVote> Votes, string RecordedBy, DateTimeOffset DecidedAt, DateOnly InformBy, DateTimeOffset? ReadAt,
    string? CarriedOutBy, DateTimeOffset? CarriedOutAt);

/// <summary>A version of the candidate's result.</summary>
/// <param name="FromAppeal">Made by this appeal.</param>
public sealed record AppealResult(int Version, Marks Total, Marks Maximum, string Grade, DateTimeOffset FixedAt, bool FromAppeal);

internal sealed class GetAppealHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time) : IRequestHandler<GetAppeal, AppealView>
{
    public async Task<AppealView> Handle(GetAppeal request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsWithAppealsFor(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var appeal = NotFound.Unless(await db.Appeals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.AppealId && a.ExamId == exam.Id, ct), "appeal", request.AppealId);
        var name = (await db.Candidates.AsNoTracking().SingleAsync(c => c.Id == appeal.CandidateId, ct)).Name;
        var package = await schemes.Of(exam.PackageId, db, ct);
        var board = await db.BoardOf(exam, ct);
        var results = await db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id && r.CandidateId == appeal.CandidateId).OrderBy(r => r.Version).ToListAsync(ct);
        return new AppealView(appeal.Id, exam.Id, exam.Number, exam.Status, exam.TimeZone, name.Full, appeal.Kind, appeal.Text, appeal.FiledAt, appeal.FiledByName, appeal.Document, appeal.IsLate, appeal.DecideBy,
            appeal.Status == AppealStatus.Filed && time.Today(exam.TimeZone) > appeal.DecideBy, appeal.Status,
            appeal.DecidedAt is not { } decided ? null : new AppealOutcome(appeal.Protocol!, appeal.ProtocolDate!.Value, appeal.Grounds!, appeal.Criterion, appeal.Votes, appeal.RecordedByName!, decided, appeal.InformBy!.Value,
                appeal.ReadAt, appeal.CarriedOutByName, appeal.CarriedOutAt),
            board?.People ?? [], board?.Document, [.. package.CriteriaOf(exam.Scope).Select(c => c.Letter)],
            results.ConvertAll(r => new AppealResult(r.Version, r.Total, r.Maximum, r.Grade, r.FixedAt, r.BasisId is not null && r.BasisId == appeal.UnlockId)),
            appeal.SitAgainBy(exam.TimeZone),
            appeal.Status == AppealStatus.Filed && user.MayOrganise(exam),
            appeal.Status == AppealStatus.Satisfied && user.Is(Roles.RegionalOperator) && user.Id != appeal.RecordedBy?.ToString());
    }
}

internal static class AppealDates
{
    /// <summary>Last day of a new sitting after an annulled result, four months after the appeal was filed; null otherwise.</summary>
    public static DateOnly? SitAgainBy(this Appeal appeal, string timeZone) => appeal is { Kind: AppealKind.Procedure, Status: AppealStatus.Satisfied or AppealStatus.CarriedOut }
        ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(appeal.FiledAt, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime).AddMonths(Appeal.MonthsToSitAgain)
        : null;
}
