using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Results;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Results;

/// <summary>
/// The results of an exam as its protocol shows them: for the chief expert of the exam, its scoring experts once they are fixed,
/// and the offices of its region. Without an edition the last one; void editions stay readable.
/// </summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetResults(ExamId ExamId, int? Edition = null) : IQuery<ExamResults>;

/// <summary>The results of an exam.</summary>
public sealed record ExamResults(
    ExamId ExamId, string Number, ExamStatus Status, ExamType Type, string PackageCode, string PackageName, string SpecialityCode, string SpecialityName,
    ExamScopeView Scope, string Venue, string VenueAddress, string Organiser, DateOnly FirstDay, DateOnly LastDay, string TimeZone, DateTimeOffset? LockedAt,
    Marks Maximum, IReadOnlyList<ResultModule> Modules, IReadOnlyList<ResultRow> Rows, string ChiefExpert, IReadOnlyList<string> Experts, IReadOnlyList<string> Scales,
    ProtocolView? Protocol, IReadOnlyList<ProtocolEdition> Editions);

/// <summary>The shown edition of the protocol.</summary>
/// <param name="Edition">From 1.</param>
/// <param name="ContentHash">Fingerprint of its results.</param>
/// <param name="FixedAt">When the results were fixed.</param>
/// <param name="VoidedAt">When an unlocking made it void.</param>
/// <param name="AnnouncedAt">When candidates were told.</param>
/// <param name="Signatures">In the order of roles.</param>
/// <param name="SignedByAll">Nobody is missing.</param>
/// <param name="MaySign">The reader is an expert whose signature is missing.</param>
/// <param name="MaySignForBoard">The reader may enter the board member's signature, and it is missing.</param>
/// <param name="MayAnnounce">The reader may tell the candidates now.</param>
public sealed record ProtocolView(
    int Edition, string ContentHash, DateTimeOffset FixedAt, DateTimeOffset? VoidedAt, DateTimeOffset? AnnouncedAt, IReadOnlyList<ProtocolSignature> Signatures, bool SignedByAll,
    bool MaySign, bool MaySignForBoard, bool MayAnnounce);

/// <summary>An edition that can be read.</summary>
public sealed record ProtocolEdition(int Edition, DateTimeOffset FixedAt, DateTimeOffset? VoidedAt);

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

internal sealed class GetResultsHandler(DemoExamDb db, DataAccess access, CurrentUser user, Texts texts) : IRequestHandler<GetResults, ExamResults>
{
    public async Task<ExamResults> Handle(GetResults request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.ExamsWithResultsFor(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);

        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, cancellationToken);
        var venue = await db.Venues.AsNoTracking().Where(v => v.Id == exam.VenueId).Select(v => new { v.Name, v.NameEn, v.Address }).SingleAsync(cancellationToken);
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).ToList();
        access.Note(PersonalDataKind.Result, candidateIds);
        var candidates = await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var organisationIds = candidates.Values.Select(c => c.OrganisationId).Append(exam.OrganiserId).Distinct().ToList();
        var organisations = await db.Organisations.AsNoTracking().Where(o => organisationIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var experts = await db.Experts.AsNoTracking().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
        var protocols = await db.ResultProtocols.AsNoTracking().Where(p => p.ExamId == exam.Id).OrderBy(p => p.Edition).ToListAsync(cancellationToken);
        var protocol = request.Edition is { } edition ? NotFound.Unless(protocols.Find(p => p.Edition == edition), "edition", request.Edition) : protocols.LastOrDefault();
        var results = (await db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).ToListAsync(cancellationToken))
            .FindAll(r => protocol is null || protocol.Lists(r.Id))
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
            [.. exam.Duties.Where(d => d.IsScoring).Select(d => experts[d.ExpertId].Full).Order(StringComparer.CurrentCulture)],
            scales,
            protocol is null ? null : View(protocol, exam),
            protocols.ConvertAll(p => new ProtocolEdition(p.Edition, p.FixedAt, p.VoidedAt)));
    }

    private ProtocolView View(ResultProtocol protocol, Exam exam)
    {
        var holds = protocol.VoidedAt is null;
        var signed = protocol.IsSignedByAll(Protocols.Signers(exam));
        var office = user.MayOrganise(exam);
        var mine = exam.Duties.SingleOrDefault(d => d.ExpertId == user.ExpertId && d.Role != ExamRole.TechnicalExpert);
        return new ProtocolView(protocol.Edition, protocol.ContentHash, protocol.FixedAt, protocol.VoidedAt, protocol.AnnouncedAt, [.. protocol.Signatures.OrderBy(s => s.Role).ThenBy(s => s.At)], signed,
            holds && mine is not null && !protocol.Signatures.Any(s => s.Person == mine.ExpertId.Value),
            holds && office && !protocol.Signatures.Any(s => s.Role == ProtocolRole.BoardMember),
            holds && office && signed && protocol.AnnouncedAt is null);
    }

    private static ResultRow Row(int number, CandidateId id, string name, string organisation, string? studyGroup, ParticipationOutcome outcome, Result? result) =>
        new(number, id, name, organisation, studyGroup, outcome, result?.Version, result is null ? [] : [.. result.Modules.Select(m => m.Mark)], result?.Total, result?.Grade);
}
