using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.ManageAccounts)]
[ResponseCache(NoStore = true)]
public sealed class GetAccountModel(IMediator mediator, Texts texts, CurrentUser user, PublicAddress address) : PageModel, ILoadsData
{
    /// <summary>A code that was made a moment ago, on its one way from the post to this page: encrypted, in the cookie of the one who made it.</summary>
    internal const string FreshCode = "accounts.code";

    [BindProperty(SupportsGet = true)]
    public Guid AccountId { get; set; }

    [BindProperty]
    public ChangeRoles Input { get; set; } = new([]);

    public AccountCard Account { get; private set; } = null!;

    public string? Code { get; private set; }

    /// <summary>The link to hand over; null when no code was made just now.</summary>
    public string? Link => Code is null ? null : address.With($"/activate?code={Code}").ToString();

    public bool IsMine => AccountId.ToString() == user.Id;

    public RoleChoice Roles => new(
        [
            .. Enum.GetValues<RoleName>().Where(role => Account.Roles.Contains(role)
                || (AccountBoundary.IsExpertRole(role.ToString()) ? Account.ExpertId is not null
                    : role == RoleName.Candidate ? Account.CandidateId is not null
                    : role != RoleName.Employer && (role != RoleName.Administrator || user.Is(Security.Roles.Administrator)))),
        ],
        HttpMethods.IsPost(Request.Method) ? Input.Roles ?? [] : Account.Roles);

    public async Task Load(CancellationToken ct) => Account = await mediator.Send(new GetAccount(AccountId), ct);

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Code = TempData[FreshCode] as string;
    }

    public async Task<IActionResult> OnPostLink(CancellationToken ct)
    {
        TempData[FreshCode] = (await mediator.Send(new IssueActivationLink(AccountId), ct)).Code;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRoles(CancellationToken ct)
    {
        await mediator.Send(Input with { AccountId = AccountId, Roles = Input.Roles ?? [] }, ct);
        return Done("Accounts.Roles.Done");
    }

    public async Task<IActionResult> OnPostDisable(CancellationToken ct)
    {
        await mediator.Send(new DisableAccount(AccountId), ct);
        return Done("Accounts.Disable.Done");
    }

    public async Task<IActionResult> OnPostResetSecondFactor(CancellationToken ct)
    {
        await mediator.Send(new ResetSecondFactor(AccountId), ct);
        return Done("Accounts.Second.Reset.Done");
    }

    public async Task<IActionResult> OnPostEnable(CancellationToken ct)
    {
        await mediator.Send(new EnableAccount(AccountId), ct);
        return Done("Accounts.Enable.Done");
    }

    private RedirectToPageResult Done(string text)
    {
        TempData.Notify(Kind.Good, texts[text]);
        return RedirectToPage();
    }
}
