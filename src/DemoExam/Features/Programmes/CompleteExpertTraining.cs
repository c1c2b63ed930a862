using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Experts;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>
/// A training of experts ended with a credential. It is the expert's of the same insurance number, or of the same name and organisation; whoever is not
/// in the register of experts yet is entered. Only the organisation that carries the programme out records it.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record CompleteExpertTraining(ProgrammeId ProgrammeId, ParticipantId ParticipantId, NewCredential Credential) : ICommand<ExpertId>;

internal sealed class CompleteExpertTrainingValidator : AbstractValidator<CompleteExpertTraining>
{
    public CompleteExpertTrainingValidator() => RuleFor(r => r.Credential).NotNull().SetValidator(new NewCredentialValidator());
}

internal sealed class CompleteExpertTrainingHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<CompleteExpertTraining, ExpertId>
{
    public async Task<ExpertId> Handle(CompleteExpertTraining request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var participant = await db.ParticipantFor(programme, request.ParticipantId, user, ct);
        if (!await db.CarriesOut(programme, user, ct))
        {
            throw new Forbidden(false);
        }

        var asked = request.Credential;
        participant.RequireTrained(programme, programme.GroupOf(participant.GroupId), asked.ValidFrom, await db.Today(user, time, ct));
        ProgrammeRules.CompletesOnce.Require(!await db.ExpertCredentials.AnyAsync(c => c.TrainedAs == participant.Id, ct));
        var person = await db.Candidates.SingleAsync(c => c.Id == participant.CandidateId, ct);
        var expert = await ExpertOf(person, ct) ?? db.Experts.Add(new Expert(ExpertId.New(), person.Name, person.OrganisationId, person.RegionCode, person.Email, person.PersonalNumber)).Entity;
        expert.AddCredential(ExpertCredentialId.New(), asked.Type, asked.Covers.Trim(), asked.Number.Trim(), asked.ValidFrom, asked.ValidTo, participant.Id);
        return expert.Id;
    }

    // A number tells people apart; without one the name counts only within the same house.
    private async Task<Expert?> ExpertOf(Candidate person, CancellationToken ct)
    {
        var known = await db.Experts.Where(e => e.RegionCode == person.RegionCode
            && ((person.PersonalNumber != null && e.PersonalNumber == person.PersonalNumber) || (e.NameNorm == person.NameNorm && e.EmployerId == person.OrganisationId))).ToListAsync(ct);
        return known.Find(e => person.PersonalNumber is not null && e.PersonalNumber == person.PersonalNumber) ?? known.Find(e => e.PersonalNumber is null || person.PersonalNumber is null);
    }
}
