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

    public ExamPassports Exam { get; private set; } = null!;

    /// <summary>Whether the reader is offered what only some may do; the requests themselves decide.</summary>
    public bool MayManage { get; private set; }

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

    public async Task Load(CancellationToken ct)
    {
        Exam = await mediator.Send(new GetExamPassports(ExamId), ct);
        MayManage = (await authorisation.AuthorizeAsync(User, Policies.ManagePassports)).Succeeded;
    }
}
