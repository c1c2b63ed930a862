using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Results;

/// <summary>
/// All scores of a locked exam and the rules by which they become results, so that an outsider can recompute every total.
/// <c>scripts/recompute-results.cs</c> does it without any code of the service.
/// </summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetResultFile(ExamId ExamId) : IQuery<ResultFile>, IAudited;

/// <summary>The recomputable result of an exam.</summary>
public sealed record ResultFile(
    string Format, string Exam, DateOnly FirstDay, DateOnly LastDay, DateTimeOffset? LockedAt, string Package, int PackageVersion,
    FileJudgement Judgement, IReadOnlyList<FileScale> GradeScales, IReadOnlyList<FileCriterion> Criteria, IReadOnlyList<FileCandidate> Candidates)
{
    public const string CurrentFormat = "demoexam-results/1";
}

/// <summary>How judges score: the mark is maximum × sum ÷ (judges × highest), rounded to 0.01.</summary>
public sealed record FileJudgement(int Judges, int Highest, int Spread);

/// <summary>A grade scale; a grade is given from its share of the maximum on.</summary>
public sealed record FileScale(Guid Id, string Name, string Act, IReadOnlyList<FileBound> Bounds);

/// <summary>Share in percent of the maximum, and the grade from there on.</summary>
public sealed record FileBound(decimal FromPercent, string Grade);

/// <summary>A criterion of the scheme.</summary>
public sealed record FileCriterion(string Letter, string Name, Marks Maximum, IReadOnlyList<FileAspect> Aspects);

/// <summary>An aspect of the scheme.</summary>
public sealed record FileAspect(string Code, string Text, int Section, Marks Maximum, AspectScale Scale);

/// <summary>A candidate with a result.</summary>
/// <param name="Number">Number in the exam.</param>
/// <param name="Name">Full name.</param>
/// <param name="Entries">Everything that was ever entered.</param>
/// <param name="Marks">The mark of each aspect, by its code.</param>
/// <param name="Modules">Points by criterion.</param>
/// <param name="Sections">Points by standard section.</param>
/// <param name="Total">Points.</param>
/// <param name="Maximum">Points that could be reached.</param>
/// <param name="Grade">Grade.</param>
/// <param name="GradeScaleId">By which scale.</param>
/// <param name="Version">Version of the result.</param>
/// <param name="Annulled">The appeals board has annulled it.</param>
/// <param name="Versions">Every version, the oldest first, the one above included. What held when a version was fixed follows from the entries that were received by then.</param>
public sealed record FileCandidate(
    int Number, string Name, IReadOnlyList<FileEntry> Entries, IReadOnlyDictionary<string, Marks> Marks, IReadOnlyList<ResultLine> Modules, IReadOnlyList<ResultLine> Sections,
    Marks Total, Marks Maximum, string Grade, Guid GradeScaleId, int Version, bool Annulled, IReadOnlyList<FileVersion> Versions);

/// <summary>A version of a result.</summary>
/// <param name="Version">From 1.</param>
/// <param name="FixedAt">When it was fixed.</param>
/// <param name="Basis">Document that led to it; null for the first.</param>
/// <param name="Modules">Points by criterion.</param>
/// <param name="Sections">Points by standard section.</param>
/// <param name="Total">Points.</param>
/// <param name="Maximum">Points that could be reached.</param>
/// <param name="Grade">Grade.</param>
/// <param name="GradeScaleId">By which scale.</param>
public sealed record FileVersion(int Version, DateTimeOffset FixedAt, string? Basis, IReadOnlyList<ResultLine> Modules, IReadOnlyList<ResultLine> Sections, Marks Total, Marks Maximum, string Grade, Guid GradeScaleId);

/// <summary>An entry. Experts are numbered; who is who stands in the protocol.</summary>
public sealed record FileEntry(Guid Id, string Aspect, int Expert, ScoreEntryKind Kind, ScoreValue? Value, string? Reason, IReadOnlyList<Guid> Replaces, DateTimeOffset EnteredAt, DateTimeOffset ReceivedAt);

