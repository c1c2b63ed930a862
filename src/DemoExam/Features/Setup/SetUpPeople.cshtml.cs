using DemoExam.Features.Accounts;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Setup;

/// <summary>The first operators of the region; they make everybody else's accounts.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed class SetUpPeopleModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public CreateAccount Input { get; set; } = new("", "", null, []);

    public SetupState State { get; private set; } = null!;

    /// <summary>The account just made; its code is shown once.</summary>
    public AccountCode? Made { get; private set; }

    public IEnumerable<SelectListItem> Organisations => State.Operators.Select(o => new SelectListItem(texts.Name(o.ShortName, o.NameEn), o.Id.ToString()));

    public async Task Load(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { OrganisationId = State.Operators is [var only] ? only.Id : null };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        var region = State.Operators.FirstOrDefault(o => o.Id == Input.OrganisationId)?.RegionCode;
        Made = await mediator.Send(Input with { Roles = [RoleName.RegionalOperator], RegionCode = region, Id = Guid.CreateVersion7() }, ct);
        ModelState.Clear();
        Input = new CreateAccount("", "", null, []);
        await Load(ct);
        return Page();
    }
}
