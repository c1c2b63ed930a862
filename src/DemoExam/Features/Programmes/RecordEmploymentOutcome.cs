using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>Records what came of a participant's training; what was recorded before stays in the history.</summary>
/// <param name="On">Since when it is so.</param>
/// <param name="Employer">Needed for who is employed.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record RecordEmploymentOutcome(ProgrammeId ProgrammeId, ParticipantId ParticipantId, OutcomeKind Kind, DateOnly On, string? Employer, OutcomeSource Source) : ICommand<ParticipantId>;

internal sealed class RecordEmploymentOutcomeValidator : AbstractValidator<RecordEmploymentOutcome>
{
    public RecordEmploymentOutcomeValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        // The graduate tells by the form; nobody else tells in the graduate's name.
        RuleFor(r => r.Source).IsInEnum().NotEqual(OutcomeSource.Graduate);
        RuleFor(r => r.On).NotEmpty();
        RuleFor(r => r.Employer).MaximumLength(240);
    }
}

internal sealed class RecordEmploymentOutcomeHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<RecordEmploymentOutcome, ParticipantId>
{
    public async Task<ParticipantId> Handle(RecordEmploymentOutcome request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var participant = await db.ParticipantFor(programme, request.ParticipantId, user, ct);
        var employer = string.IsNullOrWhiteSpace(request.Employer) ? null : request.Employer.Trim();
        participant.Tell(EmploymentOutcomeId.New(), new ToldOutcome(request.Kind, request.On, employer, request.Source), programme.GroupOf(participant.GroupId),
            await db.Today(user, time, ct), time.GetUtcNow(), user.DisplayName ?? user.UserName ?? user.Id);
        return participant.Id;
    }
}
