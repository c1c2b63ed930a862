using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Packages;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListGradeScalesModel(IMediator mediator, IAuthorizationService authorisation) : PageModel
{
    public IReadOnlyList<GradeScaleRow> Scales { get; private set; } = [];

    public bool MayRegister { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Scales = await mediator.Send(new ListGradeScales(), ct);
        MayRegister = (await authorisation.AuthorizeAsync(User, Policies.SetGradeScales)).Succeeded;
    }
}
