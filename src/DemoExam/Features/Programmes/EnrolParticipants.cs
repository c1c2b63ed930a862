using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Puts the people of an organisation, or of one of its study groups, into a group of a programme; who is there already stays.</summary>
/// <param name="StudyGroup">Study group as the organisation calls it; all of the organisation without it.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record EnrolParticipants(ProgrammeId ProgrammeId, TrainingGroupId GroupId, OrganisationId OrganisationId, string? StudyGroup = null) : ICommand<Enrolled>;

/// <summary>How many people are in the group that were not before.</summary>
public sealed record Enrolled(int Added);

internal sealed class EnrolParticipantsValidator : AbstractValidator<EnrolParticipants>
{
    public EnrolParticipantsValidator()
    {
        RuleFor(r => r.OrganisationId).NotEmpty();
        RuleFor(r => r.StudyGroup).MaximumLength(60);
    }
}

internal sealed class EnrolParticipantsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<EnrolParticipants, Enrolled>
{
    public async Task<Enrolled> Handle(EnrolParticipants request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var group = programme.GroupOf(request.GroupId);
        var people = db.Candidates.VisibleTo(user, db).Where(c => c.RegionCode == programme.RegionCode && c.MergedInto == null && c.OrganisationId == request.OrganisationId);
        if (request.StudyGroup?.Trim() is { Length: > 0 } studyGroup)
        {
            people = people.Where(c => c.StudyGroup == studyGroup);
        }

        var added = await people.Where(c => !db.Participants.Any(p => p.GroupId == group.Id && p.CandidateId == c.Id)).Select(c => c.Id).ToListAsync(ct);
        var refusals = new Refusals();
        refusals.Require(ProgrammeRules.SomebodyIsFound, added.Count > 0, nameof(request.StudyGroup), ("group", request.StudyGroup));
        refusals.ThrowIfAny();
        db.Participants.AddRange(added.Select(id => new Participant(ParticipantId.New(), programme.Id, group.Id, id)));
        return new Enrolled(added.Count);
    }
}
