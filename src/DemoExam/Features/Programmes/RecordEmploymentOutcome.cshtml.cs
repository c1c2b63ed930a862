using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.Organise)]
public sealed class RecordEmploymentOutcomeModel(IMediator mediator, Texts texts, TimeProvider time) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    [BindProperty(SupportsGet = true)]
    public TrainingGroupId GroupId { get; set; }

    [BindProperty(SupportsGet = true)]
    public ParticipantId ParticipantId { get; set; }

    [BindProperty]
    public RecordEmploymentOutcome Input { get; set; } = new(default, default, OutcomeKind.Employed, default, null, OutcomeSource.Organisation);

    [BindProperty]
    public DateOnly LeftOn { get; set; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public TrainingGroupCard Group { get; private set; } = null!;

    public ParticipantRow Participant { get; private set; } = null!;

    public IEnumerable<SelectListItem> Sources =>
        new[] { OutcomeSource.Organisation, OutcomeSource.Employer, OutcomeSource.EmploymentService }.Select(source => new SelectListItem(texts.Of(source), source.ToString(), source == Input.Source));

    public async Task Load(CancellationToken ct)
    {
        Group = await mediator.Send(new GetTrainingGroup(ProgrammeId, GroupId), ct);
        Participant = Pipeline.NotFound.Unless(Group.Participants.SingleOrDefault(p => p.Id == ParticipantId), "participant", ParticipantId);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { Kind = Participant.Outcome ?? OutcomeKind.Employed, On = Participant.On ?? LeftOn, Employer = Participant.Employer };
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Done(Input with { ProgrammeId = ProgrammeId, ParticipantId = ParticipantId }, "Programmes.Recorded", ct);

    public Task<IActionResult> OnPostLeave(CancellationToken ct) => Done(new LeaveProgramme(ProgrammeId, ParticipantId, LeftOn), "Programmes.Leave.Done", ct);

    private async Task<IActionResult> Done(IRequest<ParticipantId> request, string text, CancellationToken ct)
    {
        await mediator.Send(request, ct);
        TempData.Notify(Kind.Good, texts[text]);
        return RedirectToPage("GetTrainingGroup", new { programmeId = ProgrammeId, groupId = GroupId });
    }
}
