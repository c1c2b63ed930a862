using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Programmes;

/// <remarks>Links for graduates are the answer to the post itself: they are told once and kept nowhere.</remarks>
[Authorize(Policy = Policies.ReadCandidates)]
[ResponseCache(NoStore = true)]
public sealed class GetTrainingGroupModel(IMediator mediator, Texts texts, PublicAddress address) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    [BindProperty(SupportsGet = true)]
    public TrainingGroupId GroupId { get; set; }

    [BindProperty]
    public EnrolParticipants Input { get; set; } = new(default, default, default);

    public TrainingGroupCard Group { get; private set; } = null!;

    public IReadOnlyList<OutcomeLink>? Links { get; private set; }

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public string Address(string path) => address.With(path).ToString();

    public async Task Load(CancellationToken ct)
    {
        Group = await mediator.Send(new GetTrainingGroup(ProgrammeId, GroupId), ct);
        Organisations = await mediator.Organisations(texts, ct);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostEnrol(CancellationToken ct)
    {
        var enrolled = await mediator.Send(Input with { ProgrammeId = ProgrammeId, GroupId = GroupId }, ct);
        TempData.Notify(Kind.Good, texts["Programmes.Enrol.Done", enrolled.Added]);
        return RedirectToPage(new { programmeId = ProgrammeId, groupId = GroupId });
    }

    public async Task OnPostLinks(CancellationToken ct)
    {
        Links = await mediator.Send(new IssueOutcomeLinks(ProgrammeId, GroupId), ct);
        await Load(ct);
    }
}
