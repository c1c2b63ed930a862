using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>Takes a partner out of a programme; its organisers see the programme no longer. What it has done stays.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RemoveProgrammePartner(ProgrammeId ProgrammeId, OrganisationId OrganisationId) : ICommand<ProgrammeId>;

internal sealed class RemoveProgrammePartnerValidator : AbstractValidator<RemoveProgrammePartner>
{
    public RemoveProgrammePartnerValidator() => RuleFor(r => r.OrganisationId).NotEmpty();
}

internal sealed class RemoveProgrammePartnerHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RemoveProgrammePartner, ProgrammeId>
{
    public async Task<ProgrammeId> Handle(RemoveProgrammePartner request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        programme.RemovePartner(request.OrganisationId);
        return programme.Id;
    }
}
