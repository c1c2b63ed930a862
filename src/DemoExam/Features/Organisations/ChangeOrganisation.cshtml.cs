using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Organisations;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ChangeOrganisationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public OrganisationId OrganisationId { get; set; }

    [BindProperty]
    public ChangeOrganisation Input { get; set; } = new("", "", null, "");

    public OrganisationCard Organisation { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Parents { get; private set; } = [];

    public async Task Load(CancellationToken ct)
    {
        Organisation = await mediator.Send(new GetOrganisation(OrganisationId), ct);
        Parents =
        [
            new(texts["Organisations.Parent.None"], ""),
            .. (await mediator.Send(new ListOrganisations(Size: SliceSize.Most), ct)).Items.Where(o => o.Id != OrganisationId).Select(o => new SelectListItem(o.ShortName, o.Id.ToString())),
        ];
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        var o = Organisation;
        Input = new ChangeOrganisation(o.Name, o.ShortName, o.NameEn, o.City, o.Parent?.Id, o.Inn, o.Kpp, o.Ogrn, o.Contacts.Person, o.Contacts.Phone, o.Contacts.Email);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { OrganisationId = OrganisationId }, ct);
        TempData.Notify(Kind.Good, texts["People.Changed"]);
        return RedirectToPage("GetOrganisation", new { organisationId = OrganisationId });
    }
}
