using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetExamPassportsModel(IMediator mediator, IAuthorizationService authorisation, Texts texts) : PageModel, ILoadsData
{
    [FromRoute]
    public ExamId ExamId { get; set; }

    [BindProperty]
    public GetPassportModel.RevocationInput Input { get; set; } = new();

    public ExamPassports Exam { get; private set; } = null!;

    /// <summary>Whether the reader is offered what only some may do; the requests themselves decide.</summary>
    public bool MayManage { get; private set; }

    public bool MayPack { get; private set; }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostRetry(PassportOrderId orderId, CancellationToken ct)
    {
        await mediator.Send(new RetryPassportOrder(orderId), ct);
        TempData.Notify(Kind.Good, texts["Passports.Retry.Done", 1]);
        return RedirectToPage(new { examId = ExamId });
    }

    public async Task<IActionResult> OnPostRetryAll(CancellationToken ct)
    {
        TempData.Notify(Kind.Good, texts["Passports.Retry.Done", await mediator.Send(new RetryExamPassports(ExamId), ct)]);
        return RedirectToPage(new { examId = ExamId });
    }

    public Task<IActionResult> OnPostRevoke(CancellationToken ct) => Do(new ProposeExamRevocation(ExamId, Input.Category ?? default, Input.Reason ?? ""), "Passports.RevokeExam.Done", ct);

    public Task<IActionResult> OnPostConfirm(CancellationToken ct) => Do(new ConfirmExamRevocation(ExamId), "Passports.RevokeExam.Confirm.Done", ct);

    public Task<IActionResult> OnPostDrop(CancellationToken ct) => Do(new DropExamRevocation(ExamId), "Passports.RevokeExam.Drop.Done", ct);

    private async Task<IActionResult> Do(IRequest<int> deed, string done, CancellationToken ct)
    {
        TempData.Notify(Kind.Good, texts[done, await mediator.Send(deed, ct)]);
        return RedirectToPage(new { examId = ExamId });
    }

    public async Task Load(CancellationToken ct)
    {
        Exam = await mediator.Send(new GetExamPassports(ExamId), ct);
        MayManage = (await authorisation.AuthorizeAsync(User, Policies.ManagePassports)).Succeeded;
        MayPack = (await authorisation.AuthorizeAsync(User, Policies.ReadCandidates)).Succeeded;
    }
}
