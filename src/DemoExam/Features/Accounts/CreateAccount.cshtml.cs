using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Candidates;
using DemoExam.Features.Experts;
using DemoExam.Features.Organisations;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.ManageAccounts)]
public sealed class CreateAccountModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel, ILoadsData
{
    [BindProperty]
    public CreateAccount Input { get; set; } = new("", "", null, []);

    /// <summary>The expert whom the account is for; the page then offers the roles of experts.</summary>
    [BindProperty(SupportsGet = true)]
    public ExpertId? ExpertId { get; set; }

    [BindProperty(SupportsGet = true)]
    public CandidateId? CandidateId { get; set; }

    public string? PersonName { get; private set; }

    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public RoleChoice Roles => new(
        ExpertId is not null ? [RoleName.ChiefExpert, RoleName.ScoringExpert, RoleName.TechnicalExpert]
        : CandidateId is not null ? [RoleName.Candidate]
        : user.Is(Security.Roles.Administrator) ? [RoleName.Administrator, RoleName.RegionalOperator, RoleName.Organiser]
        : [RoleName.RegionalOperator, RoleName.Organiser],
        Input.Roles ?? []);

    public async Task Load(CancellationToken ct)
    {
        Organisations = await mediator.Organisations(texts, ct);
        Regions = [.. (await mediator.Send(new ListRegions(), ct)).Select(r => new SelectListItem($"{r.Code} · {texts.Name(r.Name, r.NameEn)}", r.Code))];
        PersonName = ExpertId is { } expert ? (await mediator.Send(new GetExpert(expert), ct)).Name.Full
            : CandidateId is { } candidate ? (await mediator.Send(new GetCandidate(candidate), ct)).Name.Full
            : null;
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        if (ExpertId is { } id)
        {
            var expert = await mediator.Send(new GetExpert(id), ct);
            Input = new CreateAccount(SignInNames.Propose(expert.Name), expert.Name.Full, expert.Email, RolesOf(expert));
        }
        else if (CandidateId is { } other)
        {
            var candidate = await mediator.Send(new GetCandidate(other), ct);
            Input = new CreateAccount(SignInNames.Propose(candidate.Name), candidate.Name.Full, candidate.Email, [RoleName.Candidate]);
        }
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var made = await mediator.Send(Input with { Id = Guid.CreateVersion7(), ExpertId = ExpertId, CandidateId = CandidateId, Roles = Input.Roles ?? [] }, ct);
        TempData[GetAccountModel.FreshCode] = made.Code;
        return RedirectToPage("/Accounts/GetAccount", new { accountId = made.AccountId });
    }

    // What the credentials allow; every expert may be a technical one.
    private static List<RoleName> RolesOf(ExpertCard expert)
    {
        var valid = expert.Credentials.Where(c => c.State is CredentialState.InForce or CredentialState.ExpiresSoon or CredentialState.NotYet).ToList();
        var roles = new List<RoleName>();
        if (valid.Any(c => c.Type is CredentialType.ConductRight or CredentialType.CertifiedExpert))
        {
            roles.Add(RoleName.ChiefExpert);
        }

        if (valid.Count > 0)
        {
            roles.Add(RoleName.ScoringExpert);
        }

        roles.Add(RoleName.TechnicalExpert);
        return roles;
    }
}

/// <summary>Roles to choose from and those that are chosen.</summary>
public sealed record RoleChoice(IReadOnlyList<RoleName> Offered, IReadOnlyList<RoleName> Chosen);
