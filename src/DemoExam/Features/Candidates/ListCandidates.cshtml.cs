using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Candidates;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class ListCandidatesModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public ListCandidates Query { get; set; } = new();

    public Slice<CandidateRow> Candidates { get; private set; } = new([], null);

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public bool MayRegister => user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator);

    public bool IsFiltered => Query with { Size = null } != new ListCandidates();

    /// <summary>The codes of the group that the list is filtered by.</summary>
    public string? CodesAddress => Url.Page("/Candidates/IssueCandidateCodes", new { Query.OrganisationId, Query.StudyGroup });

    public async Task OnGet(CancellationToken ct)
    {
        Candidates = await mediator.Send(Query, ct);
        Organisations = await mediator.Organisations(texts, ct);
    }

    public async Task<IActionResult> OnGetExport(string? format, CancellationToken ct) => (await mediator.Send(new ExportCandidates(Query, TableFormats.Of(format)), ct)).Download();
}
