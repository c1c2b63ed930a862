using DemoExam.Domain.Programmes;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Programmes;

/// <remarks>The address is a secret of the graduate: nothing keeps the page, and no other site learns where its reader came from.</remarks>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
public sealed class AnswerOutcomeModel(IMediator mediator) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    [BindProperty]
    public OutcomeKind Outcome { get; set; }

    [BindProperty]
    public string? Employer { get; set; }

    public OutcomeForm? Form { get; private set; }

    public OutcomeKind? Answered { get; private set; }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task Load(CancellationToken ct)
    {
        try
        {
            Form = await mediator.Send(new GetOutcomeForm(Token), ct);
        }
        catch (NotFound)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    public async Task OnPost(CancellationToken ct)
    {
        try
        {
            Answered = await mediator.Send(new AnswerOutcome(Token, Outcome, Employer), ct);
        }
        catch (NotFound)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
