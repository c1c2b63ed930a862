using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Appeals;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetAppealModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public AppealId AppealId { get; set; }

    [BindProperty]
    public DecisionForm Input { get; set; } = new();

    public AppealView Appeal { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostDecide(CancellationToken ct)
    {
        var decision = await mediator.Send(new DecideAppeal(ExamId, AppealId, [.. Input.Votes.Select(v => new MemberVote(v.Name ?? "", v.Vote))], Input.Protocol ?? "", Input.ProtocolDate, Input.Grounds ?? "", Input.Criterion), ct);
        TempData.Notify(Kind.Good, texts[decision.Status == AppealStatus.Satisfied ? "Appeals.Decided.Satisfied" : "Appeals.Decided.Rejected"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostCarryOut(CancellationToken ct)
    {
        await mediator.Send(new CarryOutAppeal(ExamId, AppealId), ct);
        TempData.Notify(Kind.Good, texts["Appeals.CarriedOut"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct)
    {
        Appeal = await mediator.Send(new GetAppeal(ExamId, AppealId), ct);
        // What was typed stays with whom it was typed for, also when another board was registered meanwhile.
        Input.Votes = [.. Appeal.Board.Select(p => new VoteForm { Name = p.Name, Vote = Input.Votes.Find(v => v.Name == p.Name)?.Vote ?? BoardVote.Absent })];
    }

    /// <summary>A decision as it is typed from the protocol.</summary>
    public sealed class DecisionForm
    {
        public List<VoteForm> Votes { get; set; } = [];
        public string? Protocol { get; set; }
        public DateOnly ProtocolDate { get; set; }
        public string? Grounds { get; set; }
        public string? Criterion { get; set; }
    }

    /// <summary>A vote as it is typed.</summary>
    public sealed class VoteForm
    {
        public string? Name { get; set; }
        public BoardVote Vote { get; set; }
    }
}
