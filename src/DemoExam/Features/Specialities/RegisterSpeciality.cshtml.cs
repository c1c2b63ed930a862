using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Shared;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Specialities;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class RegisterSpecialityModel(IMediator mediator, Texts texts) : PageModel
{
    [BindProperty]
    public RegisterSpeciality Input { get; set; } = new(SpecialityKind.Speciality, "", "");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var id = await mediator.Send(Input with { Id = SpecialityId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Specialities.Registered", Input.Code]);
        return RedirectToPage("GetSpeciality", new { SpecialityId = id });
    }
}
