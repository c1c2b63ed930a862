using DemoExam.Domain;
using DemoExam.Features.Accounts;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Employers;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class GetEmployerApplicationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [FromRoute]
    public EmployerApplicationId ApplicationId { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public EmployerApplicationCard Application { get; private set; } = null!;

    public async Task Load(CancellationToken ct) => Application = await mediator.Send(new GetEmployerApplication(ApplicationId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAdmit(CancellationToken ct)
    {
        var account = await mediator.Send(new AdmitEmployer(ApplicationId), ct);
        TempData[GetAccountModel.FreshCode] = account.Code;
        TempData.Notify(Kind.Good, texts["Employers.Admitted"]);
        return RedirectToPage("/Accounts/GetAccount", new { accountId = account.AccountId });
    }

    public async Task<IActionResult> OnPostRefuse(CancellationToken ct)
    {
        await mediator.Send(new RefuseEmployer(ApplicationId, Reason ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Employers.Refused"]);
        return RedirectToPage();
    }
}
