using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Candidates;

/// <remarks>
/// The sheet is the answer to the post itself: codes are told once and kept nowhere, so no address can show them again. Sending the
/// form again makes new codes, and the former lose their force.
/// </remarks>
[Authorize(Policy = Policies.Organise)]
[ResponseCache(NoStore = true)]
public sealed class IssueCandidateCodesModel(IMediator mediator, Texts texts, TimeProvider time, PublicAddress address) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true, Name = "")]
    public CodeRecipients Recipients { get; set; } = new();

    public IReadOnlyList<CodeRecipient> People { get; private set; } = [];

    public IReadOnlyList<CandidateCode>? Sheet { get; private set; }

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public DateOnly ValidTo => DateOnly.FromDateTime((time.GetUtcNow() + OneTimeLink.Term).UtcDateTime);

    public string Address(string path) => address.With(path).ToString();

    /// <summary>True for those who get a code: everybody without a password, or the one that the page is about.</summary>
    public bool IsDue(CodeRecipient person) => person.State is null or AccountState.Waiting || (Recipients.CandidateId is not null && person.State == AccountState.Active);

    public async Task Load(CancellationToken ct)
    {
        Organisations = await mediator.Organisations(texts, ct);
        if (Recipients.CandidateId is not null || Recipients.OrganisationId is not null)
        {
            People = await mediator.Send(new GetCodeRecipients(Recipients), ct);
        }
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task OnPost(CancellationToken ct) => Sheet = await mediator.Send(new IssueCandidateCodes(Recipients), ct);
}
