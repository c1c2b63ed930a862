using DemoExam.Domain;
using DemoExam.Domain.Organisations;
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
public sealed class RegisterOrganisationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public RegisterOrganisation Input { get; set; } = new(OrganisationKind.Educational, "", "", null, "");

    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Parents { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { RegionCode = Regions[0].Value };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { Id = OrganisationId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Organisations.Registered", Input.ShortName]);
        return RedirectToPage("ListOrganisations");
    }

    public async Task Load(CancellationToken ct)
    {
        Regions = [.. (await mediator.Send(new ListRegions(), ct)).Select(r => new SelectListItem($"{r.Code} · {texts.Name(r.Name, r.NameEn)}", r.Code))];
        Parents =
        [
            new(texts["Organisations.Parent.None"], ""),
            .. (await mediator.Send(new ListOrganisations(Size: SliceSize.Most), ct)).Items.Select(o => new SelectListItem(o.ShortName, o.Id.ToString())),
        ];
    }
}
