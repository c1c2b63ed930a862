using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>One candidate: the person, exams with results, passports.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetCandidate(CandidateId CandidateId) : IQuery<CandidateCard>;

/// <param name="UserName">Name that the candidate signs in by; null when there is no account.</param>
public sealed record CandidateCard(
    CandidateId Id, PersonName Name, string? LatinName, DateOnly BirthDate, CandidateCategory Category, OrganisationId OrganisationId, string Organisation,
    string OrganisationEn, string? StudyGroup, string? Email, string? PersonalNumber, Guid? AccountId, string? UserName, IReadOnlyList<CandidateExam> Exams, IReadOnlyList<CandidatePassport> Passports,
    IReadOnlyList<MergedEntry> Merged, IReadOnlyList<AttemptsView> Attempts, Guardian? Guardian, bool IsMinor);

/// <summary>Attempts at the state final attestation in one speciality.</summary>
/// <param name="Subject">Code of the speciality.</param>
/// <param name="Used">Attempts that count.</param>
/// <param name="NextFrom">First day of the next retake by the rules; null when none is needed or left.</param>
/// <param name="NoneLeft">Every retake is used.</param>
/// <param name="ExtraSittingBy">Last day of the extra sitting that is still to come.</param>
/// <param name="Permission">A retake that the operator has permitted and that is still to come.</param>
public sealed record AttemptsView(
    string Subject, string Speciality, string SpecialityEn, IReadOnlyList<Attempt> All, int Used, DateOnly? NextFrom, bool NoneLeft, DateOnly? ExtraSittingBy, PermittedRetake? Permission);

/// <summary>An entry of the same person that was merged into this one.</summary>
public sealed record MergedEntry(CandidateId Id, PersonName Name, string Organisation, string OrganisationEn);

/// <param name="Total">Points of the latest version of the result; null until the exam is locked.</param>
public sealed record CandidateExam(
    ExamId Id, string Number, string PackageCode, ExamLevel Level, DateOnly FirstDay, DateOnly LastDay, ExamStatus Status, ParticipationOutcome Outcome,
    Marks? Total, Marks? Maximum, string? Grade);

public sealed record CandidatePassport(PassportId Id, string Number, int Version, DateTimeOffset IssuedAt, PassportStatus Status);

internal sealed class GetCandidateHandler(DemoExamDb db, DataAccess access, CurrentUser user, TimeProvider time) : IRequestHandler<GetCandidate, CandidateCard>
{
    public async Task<CandidateCard> Handle(GetCandidate request, CancellationToken ct)
    {
        // An entry that was merged leads to the one that counts.
        var entries = await db.EntriesOf(request.CandidateId, ct);
        var id = entries[0];
        var candidate = NotFound.Unless(await db.Candidates.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == id, ct), "candidate", id);
        access.Note(PersonalDataKind.Entry, id);
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == candidate.OrganisationId, ct);
        var account = await db.Users.AsNoTracking().Where(a => a.CandidateId == id).Select(a => new { a.Id, a.UserName }).FirstOrDefaultAsync(ct);
        var exams = await (from exam in db.Exams.AsNoTracking()
                           from enrolment in exam.Enrolments
                           where entries.Contains(enrolment.CandidateId)
                           orderby exam.FirstDay descending, exam.Number
                           select new
                           {
                               exam.Id,
                               exam.Number,
                               PackageCode = db.Packages.Where(p => p.Id == exam.PackageId).Select(p => p.Code).First(),
                               exam.Level,
                               exam.FirstDay,
                               exam.LastDay,
                               exam.Status,
                               enrolment.Outcome,
                               Result = db.Results.Where(r => r.ExamId == exam.Id && r.CandidateId == enrolment.CandidateId).OrderByDescending(r => r.Version)
                                   .Select(r => new { r.Total, r.Maximum, r.Grade }).FirstOrDefault(),
                           }).ToListAsync(ct);
        var passports = await db.Passports.AsNoTracking().Where(p => entries.Contains(p.CandidateId)).OrderByDescending(p => p.IssuedAt)
            .Select(p => new CandidatePassport(p.Id, p.Number, p.PassportVersion, p.IssuedAt, p.Status)).ToListAsync(ct);

        var today = await db.Today(user, time, ct);
        var attempts = await db.LoadAttempts([id], null, ct);

        return new CandidateCard(candidate.Id, candidate.Name, candidate.LatinName, candidate.BirthDate, candidate.Category, organisation.Id, organisation.ShortName,
            organisation.NameEn, candidate.StudyGroup, candidate.Email, candidate.PersonalNumber, account?.Id, account?.UserName,
            [.. exams.Select(e => new CandidateExam(e.Id, e.Number, e.PackageCode, e.Level, e.FirstDay, e.LastDay, e.Status, e.Outcome, e.Result?.Total, e.Result?.Maximum, e.Result?.Grade))],
            passports,
            await db.Candidates.AsNoTracking().Where(c => c.MergedInto == id).OrderBy(c => c.NameNorm)
                .Select(c => new { c.Id, c.Name, Organisation = db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => new { o.ShortName, o.NameEn }).First() })
                .Select(c => new MergedEntry(c.Id, c.Name, c.Organisation.ShortName, c.Organisation.NameEn)).ToListAsync(ct),
            [.. attempts.OrderBy(a => a.Subject, StringComparer.Ordinal).Select(View)],
            candidate.Guardian, candidate.BirthDate.AddYears(Guardian.FullAge) > today);

        AttemptsView View(CandidateAttempts of)
        {
            var (history, tomorrow) = (of.History, today.AddDays(1));
            return new AttemptsView(of.Subject, of.Speciality, of.SpecialityEn, history.All, history.CountBefore(tomorrow), history.NextFrom(today),
                history.CountBefore(tomorrow) > AttemptHistory.MostRetakes, history.ExtraSittingBy, history.PermissionFor(tomorrow));
        }
    }
}
