using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Conduct;

[Authorize(Policy = Policies.SeeExams)]
public sealed class GetExamDayModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public ExamDayView Day { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAdmit(CandidateId candidateId, IdentityDocument identity, string? tail, CancellationToken ct) => Do(new AdmitCandidate(ExamId, candidateId, identity, tail?.Trim() ?? ""), "Day.Admit.Done", ct);

    public Task<IActionResult> OnPostStart(int? group, CancellationToken ct) => Do(new StartExam(ExamId, group), "Day.Start.Done", ct);

    public Task<IActionResult> OnPostStop(CandidateId? candidateId, string? reason, CancellationToken ct) => Do(new StopClock(ExamId, candidateId, reason ?? ""), "Day.Stop.Done", ct);

    public Task<IActionResult> OnPostGoOn(CandidateId? candidateId, CancellationToken ct) => Do(new LetClockGoOn(ExamId, candidateId), "Day.GoOn.Done", ct);

    public Task<IActionResult> OnPostEarly(CandidateId candidateId, string? reason, CancellationToken ct) => Do(new FinishEarly(ExamId, candidateId, reason), "Day.Early.Done", ct);

    public Task<IActionResult> OnPostOutcome(CandidateId candidateId, ParticipationOutcome outcome, string? reason, string? document, CancellationToken ct) =>
        Do(new RecordOutcome(ExamId, candidateId, outcome, reason, document), "Day.Outcome.Done", ct);

    public Task<IActionResult> OnPostExtra(CandidateId candidateId, int minutes, string? basis, CancellationToken ct) => Do(new GrantExtraTime(ExamId, candidateId, minutes, basis ?? ""), "Day.Extra.Done", ct);

    public Task<IActionResult> OnPostSeat(CandidateId candidateId, int workplace, string? reason, CancellationToken ct) => Do(new SeatAtReserve(ExamId, candidateId, workplace, reason ?? ""), "Day.Seat.Done", ct);

    public Task<IActionResult> OnPostIncident(IncidentKind kind, IncidentEffect effect, CandidateId? candidateId, string? text, string? measures, CancellationToken ct) =>
        Do(new RecordIncident(ExamId, kind, effect, candidateId, text ?? "", measures ?? ""), "Day.Incident.Done", ct);

    public Task<IActionResult> OnPostFinish(CancellationToken ct) => Do(new FinishWork(ExamId), "Exams.Finish.Done", ct);

    public async Task Load(CancellationToken ct) => Day = await mediator.Send(new GetExamDay(ExamId), ct);

    private async Task<IActionResult> Do<T>(ICommand<T> command, string done, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { ExamId });
    }
}
