using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.People;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>One expert: documents with what they are worth today, ties to candidates, exams.</summary>
[Authorize(Policy = Policies.SeeExperts)]
public sealed record GetExpert(ExpertId ExpertId) : IQuery<ExpertCard>;

/// <param name="UserName">Name that the expert signs in by; null when there is no account.</param>
/// <param name="Exams">The latest 50.</param>
public sealed record ExpertCard(
    ExpertId Id, PersonName Name, OrganisationId EmployerId, string Employer, string EmployerEn, string City, string? Email, string? PersonalNumber, Guid? AccountId, string? UserName,
    IReadOnlyList<CredentialRow> Credentials, IReadOnlyList<TieRow> Ties, IReadOnlyList<ExpertExam> Exams, IReadOnlyList<MergedExpert> Merged);

/// <summary>An entry that was merged into this one.</summary>
public sealed record MergedExpert(ExpertId Id, PersonName Name, string Employer, string EmployerEn);

/// <param name="Candidate">Name of the candidate; null for a tie to study groups.</param>
/// <param name="StudyGroup">Null means all groups of the organisation.</param>
public sealed record TieRow(ConflictKind Kind, CandidateId? CandidateId, string? Candidate, string? Organisation, string? StudyGroup, string? Note);

public sealed record ExpertExam(ExamId Id, string Number, string PackageCode, string Venue, string VenueEn, ExamRole Role, DateOnly FirstDay, DateOnly LastDay, ExamStatus Status);

internal sealed class GetExpertHandler(DemoExamDb db, DataAccess access, CurrentUser user, TimeProvider time) : IRequestHandler<GetExpert, ExpertCard>
{
    private const int MostExams = 50;

    public async Task<ExpertCard> Handle(GetExpert request, CancellationToken ct)
    {
        var entries = await db.EntriesOf(request.ExpertId, ct);
        ExpertAccess.RequireAllOr(user, entries[0]);
        var today = await db.Today(user, time, ct);
        var expert = NotFound.Unless(await db.Experts.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(e => e.Id == entries[0], ct), "expert", request.ExpertId);
        access.NoteExperts(PersonalDataKind.Entry, expert.Id);
        var employer = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == expert.EmployerId, ct);
        var account = await db.Users.AsNoTracking().Where(a => a.ExpertId == expert.Id).Select(a => new { a.Id, a.UserName }).FirstOrDefaultAsync(ct);
        var exams = await (from exam in db.Exams.AsNoTracking()
                           from duty in exam.Duties
                           where entries.Contains(duty.ExpertId)
                           orderby exam.FirstDay descending, exam.Number
                           select new ExpertExam(exam.Id, exam.Number, db.Packages.Where(p => p.Id == exam.PackageId).Select(p => p.Code).First(),
                               db.Venues.Where(v => v.Id == exam.VenueId).Select(v => v.Name).First(), db.Venues.Where(v => v.Id == exam.VenueId).Select(v => v.NameEn).First(), duty.Role, exam.FirstDay, exam.LastDay, exam.Status))
            .Take(MostExams).ToListAsync(ct);

        var sources = await Sources(expert, ct);
        return new ExpertCard(expert.Id, expert.Name, expert.EmployerId, employer.ShortName, employer.NameEn, employer.City, expert.Email, ExpertAccess.MayKeep(user, expert.Id) ? expert.PersonalNumber : null, account?.Id, account?.UserName,
            [.. expert.Credentials.OrderByDescending(c => c.ValidTo ?? DateOnly.MaxValue).ThenBy(c => c.Number)
                .Select(c => new CredentialRow(c.Id, c.Type, c.Covers, c.Number, c.ValidFrom, c.ValidTo, ExpertCredential.StateOf(c.IsRevoked, c.ValidFrom, c.ValidTo, today), c.TrainedAs is { } trained ? sources[trained] : null))],
            await Ties(expert, ct), exams,
            await db.Experts.AsNoTracking().Where(e => e.MergedInto == expert.Id).OrderBy(e => e.NameNorm)
                .Select(e => new { e.Id, e.Name, Employer = db.Organisations.Where(o => o.Id == e.EmployerId).Select(o => new { o.ShortName, o.NameEn }).First() })
                .Select(e => new MergedExpert(e.Id, e.Name, e.Employer.ShortName, e.Employer.NameEn)).ToListAsync(ct));
    }

    private async Task<Dictionary<ParticipantId, CredentialSource>> Sources(Expert expert, CancellationToken ct)
    {
        var trained = expert.Credentials.Select(c => c.TrainedAs).OfType<ParticipantId>().ToList();
        return await (from participant in db.Participants
                      where trained.Contains(participant.Id)
                      join programme in db.Programmes on participant.ProgrammeId equals programme.Id
                      join training in db.TrainingGroups on participant.GroupId equals training.Id
                      select new { participant.Id, Source = new CredentialSource(programme.Id, programme.Name, programme.NameEn, training.Name) }).ToDictionaryAsync(x => x.Id, x => x.Source, ct);
    }

    private async Task<IReadOnlyList<TieRow>> Ties(Expert expert, CancellationToken ct)
    {
        var people = expert.Ties.Select(t => t.CandidateId).OfType<CandidateId>().ToList();
        var places = expert.Ties.Select(t => t.OrganisationId).OfType<OrganisationId>().ToList();
        var candidates = await db.Candidates.AsNoTracking().Where(c => people.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name.Full, ct);
        var organisations = await db.Organisations.AsNoTracking().Where(o => places.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.ShortName, ct);
        return
        [
            .. expert.Ties.Select(t => new TieRow(t.Kind, t.CandidateId,
                t.CandidateId is { } candidate ? candidates.GetValueOrDefault(candidate) : null,
                t.OrganisationId is { } organisation ? organisations.GetValueOrDefault(organisation) : null, t.StudyGroup, t.Note)),
        ];
    }
}

internal static class ExpertAccess
{
    /// <summary>People with a role in the registers see every expert; an expert sees only their own entry.</summary>
    public static void RequireAllOr(CurrentUser user, ExpertId own) =>
        Require(user, own, Roles.Administrator, Roles.RegionalOperator, Roles.Organiser, Roles.ChiefExpert);

    /// <summary>Organisers and operators declare for every expert; an expert only for themselves.</summary>
    public static void RequireOperatorOr(CurrentUser user, ExpertId own) => Require(user, own, Roles.RegionalOperator, Roles.Organiser);

    /// <summary>Who keeps the register sees numbers of people; an expert sees the own one.</summary>
    public static bool MayKeep(CurrentUser user, ExpertId own) => user.IsSystem || user.ExpertId == own || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);

    private static void Require(CurrentUser user, ExpertId own, params ReadOnlySpan<string> roles)
    {
        if (user.IsSystem || user.ExpertId == own)
        {
            return;
        }

        foreach (var role in roles)
        {
            if (user.Is(role))
            {
                return;
            }
        }

        throw new Forbidden(false);
    }
}
