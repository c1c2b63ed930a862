using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Exams;

[Authorize(Policy = Policies.Organise)]
public sealed class MoveExamModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty]
    public MoveForm Input { get; set; } = new();

    public MoveView Move { get; private set; } = null!;

    public IEnumerable<SelectListItem> Venues => Move.Venues.Select(v =>
        new SelectListItem(texts["Move.Venue.Option", texts.Name(v.Name, v.NameEn), v.City, v.Workplaces, Formats.Date(v.ValidTo)], v.VenueId.ToString()));

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        // A week later, same weekday, same hour: where most talks begin.
        Input = new MoveForm
        {
            Candidates = [.. Move.Candidates.Select(c => c.CandidateId)],
            VenueId = Move.VenueId,
            PreparatoryDay = Move.PreparatoryDay.AddDays(7),
            StartsAt = Move.StartsAt.AddDays(7),
        };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var moved = await mediator.Send(new MoveExam(ExamId, Input.NewId, Input.Candidates, Input.VenueId, Input.PreparatoryDay, Input.StartsAt, Input.Reason ?? "", Input.Document ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Move.Done", Input.Candidates.Count, moved.Number]);
        return RedirectToPage("GetExam", new { examId = moved.Id });
    }

    public async Task Load(CancellationToken ct) => Move = await mediator.Send(new GetMove(ExamId), ct);

    /// <summary>A move as it is entered.</summary>
    public sealed class MoveForm
    {
        public ExamId NewId { get; set; } = ExamId.New();
        public List<CandidateId> Candidates { get; set; } = [];
        public VenueId VenueId { get; set; }
        public DateOnly PreparatoryDay { get; set; }
        public DateTime StartsAt { get; set; }
        public string? Reason { get; set; }
        public string? Document { get; set; }
    }
}
