using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The score sheet. With script each entry is kept in the browser at once and sent by the API (wwwroot/js/score-sheet.js);
/// without script the whole sheet is one form, and each aspect that was changed becomes an entry.
/// </summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed class RecordScoresModel(IMediator mediator, CurrentUser user, TimeProvider time, Texts texts, PageJson json) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Criterion { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    [BindProperty]
    public SheetForm Input { get; set; } = new();

    [BindProperty]
    public DecisionForm Decision { get; set; } = new();

    public SheetView Sheet { get; private set; } = null!;

    public string Expert => user.RequireExpert().ToString();

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <summary>Records what was changed. <c>Keep</c> is one of several different entries that the expert confirms; <c>Then</c> says where to go.</summary>
    public async Task<IActionResult> OnPost(ScoreEntryId? keep, string? then, CancellationToken ct)
    {
        await Load(ct);
        var events = Changes(keep).ToList();
        if (!ModelState.IsValid)
        {
            return Again();
        }

        if (events.Count > 0)
        {
            var recorded = await mediator.Send(new RecordScores(ExamId, events), ct);
            var refused = recorded.Events.Where(e => !e.Taken).ToList();
            foreach (var outcome in refused)
            {
                ModelState.AddModelError(FieldOf(outcome.AspectId), outcome.Message!);
            }

            if (refused.Count > 0)
            {
                await Load(ct);
                return Again();
            }

            TempData.Notify(Kind.Good, texts["Scoring.Sheet.Saved", events.Count]);
        }

        return then == "next" && Sheet.Next is { } next ? RedirectToPage(new { CandidateId = next.Id }) : RedirectToPage();
    }

    /// <summary>The chief expert rules entries out.</summary>
    public async Task<IActionResult> OnPostDecide(CancellationToken ct)
    {
        await mediator.Send(new SetScoresAside(ExamId, CandidateId, Decision.AspectId, Decision.DecisionId, Decision.Entries ?? [], Decision.Reason), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Decision.Done"]);
        return RedirectToPage();
    }

    /// <summary>The expert signs this sheet.</summary>
    public async Task<IActionResult> OnPostSign(CancellationToken ct)
    {
        await mediator.Send(new SignSheets(ExamId, Criterion, CandidateId), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Sheet.SignDone"]);
        return RedirectToPage();
    }

    /// <summary>The chief expert locks this sheet.</summary>
    public async Task<IActionResult> OnPostLock(CancellationToken ct)
    {
        await mediator.Send(new LockCriterion(ExamId, Criterion, CandidateId), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Sheet.LockDone"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Sheet = await mediator.Send(new GetScoreSheet(ExamId, Criterion, CandidateId), ct);

    /// <summary>What the script needs to know about the sheet.</summary>
    public string SheetJson => json.Of(Sheet);

    /// <summary>What was typed for an aspect in a post that was refused; null otherwise.</summary>
    public AspectForm? Typed(AspectView aspect) => ModelState.IsValid ? null : Input.Scores.Find(s => s.AspectId == aspect.AspectId);

    public string? ErrorOf(AspectView aspect) => ModelState[FieldOf(aspect.AspectId)]?.Errors.FirstOrDefault()?.ErrorMessage;

    private PageResult Again()
    {
        var page = Page();
        page.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page;
    }

    private static string FieldOf(AspectId aspect) => $"aspect-{aspect}";

    private IEnumerable<ScoreEvent> Changes(ScoreEntryId? keep)
    {
        var now = time.GetUtcNow();
        foreach (var aspect in Sheet.Aspects)
        {
            if (keep is { } kept && aspect.Entries.FirstOrDefault(e => e.EntryId == kept) is { } entry)
            {
                yield return new ScoreEvent(ScoreEntryId.New(), CandidateId, aspect.AspectId, entry.Kind, entry.Value, entry.Reason, aspect.Replaceable, now);
            }
            else if (Input.Scores.Find(s => s.AspectId == aspect.AspectId) is { } form && Change(aspect, form, now) is { } change)
            {
                yield return change;
            }
        }
    }

    private ScoreEvent? Change(AspectView aspect, AspectForm form, DateTimeOffset now)
    {
        // What the page had shown, not what holds now: an entry made meanwhile is not known to this one and stays beside it.
        var replaces = form.Seen?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => ScoreEntryId.TryParse(id, null, out var read) ? read : default).ToList() ?? [];
        if (form.Deed?.Contains(AspectForm.NotAttempted) == true)
        {
            var reason = form.Reason?.Trim();
            return form.Shown == AspectForm.NotAttempted && form.ShownReason == reason ? null : Event(ScoreEntryKind.NotAttempted, null, reason);
        }

        if (form.Deed?.Contains(AspectForm.Withdrawn) == true)
        {
            return replaces.Count == 0 ? null : Event(ScoreEntryKind.Withdrawn, null, null);
        }

        var typed = form.Entered?.Trim() ?? "";
        if (typed.Length == 0 || typed == form.Shown)
        {
            return null;
        }

        if (ScoreValue.TryParse(typed, null, out var value))
        {
            return Event(ScoreEntryKind.Value, value, null);
        }

        ModelState.AddModelError(FieldOf(aspect.AspectId), texts[aspect.Scale is ToleranceScale ? "Scoring.Sheet.NotAReading" : "Validation.Number"]);
        return null;

        ScoreEvent Event(ScoreEntryKind kind, ScoreValue? value, string? reason) => new(form.EntryId, CandidateId, aspect.AspectId, kind, value, reason, replaces, now);
    }

    /// <summary>The whole sheet as a form.</summary>
    public sealed class SheetForm
    {
        public List<AspectForm> Scores { get; set; } = [];
    }

    /// <summary>One aspect of the form.</summary>
    public sealed class AspectForm
    {
        public const string NotAttempted = "not-attempted";
        public const string Withdrawn = "withdrawn";

        public AspectId AspectId { get; set; }

        /// <summary>Made with the page, so that a second press of the button is the same entry.</summary>
        public ScoreEntryId EntryId { get; set; }

        /// <summary>Entries that the page had shown, by blanks.</summary>
        public string? Seen { get; set; }

        /// <summary>The value that the control had at first.</summary>
        public string? Shown { get; set; }

        public string? ShownReason { get; set; }
        public string? Entered { get; set; }
        public List<string>? Deed { get; set; }
        public string? Reason { get; set; }
    }

    /// <summary>A decision of the chief expert.</summary>
    public sealed class DecisionForm
    {
        public AspectId AspectId { get; set; }
        public ScoreEntryId DecisionId { get; set; }
        public List<ScoreEntryId>? Entries { get; set; }
        public string? Reason { get; set; }
    }
}

/// <summary>One aspect as the partial draws it.</summary>
public sealed record AspectRow(RecordScoresModel Page, AspectView Aspect, int Index)
{
    /// <summary>A count up to this is picked from buttons, one touch each; above it a number is typed.</summary>
    public const int MostButtons = 6;

    public string Field => $"Input.Scores[{Index}]";

    public RecordScoresModel.AspectForm? Typed { get; } = Page.Typed(Aspect);

    /// <summary>What the control shows at first.</summary>
    public string Shown => Aspect.Current switch
    {
        { Kind: ScoreEntryKind.NotAttempted } => RecordScoresModel.AspectForm.NotAttempted,
        { Value: { } value } => value.ToString(),
        _ => "",
    };

    public string Entered => Typed?.Entered ?? (Shown == RecordScoresModel.AspectForm.NotAttempted ? "" : Shown);

    public bool NotAttempted => Typed?.Deed?.Contains(RecordScoresModel.AspectForm.NotAttempted) ?? (Shown == RecordScoresModel.AspectForm.NotAttempted);

    /// <summary>The values that are picked from buttons; null when a number is typed.</summary>
    public IReadOnlyList<Choice>? Choices(Texts texts) => Aspect.Scale switch
    {
        YesNoScale => [new("0", texts["Scoring.No"], null, Marks.Zero), new("1", texts["Scoring.Yes"], null, Aspect.Maximum)],
        CountScale { Highest: <= MostButtons } count => [.. Enumerable.Range(0, count.Highest + 1).Select(n => new Choice($"{n}", $"{n}", null, count.MarkFor(ScoreValue.Of(n), Aspect.Maximum)))],
        StepsScale steps => [.. steps.Steps.Select((s, i) => new Choice($"{i}", $"{i}", s.Text, s.Mark))],
        JudgementScale judgement => [.. judgement.Benchmarks.Select((b, i) => new Choice($"{i}", $"{i}", b, null))],
        _ => null,
    };

    /// <summary>One button.</summary>
    public sealed record Choice(string Value, string Face, string? Text, Marks? Mark);
}
