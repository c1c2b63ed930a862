using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Specialities;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetSpecialityModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public SpecialityId SpecialityId { get; set; }

    public SpecialityCard Speciality { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Speciality = await mediator.Send(new GetSpeciality(SpecialityId), ct);
}