internal sealed class GetResultFileHandler(DemoExamDb db, DataAccess access, CurrentUser user) : IRequestHandler<GetResultFile, ResultFile>
{
    public async Task<ResultFile> Handle(GetResultFile request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.ExamsWithResultsFor(user).SingleOrDefaultAsync(e => e.Id == request.ExamId && e.LockedAt != null, cancellationToken), "result file", request.ExamId);
        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, cancellationToken);
        var versions = (await db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).OrderBy(r => r.Version).ToListAsync(cancellationToken)).ToLookup(r => r.CandidateId);
        var results = versions.ToDictionary(g => g.Key, g => g.Last());
        var documents = await db.UnlockRequests.AsNoTracking().Where(u => u.ExamId == exam.Id).ToDictionaryAsync(u => u.Id, u => u.Document, cancellationToken);
        var annulled = exam.Enrolments.Where(e => e.Outcome == ParticipationOutcome.Annulled).Select(e => e.CandidateId).ToHashSet();
        var sheets = (await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync(cancellationToken)).ToLookup(s => s.CandidateId);
        var candidateIds = results.Keys.ToList();
        access.Note(PersonalDataKind.Export, candidateIds);
        var candidates = await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var scaleIds = versions.SelectMany(v => v).Select(r => r.GradeScaleId).Distinct().ToList();
        var scales = await db.GradeScales.AsNoTracking().Where(s => scaleIds.Contains(s.Id)).OrderBy(s => s.Id).ToListAsync(cancellationToken);

        var experts = exam.Duties.Where(d => d.Role != ExamRole.TechnicalExpert).OrderBy(d => d.Role).ThenBy(d => d.Id.Value).Select((d, i) => (d.ExpertId, Number: i + 1)).ToDictionary(e => e.ExpertId, e => e.Number);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        var aspects = package.AspectsOf(exam.Scope).ToDictionary(a => a.Id);
        return new ResultFile(ResultFile.CurrentFormat, exam.Number, exam.FirstDay, exam.LastDay, exam.LockedAt, package.Code, package.Version,
            new FileJudgement(package.Judgement.Judges, package.Judgement.HighestScore, package.Judgement.MaximumSpread),
            [.. scales.Select(s => new FileScale(s.Id.Value, s.Name, s.Act, [.. s.Bounds.Select(b => new FileBound(b.FromBasisPoints / 100m, b.Grade))]))],
            [.. package.CriteriaOf(exam.Scope).Select(c => new FileCriterion(c.Letter, c.Name, c.Maximum, [.. c.Aspects.Select(a => new FileAspect(a.Code, a.Text, a.SectionNumber, a.Maximum, a.Scale))]))],
            [.. exam.Enrolments.OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace)
                .Select((e, i) => (e.CandidateId, Number: i + 1))
                .Where(e => results.ContainsKey(e.CandidateId))
                .Select(e => Candidate(e.Number, candidates[e.CandidateId].Name.Full, results[e.CandidateId], [.. sheets[e.CandidateId]]))]);

        FileCandidate Candidate(int number, string name, Result result, List<ScoreSheet> own)
        {
            // As of the version: an annulled candidate's sheets may have been left half scored again.
            var marks = package.CriteriaOf(exam.Scope).SelectMany(c => c.Aspects.Select(a => (a.Code, Mark: own.Single(s => s.CriterionId == c.Id).StandingAt(result.FixedAt, a, package.Judgement).Mark)));
            return new FileCandidate(number, name,
                [.. own.SelectMany(s => s.Entries).OrderBy(entry => entry.ReceivedAt).ThenBy(entry => entry.Id.Value).Select(entry => new FileEntry(entry.Id.Value, aspects[entry.AspectId].Code, experts[entry.ExpertId],
                    entry.Kind, entry.Value, entry.Reason, [.. entry.Replaces.Select(r => r.Value)], entry.EnteredAt, entry.ReceivedAt))],
                marks.ToDictionary(m => m.Code, m => m.Mark!.Value), result.Modules, result.Sections, result.Total, result.Maximum, result.Grade, result.GradeScaleId.Value, result.Version, annulled.Contains(result.CandidateId),
                [.. versions[result.CandidateId].Select(v => new FileVersion(v.Version, v.FixedAt, v.BasisId is { } basis ? documents[basis] : null, v.Modules, v.Sections, v.Total, v.Maximum, v.Grade, v.GradeScaleId.Value))]);
        }
    }
}

internal static class ExamsWithResults
{
    /// <summary>A chief expert sees the own exams, a scoring expert the own ones that were locked, offices those that they look into.</summary>
    public static IQueryable<Exam> ExamsWithResultsFor(this DemoExamDb db, CurrentUser user)
    {
        var me = user.ExpertId;
        var office = db.ExamsOfOffice(user);
        return db.Exams.Where(e => office.Any(o => o.Id == e.Id) || e.Duties.Any(d => d.ExpertId == me
            && (d.Role == ExamRole.ChiefExpert || (d.Role == ExamRole.ScoringExpert && db.ResultProtocols.Any(p => p.ExamId == e.Id))))).AsNoTracking();
    }
}
