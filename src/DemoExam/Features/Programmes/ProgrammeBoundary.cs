using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Whose programmes a user sees: operators those of the region, organisers those that their organisations carry out or take part in.</summary>
internal static class ProgrammeBoundary
{
    public static IQueryable<Programme> VisibleTo(this IQueryable<Programme> programmes, CurrentUser user, DemoExamDb db)
    {
        var region = programmes.InRegionOf(user);
        if (user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator))
        {
            return region;
        }

        var own = db.OrganisationsOf(user).Select(o => o.Id);
        return region.Where(p => own.Contains(p.OrganisationId) || p.Partners.Any(partner => own.Contains(partner.OrganisationId)));
    }

    /// <summary>Participants whose names a user may read: of their own organisations' people, as in the register of candidates.</summary>
    public static IQueryable<Participant> VisibleTo(this IQueryable<Participant> participants, CurrentUser user, DemoExamDb db)
    {
        var people = db.Candidates.VisibleTo(user, db);
        // Asked for each participant: a list of all people of a region would be made first.
        return participants.Where(p => people.Any(c => c.Id == p.CandidateId));
    }

    /// <summary>A programme to be changed.</summary>
    /// <exception cref="NotFound">There is none that the user sees.</exception>
    public static async Task<Programme> ProgrammeFor(this DemoExamDb db, ProgrammeId id, CurrentUser user, CancellationToken ct) =>
        NotFound.Unless(await db.Programmes.VisibleTo(user, db).SingleOrDefaultAsync(p => p.Id == id, ct), "programme", id);

    /// <summary>A participant of a programme, to be changed.</summary>
    /// <exception cref="NotFound">The programme has none whose name the user may read.</exception>
    public static async Task<Participant> ParticipantFor(this DemoExamDb db, Programme programme, ParticipantId id, CurrentUser user, CancellationToken ct) =>
        NotFound.Unless(await db.Participants.VisibleTo(user, db).SingleOrDefaultAsync(p => p.ProgrammeId == programme.Id && p.Id == id, ct), "participant", id);

    /// <summary>Whether the user acts for the organisation that carries the programme out; partners only take part.</summary>
    public static Task<bool> CarriesOut(this DemoExamDb db, Programme programme, CurrentUser user, CancellationToken ct) =>
        db.OrganisationsOf(user).AnyAsync(o => o.Id == programme.OrganisationId, ct);

    /// <summary>A group of a programme.</summary>
    /// <exception cref="NotFound">The programme has none of this id.</exception>
    public static TrainingGroup GroupOf(this Programme programme, TrainingGroupId id) => NotFound.Unless(programme.Groups.SingleOrDefault(g => g.Id == id), "group", id);
}
