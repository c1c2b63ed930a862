using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Organisations;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Setup;

/// <summary>The organisation that operates the region: an entry of the register like any other.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed class SetUpOrganisationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public RegisterOrganisation Input { get; set; } = new(OrganisationKind.RegionalOperator, "", "", null, "");

    public SetupState State { get; private set; } = null!;

    public IEnumerable<SelectListItem> Regions => State.Regions.Select(r => new SelectListItem(texts.Name(r.Name, r.NameEn), r.Code));

    public async Task Load(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { RegionCode = State.Regions is [var only] ? only.Code : null };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { Kind = OrganisationKind.RegionalOperator, ParentId = null, Id = OrganisationId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Setup.Organisation.Added"]);
        return Redirect("~/setup/key");
    }
}
