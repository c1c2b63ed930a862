using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Specialities;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ChangeSpecialityModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public SpecialityId SpecialityId { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public SpecialityCard Speciality { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = new Form { Name = Speciality.Name, NameEn = Speciality.NameEn, IsInForce = Speciality.IsInForce };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new ChangeSpeciality(Input.Name ?? "", Input.NameEn, Input.IsInForce) { SpecialityId = SpecialityId }, ct);
        TempData.Notify(Kind.Good, texts["People.Changed"]);
        return RedirectToPage("GetSpeciality", new { SpecialityId });
    }

    public async Task Load(CancellationToken ct) => Speciality = await mediator.Send(new GetSpeciality(SpecialityId), ct);

    /// <summary>A box that is not ticked sends nothing, so nothing means no.</summary>
    public sealed class Form
    {
        public string? Name { get; set; }
        public string? NameEn { get; set; }
        public bool IsInForce { get; set; }
    }
}
