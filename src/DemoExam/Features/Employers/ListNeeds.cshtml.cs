using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Employers;

[Authorize(Policy = Policies.SeeNeeds)]
public sealed class ListNeedsModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel, ILoadsData
{
    public ListNeeds Query { get; private set; } = new();

    public NeedList List { get; private set; } = new(new Slice<NeedRow>([], null), []);

    // An employer comes for the own needs, a candidate for what fits the own passports.
    public async Task OnGet(string? speciality, bool? mine, EmployerNeedId? after, CancellationToken ct)
    {
        Query = new ListNeeds(speciality, mine ?? (user.Is(Roles.Employer) || user.CandidateId is not null), after);
        List = await mediator.Send(Query, ct);
    }

    public Task Load(CancellationToken ct) => OnGet(null, null, null, ct);

    public async Task<IActionResult> OnPostClose(EmployerNeedId needId, CancellationToken ct)
    {
        await mediator.Send(new CloseNeed(needId), ct);
        TempData.Notify(Kind.Good, texts["Employers.Needs.Closed"]);
        return RedirectToPage();
    }
}
