using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Adds an organisation that takes part in a programme; its organisers see the programme from then on.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record AddProgrammePartner(ProgrammeId ProgrammeId, OrganisationId OrganisationId) : ICommand<ProgrammeId>;

internal sealed class AddProgrammePartnerValidator : AbstractValidator<AddProgrammePartner>
{
    public AddProgrammePartnerValidator() => RuleFor(r => r.OrganisationId).NotEmpty();
}

internal sealed class AddProgrammePartnerHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<AddProgrammePartner, ProgrammeId>
{
    public async Task<ProgrammeId> Handle(AddProgrammePartner request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        NotFound.Unless(await db.Organisations.SingleOrDefaultAsync(o => o.RegionCode == programme.RegionCode && o.Id == request.OrganisationId, ct), "organisation", request.OrganisationId);
        programme.AddPartner(request.OrganisationId);
        return programme.Id;
    }
}
