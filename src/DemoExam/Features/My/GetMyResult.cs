using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Results;
using DemoExam.Features.Candidates;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>The candidate's own result of an exam, in full.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record GetMyResult(ExamId ExamId) : IQuery<MyResult>;

/// <summary>A result with its breakdowns.</summary>
/// <param name="Aspects">Every aspect with its mark and how it came about.</param>
/// <param name="IsAnnulled">The appeals board has annulled it; nothing of it counts.</param>
/// <param name="Version">From 1; a decision on appeal makes the next one.</param>
public sealed record MyResult(
    ExamId ExamId, string ExamNumber, string Skill, string SkillEn, ExamLevel Level, DateOnly FirstDay, DateOnly LastDay, int Version,
    Marks Total, Marks Maximum, string Grade, string GradeScale, IReadOnlyList<MyResultLine> Modules, IReadOnlyList<MyResultLine> Sections, bool IsAnnulled, IReadOnlyList<MyAspect> Aspects);

/// <summary>One aspect of the candidate's work, and how its mark came about.</summary>
/// <param name="Criterion">Letter.</param>
/// <param name="Code">For example A1.2.</param>
/// <param name="Text">What was assessed.</param>
/// <param name="Mark">The mark as it was announced.</param>
/// <param name="Maximum">Maximum of the aspect.</param>
/// <param name="Computation">How the mark came about, in the reader's language.</param>
public sealed record MyAspect(string Criterion, string Code, string Text, Marks Mark, Marks Maximum, string Computation);

/// <summary>One line of a breakdown.</summary>
public sealed record MyResultLine(string Code, string Name, string NameEn, Marks Mark, Marks Maximum);

internal sealed class GetMyResultHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, Texts texts) : IRequestHandler<GetMyResult, MyResult>
{
    public async Task<MyResult> Handle(GetMyResult request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var row = NotFound.Unless(await (
            from result in db.Results
            join exam in db.Exams on result.ExamId equals exam.Id
            join package in db.Packages on exam.PackageId equals package.Id
            join scale in db.GradeScales on result.GradeScaleId equals scale.Id
            where mine.Contains(result.CandidateId) && result.ExamId == request.ExamId
            where db.ResultProtocols.Any(p => p.ExamId == result.ExamId && p.AnnouncedAt != null && p.FixedAt >= result.FixedAt)
            orderby result.Version descending
            select new
            {
                Result = result, exam.Number, exam.PackageId, exam.WithVariativePart, package.Name, package.NameEn, exam.Level, exam.FirstDay, exam.LastDay, Scale = scale.Name, scale.Act,
                Modules = package.Criteria.Select(c => new { c.Letter, c.Name, c.NameEn }).ToList(),
                IsAnnulled = exam.Enrolments.Any(e => mine.Contains(e.CandidateId) && e.Outcome == ParticipationOutcome.Annulled),
                Sections = package.Sections.Select(s => new { s.Number, s.Name, s.NameEn }).ToList(),
            }).AsNoTracking().FirstOrDefaultAsync(ct), "result", request.ExamId);
        var modules = row.Modules.ToDictionary(m => m.Letter, m => (m.Name, m.NameEn));
        var sections = row.Sections.ToDictionary(s => s.Number.ToString(CultureInfo.InvariantCulture), s => (s.Name, s.NameEn));
        var r = row.Result;
        return new MyResult(
            r.ExamId, row.Number, row.Name, row.NameEn, row.Level, row.FirstDay, row.LastDay, r.Version, r.Total, r.Maximum, r.Grade, $"{row.Scale}, {row.Act}",
            [.. r.Modules.Select(l => new MyResultLine(l.Code, modules[l.Code].Name, modules[l.Code].NameEn, l.Mark, l.Maximum))],
            [.. r.Sections.Select(l => new MyResultLine(l.Code, sections[l.Code].Name, sections[l.Code].NameEn, l.Mark, l.Maximum))], row.IsAnnulled,
            await Explain(r, row.PackageId, new ExamScope(row.Level, row.WithVariativePart), ct));
    }

    // As it was when the result was fixed: sheets may have been opened again since, and that is nobody's business before the next announcement.
    private async Task<IReadOnlyList<MyAspect>> Explain(Result result, PackageId packageId, ExamScope scope, CancellationToken ct)
    {
        var package = await schemes.Of(packageId, db, ct);
        var sheets = await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == result.ExamId && s.CandidateId == result.CandidateId).ToDictionaryAsync(s => s.CriterionId, ct);
        return [.. from criterion in package.CriteriaOf(scope)
                   from aspect in criterion.Aspects
                   let standing = sheets[criterion.Id].StandingAt(result.FixedAt, aspect, package.Judgement)
                   select new MyAspect(criterion.Letter, aspect.Code, aspect.Text, standing.Mark ?? Marks.Zero, aspect.Maximum, ScoreWords.Of(texts, aspect, standing) ?? "")];
    }
}
