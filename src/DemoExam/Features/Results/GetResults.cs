using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Results;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Results;

/// <summary>The results of an exam as its protocol shows them: for the chief expert of the exam and the offices of its region.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetResults(ExamId ExamId) : IQuery<ExamResults>;

/// <summary>The results of an exam.</summary>
public sealed record ExamResults(
    ExamId ExamId, string Number, ExamStatus Status, ExamType Type, string PackageCode, string PackageName, string SpecialityCode, string SpecialityName,
    ExamScopeView Scope, string Venue, string VenueAddress, string Organiser, DateOnly FirstDay, DateOnly LastDay, string TimeZone, DateTimeOffset? LockedAt,
    Marks Maximum, IReadOnlyList<ResultModule> Modules, IReadOnlyList<ResultRow> Rows, string ChiefExpert, IReadOnlyList<string> Experts, IReadOnlyList<string> Scales);

/// <summary>What of the package the exam covered.</summary>
public sealed record ExamScopeView(Domain.Packages.ExamLevel Level, bool WithVariativePart);

/// <summary>A column of the protocol.</summary>
public sealed record ResultModule(string Letter, string Name, Marks Maximum);

/// <summary>A line of the protocol.</summary>
/// <param name="Number">Number in the exam, from 1.</param>
/// <param name="CandidateId">Identity.</param>
/// <param name="Name">Full name.</param>
/// <param name="Organisation">Short name of the college.</param>
/// <param name="StudyGroup">Study group.</param>
/// <param name="Outcome">Whether they took part.</param>
/// <param name="Version">Version of the result; null while there is none.</param>
/// <param name="Modules">Points by module, in the order of the columns; empty while there is no result.</param>
/// <param name="Total">Points.</param>
/// <param name="Grade">Grade by the scale in force.</param>
public sealed record ResultRow(
    int Number, CandidateId CandidateId, string Name, string Organisation, string? StudyGroup, ParticipationOutcome Outcome, int? Version,
    IReadOnlyList<Marks> Modules, Marks? Total, string? Grade);

internal sealed class GetResultsHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<GetResults, ExamResults>
{
    public async Task<ExamResults> Handle(GetResults request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.ExamsWithResultsFor(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);

        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, cancellationToken);
        var venue = await db.Venues.AsNoTracking().Where(v => v.Id == exam.VenueId).Select(v => new { v.Name, v.NameEn, v.Address }).SingleAsync(cancellationToken);
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var candidates = await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var organisationIds = candidates.Values.Select(c => c.OrganisationId).Append(exam.OrganiserId).Distinct().ToList();
        var organisations = await db.Organisations.AsNoTracking().Where(o => organisationIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var experts = await db.Experts.AsNoTracking().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
        // The latest version holds; earlier ones stay readable by their own address.
        var results = (await db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).ToListAsync(cancellationToken))
            .GroupBy(r => r.CandidateId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version)!);
        var scaleIds = results.Values.Select(r => r.GradeScaleId).Distinct().ToList();
        var scales = await db.GradeScales.AsNoTracking().Where(s => scaleIds.Contains(s.Id)).OrderBy(s => s.Name).Select(s => s.Name + ", " + s.Act).ToListAsync(cancellationToken);

        var russian = texts.Culture.TwoLetterISOLanguageName == "ru";
        var criteria = package.CriteriaOf(exam.Scope).ToList();
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        return new ExamResults(exam.Id, exam.Number, exam.Status, exam.Type, package.Code, russian ? package.Name : package.NameEn, package.SpecialityCode,
            russian ? package.SpecialityName : package.SpecialityNameEn, new ExamScopeView(exam.Level, exam.WithVariativePart),
            russian ? venue.Name : venue.NameEn, venue.Address, organisations[exam.OrganiserId].Name, exam.FirstDay, exam.LastDay, exam.TimeZone, exam.LockedAt,
            package.MaximumOf(exam.Scope),
            [.. criteria.Select(c => new ResultModule(c.Letter, russian ? c.Name : c.NameEn, c.Maximum))],
            [.. exam.Enrolments.OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace).Select((e, i) =>
            {
                var candidate = candidates[e.CandidateId];
                return Row(i + 1, candidate.Id, candidate.Name.Full, organisations[candidate.OrganisationId].ShortName, candidate.StudyGroup, e.Outcome, results.GetValueOrDefault(candidate.Id));
            })],
            experts[exam.Chief.ExpertId].Full,
            [.. exam.Duties.Where(d => d.Role == ExamRole.ScoringExpert).Select(d => experts[d.ExpertId].Full).Order(StringComparer.CurrentCulture)],
            scales);
    }

    private static ResultRow Row(int number, CandidateId id, string name, string organisation, string? studyGroup, ParticipationOutcome outcome, Result? result) =>
        new(number, id, name, organisation, studyGroup, outcome, result?.Version, result is null ? [] : [.. result.Modules.Select(m => m.Mark)], result?.Total, result?.Grade);
}
