using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Organisations;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetOrganisationModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public OrganisationId OrganisationId { get; set; }

    public OrganisationCard Organisation { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Organisation = await mediator.Send(new GetOrganisation(OrganisationId), ct);
}
