using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.ManagePassports)]
public sealed class GetPassportModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [FromRoute]
    public PassportId Id { get; set; }

    [BindProperty]
    public RevocationInput Input { get; set; } = new();

    [BindProperty]
    public SupersedingCategory? Replacement { get; set; }

    [BindProperty]
    public NameInput Name { get; set; } = new();

    /// <summary>Grounds of a suspension.</summary>
    [BindProperty]
    public string? Grounds { get; set; }

    public PassportDetails Passport { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostRevoke(CancellationToken ct)
    {
        await mediator.Send(new RevokePassport(Id, Input.Category ?? default, Input.Reason ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Passports.Revoke.Done"]);
        return RedirectToPage(new { id = Id });
    }

    public Task<IActionResult> OnPostConfirm(CancellationToken ct) => Do(new ConfirmRevocation(Id), "Passports.Revoke.Confirm.Done", ct);

    public Task<IActionResult> OnPostDrop(CancellationToken ct) => Do(new DropRevocation(Id), "Passports.Revoke.Drop.Done", ct);

    public Task<IActionResult> OnPostSuspend(CancellationToken ct) => Do(new SuspendPassport(Id, Grounds ?? ""), "Passports.Suspend.Done", ct);

    public Task<IActionResult> OnPostResume(CancellationToken ct) => Do(new ResumePassport(Id), "Passports.Resume.Done", ct);

    private async Task<IActionResult> Do(IRequest<PassportStatus> deed, string done, CancellationToken ct)
    {
        await mediator.Send(deed, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { id = Id });
    }

    public async Task<IActionResult> OnPostReissue(CancellationToken ct)
    {
        await mediator.Send(new ReissuePassport(Id, Replacement ?? default), ct);
        TempData.Notify(Kind.Good, texts["Passports.Reissue.Done"]);
        return RedirectToPage(new { id = Id });
    }

    public async Task<IActionResult> OnPostRename(CancellationToken ct)
    {
        var ordered = await mediator.Send(new RenameHolder(Id, Name.Surname ?? "", Name.GivenName ?? "", Name.Patronymic, Name.LatinName, Name.Basis ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Passports.Rename.Done", ordered]);
        return RedirectToPage(new { id = Id });
    }

    public async Task Load(CancellationToken ct) => Passport = await mediator.Send(new GetPassport(Id), ct);

    public sealed record RevocationInput
    {
        public RevocationCategory? Category { get; init; }
        public string? Reason { get; init; }
    }

    public sealed record NameInput
    {
        public string? Surname { get; init; }
        public string? GivenName { get; init; }
        public string? Patronymic { get; init; }
        public string? LatinName { get; init; }
        public string? Basis { get; init; }
    }
}
