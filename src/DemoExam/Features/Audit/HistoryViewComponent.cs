using DemoExam.Domain.Audit;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Features.Audit;

/// <summary>The history of an entry on its own page: <c>@await Component.InvokeAsync("History", new { kind, id })</c>. Empty for who may not read registers.</summary>
public sealed class HistoryViewComponent(IMediator mediator, CurrentUser user) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(RegisterKind kind, Guid id) =>
        user.MayReadRegisters() ? View(await mediator.Send(new GetRegisterHistory(kind, id), HttpContext.RequestAborted)) : Content("");
}
