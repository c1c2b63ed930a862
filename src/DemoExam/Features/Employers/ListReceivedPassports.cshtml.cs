using DemoExam.Credentials.Verification;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Employers;

[Authorize(Policy = Policies.BeEmployer)]
[ResponseCache(NoStore = true)]
public sealed class ListReceivedPassportsModel(IMediator mediator) : PageModel
{
    public ListReceivedPassports Query { get; private set; } = new();

    public ReceivedList List { get; private set; } = new(new Slice<ReceivedPassport>([], null), []);

    public static Kind KindOf(VerdictState state) => state switch
    {
        VerdictState.Valid => Kind.Good,
        VerdictState.Superseded => Kind.Neutral,
        VerdictState.Suspended => Kind.Warning,
        _ => Kind.Bad,
    };

    public async Task<IActionResult> OnGetExport([FromQuery] ListReceivedPassports query, string? format, CancellationToken ct) => (await mediator.Send(new ExportReceivedPassports(query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListReceivedPassports query, CancellationToken ct)
    {
        Query = query;
        List = await mediator.Send(query, ct);
    }
}
