using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>A participant leaves a programme before its end, or comes back.</summary>
/// <param name="On">The day; nothing for who comes back.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record LeaveProgramme(ProgrammeId ProgrammeId, ParticipantId ParticipantId, DateOnly? On = null) : ICommand<ParticipantId>;

internal sealed class LeaveProgrammeHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<LeaveProgramme, ParticipantId>
{
    public async Task<ParticipantId> Handle(LeaveProgramme request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var participant = await db.ParticipantFor(programme, request.ParticipantId, user, ct);
        participant.Leave(request.On);
        return participant.Id;
    }
}
