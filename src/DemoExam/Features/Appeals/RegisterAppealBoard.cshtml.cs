using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Appeals;

[Authorize(Policy = Policies.Organise)]
public sealed class RegisterAppealBoardModel(IMediator mediator, Texts texts, TimeProvider time) : PageModel, ILoadsData
{
    [BindProperty]
    public BoardForm Input { get; set; } = new();

    public AppealBoards Boards { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input.Year = time.GetUtcNow().Year;
        Input.OrganisationId = Boards.Organisations is [var only] ? only.Id : default;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new RegisterAppealBoard(Input.BoardId, Input.OrganisationId, Input.Year, Input.Document ?? "", Input.Chair ?? "",
            (Input.Members ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Input.Secretary ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Appeals.Board.Registered"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Boards = await mediator.Send(new ListAppealBoards(), ct);

    /// <summary>A board as it is typed.</summary>
    public sealed class BoardForm
    {
        public AppealBoardId BoardId { get; set; } = AppealBoardId.New();
        public OrganisationId OrganisationId { get; set; }
        public int Year { get; set; }
        public string? Document { get; set; }
        public string? Chair { get; set; }
        public string? Members { get; set; }
        public string? Secretary { get; set; }
    }
}
