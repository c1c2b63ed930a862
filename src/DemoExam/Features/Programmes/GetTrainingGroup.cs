using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>One group of a programme with its participants: those of the user's organisations.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetTrainingGroup(ProgrammeId ProgrammeId, TrainingGroupId GroupId) : IQuery<TrainingGroupCard>;

/// <param name="IsOver">Whether outcomes may be recorded.</param>
/// <param name="TrainsExperts">Whether it ends with an expert credential, and the user may record it.</param>
public sealed record TrainingGroupCard(
    ProgrammeId ProgrammeId, string Programme, string ProgrammeEn, TrainingGroupId Id, string Name, DateOnly FirstDay, DateOnly LastDay, bool IsOver, bool TrainsExperts, IReadOnlyList<ParticipantRow> Participants)
{
    /// <summary>Participants of whom nobody has told anything.</summary>
    public int Unknown => Participants.Count(p => p.LeftOn is null && p.Outcome is null);
}

/// <param name="Outcome">What was told last; null when nothing was.</param>
public sealed record ParticipantRow(
    ParticipantId Id, CandidateId CandidateId, PersonName Name, string Organisation, string OrganisationEn, DateOnly? LeftOn, OutcomeKind? Outcome, DateOnly? On, string? Employer, OutcomeSource? Source, TrainedCredential? Credential);

/// <summary>The expert credential that came of a training.</summary>
public sealed record TrainedCredential(ExpertId ExpertId, string Number, DateOnly? ValidTo);

internal sealed class GetTrainingGroupHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetTrainingGroup, TrainingGroupCard>
{
    public async Task<TrainingGroupCard> Handle(GetTrainingGroup request, CancellationToken ct)
    {
        var programme = NotFound.Unless(await db.Programmes.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(p => p.Id == request.ProgrammeId, ct), "programme", request.ProgrammeId);
        var group = programme.GroupOf(request.GroupId);
        var rows = from participant in db.Participants.AsNoTracking().VisibleTo(user, db).Where(p => p.GroupId == @group.Id)
                   join person in db.Candidates on participant.CandidateId equals person.Id
                   join house in db.Organisations on person.OrganisationId equals house.Id
                   orderby person.NameNorm, person.Id
                   select new
                   {
                       participant.Id,
                       participant.CandidateId,
                       person.Name,
                       house.ShortName,
                       house.NameEn,
                       participant.LeftOn,
                       Credential = (from expert in db.Experts
                                     from credential in expert.Credentials
                                     where credential.TrainedAs == participant.Id
                                     select new { expert.Id, credential.Number, credential.ValidTo }).FirstOrDefault(),
                       Last = participant.Outcomes.OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Select(o => new { o.Kind, o.On, o.Employer, o.Source }).FirstOrDefault(),
                   };
        return new TrainingGroupCard(programme.Id, programme.Name, programme.NameEn, group.Id, group.Name, group.FirstDay, group.LastDay, group.IsOver(await db.Today(user, time, ct)),
            programme.Kind == ProgrammeKind.ExpertTraining && await db.CarriesOut(programme, user, ct),
            [.. (await rows.ToListAsync(ct)).Select(r => new ParticipantRow(r.Id, r.CandidateId, r.Name, r.ShortName, r.NameEn, r.LeftOn, r.Last?.Kind, r.Last?.On, r.Last?.Employer, r.Last?.Source, r.Credential is { } had ? new TrainedCredential(had.Id, had.Number, had.ValidTo) : null))]);
    }
}
