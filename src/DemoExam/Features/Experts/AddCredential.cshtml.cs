using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class AddCredentialModel(IMediator mediator, Texts texts, TimeProvider time) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExpertId ExpertId { get; set; }

    [BindProperty]
    public AddCredential Input { get; set; } = new(new NewCredential(default, "", "", DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), null));

    public ExpertCard Expert { get; private set; } = null!;

    public async Task Load(CancellationToken ct) => Expert = await mediator.Send(new GetExpert(ExpertId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { ExpertId = ExpertId, Id = ExpertCredentialId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Experts.Add.Done", Input.Credential.Number]);
        return RedirectToPage("/Experts/GetExpert", new { expertId = ExpertId });
    }
}
