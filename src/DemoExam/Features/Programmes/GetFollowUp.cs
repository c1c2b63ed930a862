using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Whom to ask what came of their training: people of finished groups of whom nobody has told anything, those due first first.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record GetFollowUp(ProgrammeId ProgrammeId) : IQuery<FollowUpList>;

/// <param name="Due">The programme's people who are to be asked, by the day on which an answer is due.</param>
public sealed record FollowUpList(ProgrammeId ProgrammeId, string Programme, string ProgrammeEn, IReadOnlyList<FollowUpRow> Due);

/// <summary>Whether a person was asked.</summary>
public enum FollowUpState
{
    /// <summary>Nobody has made a link for the person.</summary>
    NotAsked = 1,

    /// <summary>There is a link that was not answered yet.</summary>
    Asked = 2,

    /// <summary>The link has ended without an answer.</summary>
    LinkEnded = 3,
}

/// <param name="DueOn">Day by which the outcome should be known, see <see cref="ProgrammeRules.DaysToKnow"/>.</param>
/// <param name="IsLate">The day is past.</param>
public sealed record FollowUpRow(
    ParticipantId ParticipantId, CandidateId CandidateId, PersonName Name, DateOnly BirthDate, string? Email, TrainingGroupId GroupId, string Group, DateOnly LastDay, DateOnly DueOn, bool IsLate, FollowUpState State);

internal sealed class GetFollowUpHandler(DemoExamDb db, CurrentUser user, DataAccess access, TimeProvider time) : IRequestHandler<GetFollowUp, FollowUpList>
{
    public async Task<FollowUpList> Handle(GetFollowUp request, CancellationToken ct)
    {
        var programme = NotFound.Unless(await db.Programmes.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(p => p.Id == request.ProgrammeId, ct), "programme", request.ProgrammeId);
        var (today, now) = (await db.Today(user, time, ct), time.GetUtcNow());
        var over = programme.Groups.Where(g => g.IsOver(today)).ToDictionary(g => g.Id);
        var ids = over.Keys.ToList();
        var rows = await (from participant in db.Participants.AsNoTracking().VisibleTo(user, db)
                          where ids.Contains(participant.GroupId) && participant.LeftOn == null && participant.Outcome == null
                          join person in db.Candidates on participant.CandidateId equals person.Id
                          select new { participant.Id, participant.CandidateId, participant.GroupId, participant.FormHash, participant.FormValidTo, person.Name, person.NameNorm, person.BirthDate, person.Email }).ToListAsync(ct);
        access.Note(PersonalDataKind.List, rows.Select(r => r.CandidateId));
        return new FollowUpList(programme.Id, programme.Name, programme.NameEn,
        [
            .. rows.OrderBy(r => over[r.GroupId].LastDay).ThenBy(r => r.NameNorm, StringComparer.Ordinal).ThenBy(r => r.Id.Value).Select(r =>
            {
                var group = over[r.GroupId];
                var due = group.LastDay.AddDays(ProgrammeRules.DaysToKnow);
                return new FollowUpRow(r.Id, r.CandidateId, r.Name, r.BirthDate, r.Email, group.Id, group.Name, group.LastDay, due, due < today,
                    r.FormHash is null ? FollowUpState.NotAsked : r.FormValidTo >= now ? FollowUpState.Asked : FollowUpState.LinkEnded);
            }),
        ]);
    }
}
