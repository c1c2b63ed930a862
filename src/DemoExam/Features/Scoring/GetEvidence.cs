using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The evidence for one aspect of one candidate, as far as the reader may see it: of a judged aspect others' only once the whole panel is in.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record GetEvidence(ExamId ExamId, CandidateId CandidateId, AspectId AspectId) : IQuery<AspectEvidence>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("candidate", CandidateId.ToString()), ("aspect", AspectId.ToString())];
}

/// <summary>Evidence for an aspect.</summary>
/// <param name="Items">The oldest first.</param>
/// <param name="Hidden">Others have added some that the reader sees once the panel is in.</param>
/// <param name="MayAdd">The reader may add some now.</param>
public sealed record AspectEvidence(ExamId ExamId, string ExamNumber, string TimeZone, CandidateView Candidate, string Criterion, string Code, string Text, IReadOnlyList<EvidenceView> Items, bool Hidden, bool MayAdd);

/// <summary>A piece of evidence.</summary>
public sealed record EvidenceView(EvidenceId Id, string Expert, bool Mine, string? Note, bool HasPhoto, DateTimeOffset At);

internal sealed class GetEvidenceHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user) : IRequestHandler<GetEvidence, AspectEvidence>
{
    public async Task<AspectEvidence> Handle(GetEvidence request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        var (seat, criterion, aspect, sheet, all) = await db.EvidenceFor(work, request.CandidateId, request.AspectId, cancellationToken);
        var rows = await db.Evidence.AsNoTracking().Where(e => e.ExamId == request.ExamId && e.CandidateId == request.CandidateId && e.AspectId == aspect.Id).OrderBy(e => e.At).ToListAsync(cancellationToken);
        var seen = rows.FindAll(e => all || e.ExpertId == work.Me.Id);
        return new AspectEvidence(work.Exam.Id, work.Exam.Number, work.Exam.TimeZone, SheetViews.Of(seat), criterion.Letter, aspect.Code, aspect.Text,
            seen.ConvertAll(e => new EvidenceView(e.Id, work.NameOf(e.ExpertId), e.ExpertId == work.Me.Id, e.Note, e.PhotoType is not null, e.At)), seen.Count < rows.Count,
            !work.IsChief && sheet.Status == ScoreSheetStatus.Open && work.Exam.Status.TakesMarks);
    }
}

internal static class EvidenceAccess
{
    /// <summary>What an expert may see of the evidence for an aspect.</summary>
    /// <returns>The place, the aspect, the sheet, and whether others' evidence may be seen too.</returns>
    /// <exception cref="Forbidden">The expert has nothing to do with the sheet.</exception>
    public static async Task<(Seat Seat, Criterion Criterion, Aspect Aspect, ScoreSheet Sheet, bool All)> EvidenceFor(this DemoExamDb db, ExamAtWork work, CandidateId candidate, AspectId aspectId, CancellationToken ct)
    {
        var (criterion, aspect) = work.AspectOf(aspectId);
        var seat = work.SeatOf(candidate);
        if (!work.IsChief && work.WhyNot(seat, criterion) is not null)
        {
            throw new Forbidden(isAnonymous: false);
        }

        var sheet = NotFound.Unless(await db.ScoreSheets.AsNoTracking().SingleOrDefaultAsync(s => s.ExamId == work.Exam.Id && s.CandidateId == candidate && s.CriterionId == criterion.Id, ct), "score sheet");
        return (seat, criterion, aspect, sheet, sheet.EvidenceIsOpen(aspect, work.Package.Judgement));
    }

    /// <summary>Whether experts see each other's evidence: of a judged aspect once the whole panel is in.</summary>
    public static bool EvidenceIsOpen(this ScoreSheet sheet, Aspect aspect, JudgementRule judgement)
    {
        var standing = sheet.StandingOf(aspect, judgement);
        return aspect.Type != AspectType.Judgement || standing.JudgesIn >= standing.JudgesNeeded;
    }
}
