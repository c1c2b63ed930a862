using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Exams;

/// <summary>Candidates by college, group or name, to be added to a planned exam.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed class EnrolCandidatesModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    /// <summary>College and study group, as <c>organisation~group</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>Part of a candidate's name; kept out of addresses.</summary>
    [BindProperty]
    public string? Search { get; set; }

    [BindProperty]
    public List<CandidateId> Add { get; set; } = [];

    /// <summary>Number of the group; null for the first with a free place.</summary>
    [BindProperty]
    public int? Group { get; set; }

    public ExamView Exam { get; private set; } = null!;

    public FoundCandidates Found { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <summary>Shows who fits the filter.</summary>
    public Task OnPostShow(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new EnrolCandidates(ExamId, Add, Group), ct);
        TempData.Notify(Kind.Good, texts["Enrol.Done", Add.Count]);
        return RedirectToPage("GetExam", new { ExamId });
    }

    public async Task Load(CancellationToken ct)
    {
        Exam = await mediator.Send(new GetExam(ExamId), ct);
        if (!Exam.Steps.Organises)
        {
            // Whoever may not add anybody has no business with a list of people.
            throw new Forbidden(false);
        }

        OrganisationId? organisation = null;
        string? group = null;
        if (From?.Split('~', 2) is [var id, var name] && Guid.TryParse(id, out var guid))
        {
            (organisation, group) = (new OrganisationId(guid), name);
        }

        Found = await mediator.Send(new FindCandidates(Exam.PackageId, Exam.FirstDay, Exam.LastDay, organisation, group, Search, []), ct);
    }
}
