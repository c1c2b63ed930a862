using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class ListExpertsModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public ListExperts Query { get; set; } = new();

    public Slice<ExpertRow> Experts { get; private set; } = new([], null);

    public bool MayRegister => User.IsInRole(Roles.RegionalOperator) || User.IsInRole(Roles.Administrator);

    public bool IsFiltered => Query with { Size = null } != new ListExperts();

    public async Task<IActionResult> OnGetExport(string? format, CancellationToken ct) => (await mediator.Send(new ExportExperts(Query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet(CancellationToken ct) => Experts = await mediator.Send(Query, ct);
}
