using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Exams;

/// <summary>
/// One form from package to experts. Each button but the last sends the draft, changes it and shows it again with what
/// now suits and what the rules say; the last one schedules. Works without script, which only spares the jump to the top.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed class ScheduleExamModel(IMediator mediator, Texts texts, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : PageModel, ILoadsData
{
    [BindProperty]
    public PlanDraft Input { get; set; } = new();

    /// <summary>College and study group of the candidates to choose from, as <c>organisation~group</c>.</summary>
    [BindProperty]
    public string? From { get; set; }

    /// <summary>Part of a candidate's name.</summary>
    [BindProperty]
    public string? Search { get; set; }

    /// <summary>Candidates marked to be added.</summary>
    [BindProperty]
    public List<CandidateId> Add { get; set; } = [];

    public IReadOnlyList<PackageToPlan> Packages { get; private set; } = [];

    public PackageToPlan? Package { get; private set; }

    public ScopeToPlan? Scope { get; private set; }

    public FoundVenues? Venues { get; private set; }

    public VenueOption? Venue { get; private set; }

    public FoundCandidates? Candidates { get; private set; }

    public FoundExperts? Experts { get; private set; }

    /// <summary>Most candidates at one time.</summary>
    public int LargestGroup => Input.Seats.Where(s => s.Group > 0).GroupBy(s => s.Group).Select(g => g.Count()).DefaultIfEmpty(0).Max();

    /// <summary>What speaks against the plan; null while too little is said to tell.</summary>
    public IReadOnlyList<PlanProblem>? Problems { get; private set; }

    public IEnumerable<SelectListItem> ScopeOptions => Packages.SelectMany(package =>
    {
        var group = new SelectListGroup { Name = $"{package.Code} · {texts.Name(package.Name, package.NameEn)}" };
        return package.Scopes.Select(scope => new SelectListItem(
            texts["Plan.Scope", texts.Of(scope.Level) + (scope.WithVariativePart ? $" {texts["Exams.WithVariativePart"]}" : ""), scope.Maximum.Value, Formats.Duration(TimeSpan.FromMinutes(scope.Minutes))],
            PlanDraft.ScopeKey(package.Id, scope.Level, scope.WithVariativePart))
        { Group = group });
    });

    public Task OnGet(VenueId? venueId, CancellationToken ct)
    {
        Input.ExamId = ExamId.New();
        Input.VenueId = venueId;
        return Load(ct);
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Schedule(asDraft: false, ct);

    /// <summary>Keeps people and workplaces; the operator sees nothing yet.</summary>
    public Task<IActionResult> OnPostDraft(CancellationToken ct) => Schedule(asDraft: true, ct);

    private async Task<IActionResult> Schedule(bool asDraft, CancellationToken ct)
    {
        await LoadScope(ct);
        if (Input.ToRequest() is not { } request)
        {
            foreach (var (missing, field) in new[] { (Input.Scope is null, "Scope"), (Input.FirstDay is null, "FirstDay"), (Input.VenueId is null, "VenueId") })
            {
                if (missing)
                {
                    ModelState.AddModelError($"Input.{field}", texts["Validation.NotEmptyValidator"]);
                }
            }

            await LoadWhatSuits(ct);
            var unfinished = Page();
            unfinished.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return unfinished;
        }

        var scheduled = await mediator.Send(request with { AsDraft = asDraft }, ct);
        TempData.Notify(Kind.Good, texts[asDraft ? "Plan.Drafted" : "Plan.Scheduled", scheduled.Number]);
        return RedirectToPage("GetExam", new { examId = scheduled.Id });
    }

    /// <summary>Shows what now suits.</summary>
    public Task<IActionResult> OnPostShow(CancellationToken ct) => Again(() => Task.CompletedTask, ct);

    public Task<IActionResult> OnPostSeat(CancellationToken ct) => Again(async () =>
    {
        Input.Seats.AddRange(Add.Select(id => new PlanDraft.Seat { CandidateId = id, Group = 1 }));
        Add = [];
        await Spread(ct);
    }, ct);

    public Task<IActionResult> OnPostSpread(CancellationToken ct) => Again(() => Spread(ct), ct);

    public Task<IActionResult> OnPostAddShift(CancellationToken ct) => Again(() =>
    {
        Input.AddShift(Scope?.Minutes ?? 0);
        return Task.CompletedTask;
    }, ct);

    public Task<IActionResult> OnPostDropShift(int shift, CancellationToken ct) => Again(() =>
    {
        Input.DropShift(shift);
        return Task.CompletedTask;
    }, ct);

    /// <summary>Fills the empty roles with those whom nothing speaks against and who have the least to do.</summary>
    public Task<IActionResult> OnPostTeam(CancellationToken ct) => Again(async () =>
    {
        if (Input.ToRequest() is not { } request || Package is null)
        {
            return;
        }

        var found = await mediator.Send(new FindExperts(request), ct);
        Input.Chief ??= Free(found.Chief).FirstOrDefault()?.Id;
        Input.Scoring.AddRange(Free(found.Scoring).Take(Math.Max(0, Package.ScoringExpertsFor(LargestGroup) - Input.Scoring.Count)).Select(option => option.Id).ToList());
        Input.Technical ??= Free(found.Technical).FirstOrDefault()?.Id;

        IEnumerable<ExpertOption> Free(IEnumerable<ExpertOption> options) =>
            options.Where(option => option.Suits && option.Id != Input.Chief && option.Id != Input.Technical && !Input.Scoring.Contains(option.Id));
    }, ct);

    /// <summary>Does what a way out proposes.</summary>
    public Task<IActionResult> OnPostRemedy(string? remedy, CancellationToken ct) => Again(async () =>
    {
        var chosen = Parse(remedy);
        switch (chosen)
        {
            case { Kind: RemedyKind.OtherVenue, VenueId: { } venue }:
                Input.VenueId = venue;
                break;
            case { Kind: RemedyKind.OtherDays, PreparatoryDay: { } preparatory, FirstDay: { } first, LastDay: { } last }:
                Input.MoveTo(preparatory, first, last);
                break;
            case { Kind: RemedyKind.OtherExpert or RemedyKind.MoreExperts, ExpertId: { } expert, Role: { } role }:
                Input.Replace(chosen.InsteadOf, expert, role);
                break;
            case { Kind: RemedyKind.WithoutCandidate, CandidateId: { } candidate }:
                Input.Seats.RemoveAll(seat => seat.CandidateId == candidate);
                break;
            case { Kind: RemedyKind.MoreShifts }:
                await Spread(ct);
                break;
        }
    }, ct);

    public string Value(Remedy remedy) => JsonSerializer.Serialize(remedy, json.Value.SerializerOptions);

    public async Task Load(CancellationToken ct)
    {
        await LoadScope(ct);
        await LoadWhatSuits(ct);
    }

    private async Task LoadWhatSuits(CancellationToken ct)
    {
        Input.Tidy(Scope?.Minutes ?? 0);
        if (Scope is null || (Input.PreparatoryDay, Input.FirstDay, Input.LastDay) is not ({ } preparatory, { } first, { } last))
        {
            return;
        }

        // A change of the draft may have asked for the same days already.
        Venues ??= await mediator.Send(new FindVenues(Package!.Id, Scope.Level, preparatory, first, last), ct);
        Venue = Venues.Venues.FirstOrDefault(venue => venue.Id == Input.VenueId);
        if (Venue is null)
        {
            // A venue without any certificate for the package is none for this plan.
            Input.VenueId = null;
            return;
        }

        Candidates = await Find(ct);
        var request = Input.ToRequest()!;
        Experts = await mediator.Send(new FindExperts(request), ct);
        Problems = await mediator.Send(new CheckPlan(request), ct);
    }

    private async Task LoadScope(CancellationToken ct)
    {
        Packages = await mediator.Send(new ListPackagesToPlan(), ct);
        if (Input.ChosenScope() is { } chosen)
        {
            Package = Packages.FirstOrDefault(package => package.Id == chosen.Package);
            Scope = Package?.Scopes.FirstOrDefault(scope => scope.Level == chosen.Level && scope.WithVariativePart == chosen.WithVariativePart);
        }
    }

    private Task<FoundCandidates> Find(CancellationToken ct)
    {
        OrganisationId? organisation = null;
        string? group = null;
        if (From?.Split('~', 2) is [var id, var name] && Guid.TryParse(id, out var guid))
        {
            (organisation, group) = (new OrganisationId(guid), name);
        }

        return mediator.Send(new FindCandidates(Package!.Id, Input.FirstDay!.Value, Input.LastDay!.Value, organisation, group, Search,
            [.. Input.Seats.Where(seat => seat.Group > 0).Select(seat => seat.CandidateId)]), ct);
    }

    private async Task Spread(CancellationToken ct)
    {
        Input.Tidy(Scope?.Minutes ?? 0);
        if (Package is null || Scope is null || Input.ToRequest() is not { } request || Input.Seats.Count == 0)
        {
            return;
        }

        Venues = await mediator.Send(new FindVenues(Package.Id, Scope.Level, request.PreparatoryDay, request.FirstDay, request.LastDay), ct);
        var free = Venues.Venues.FirstOrDefault(venue => venue.Id == request.VenueId)?.Free ?? 0;
        var ordered = (await Find(ct)).Chosen.Select(candidate => candidate.Id).ToList();
        Input.Spread(ordered, Math.Max(1, free > 0 ? free : ordered.Count), Scope.Minutes);
        if (Input.LastDay != request.LastDay)
        {
            // More shifts took one more day: what suited the former days need not suit these.
            Venues = null;
        }
    }

    private async Task<IActionResult> Again(Func<Task> change, CancellationToken ct)
    {
        await LoadScope(ct);
        await change();
        await LoadWhatSuits(ct);
        // The form shows the draft as it is now, not as it was sent.
        ModelState.Clear();
        return Page();
    }

    private Remedy? Parse(string? text)
    {
        try
        {
            return JsonSerializer.Deserialize<Remedy>(text ?? "null", json.Value.SerializerOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
