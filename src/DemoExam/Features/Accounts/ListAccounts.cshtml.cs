using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.ManageAccounts)]
public sealed class ListAccountsModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public ListAccounts Query { get; set; } = new();

    public Slice<AccountRow> Accounts { get; private set; } = new([], null);

    public async Task OnGet(CancellationToken ct) => Accounts = await mediator.Send(Query, ct);
}
