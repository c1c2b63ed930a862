using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Candidates;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.DeclareTies)]
public sealed class DeclareTieModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel, ILoadsData
{
    private const int MostFound = 20;

    [BindProperty(SupportsGet = true)]
    public ExpertId ExpertId { get; set; }

    /// <summary>Name of the candidate to look for; present, if empty, when the tie is to one candidate.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    [BindProperty]
    public DeclareTie Input { get; set; } = new(ConflictKind.Taught, null, null);

    public ExpertCard Expert { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Found { get; private set; } = [];

    public bool MayReadCandidates => user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator);

    public bool MayReadRegister => MayReadCandidates || user.Is(Roles.ChiefExpert);

    public bool ToCandidate => MayReadCandidates && Request.Query.ContainsKey("find");

    /// <summary>Working for the candidate's college is known from the employer and not declared.</summary>
    public IEnumerable<SelectListItem> Kinds =>
        new[] { ConflictKind.Taught, ConflictKind.Kinship, ConflictKind.Declared }.Select(kind => new SelectListItem(texts.Of(kind), kind.ToString()));

    public async Task Load(CancellationToken ct)
    {
        Expert = await mediator.Send(new GetExpert(ExpertId), ct);
        if (!ToCandidate)
        {
            Organisations = await mediator.Organisations(texts, ct);
        }
        else if (!string.IsNullOrWhiteSpace(Find))
        {
            var found = await mediator.Send(new ListCandidates(Search: Find, Size: MostFound), ct);
            Found = [.. found.Items.Select(c => new SelectListItem($"{c.Name.Full}, {texts.Name(c.Organisation, c.OrganisationEn)}{(c.StudyGroup is null ? "" : ", " + c.StudyGroup)}", c.Id.ToString()))];
        }
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { ExpertId = ExpertId }, ct);
        TempData.Notify(Kind.Good, texts["Experts.Tie.Done"]);
        return RedirectToPage("/Experts/GetExpert", new { expertId = ExpertId });
    }
}
