using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Experts;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.Organise)]
public sealed class CompleteExpertTrainingModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    // Proposed, not a rule: the right to conduct is given for two years (domain reference, credentials of experts).
    private const int UsualYears = 2;

    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    [BindProperty(SupportsGet = true)]
    public TrainingGroupId GroupId { get; set; }

    [BindProperty(SupportsGet = true)]
    public ParticipantId ParticipantId { get; set; }

    [BindProperty]
    public CompleteExpertTraining Input { get; set; } = new(default, default, new NewCredential(CredentialType.AssessmentRight, "", "", default, null));

    public TrainingGroupCard Group { get; private set; } = null!;

    public ParticipantRow Participant { get; private set; } = null!;

    public async Task Load(CancellationToken ct)
    {
        Group = await mediator.Send(new GetTrainingGroup(ProgrammeId, GroupId), ct);
        Participant = Pipeline.NotFound.Unless(Group.Participants.SingleOrDefault(p => p.Id == ParticipantId), "participant", ParticipantId);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { Credential = Input.Credential with { ValidFrom = Group.LastDay, ValidTo = Group.LastDay.AddYears(UsualYears).AddDays(-1) } };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { ProgrammeId = ProgrammeId, ParticipantId = ParticipantId }, ct);
        TempData.Notify(Kind.Good, texts["Programmes.Credential.Done", Input.Credential.Number]);
        return RedirectToPage("GetTrainingGroup", new { programmeId = ProgrammeId, groupId = GroupId });
    }
}
