using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.My;

[Authorize(Policy = Policies.BeCandidate)]
public sealed class GetMyPassportModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [FromRoute]
    public PassportId Id { get; set; }

    [BindProperty]
    public SharingInput Input { get; set; } = new();

    [BindProperty]
    public CorrectionInput Correction { get; set; } = new();

    /// <summary>The employer whose need the reader comes from.</summary>
    [BindProperty(SupportsGet = true)]
    public OrganisationId? Employer { get; set; }

    public IEnumerable<SelectListItem> Employers =>
    [
        new(texts["My.Share.Employer.None"], ""),
        .. Passport.Employers.Select(e => new SelectListItem(texts.Name(e.Name, e.NameEn), e.Id.ToString())),
    ];

    public MyPassportDetails Passport { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        // The consent is never ticked beforehand.
        Input = Input with { Visibility = Passport.Visibility, EmployerId = Employer };
    }

    public async Task<IActionResult> OnPostShow(CancellationToken ct)
    {
        await mediator.Send(new ChangeVisibility(Id, Input.Visibility ?? default, Input.Agreed), ct);
        TempData.Notify(Kind.Good, texts["My.Visibility.Done"]);
        return RedirectToPage(new { id = Id });
    }

    public async Task<IActionResult> OnPostShare(CancellationToken ct)
    {
        var contents = new ShareContents(Input.FullName, Input.Total, Input.Modules ?? [], Input.Sections ?? []);
        var address = await mediator.Send(new SharePassport(Id, contents, Input.Until ?? default, Input.Note, Input.EmployerId), ct);
        TempData.Notify(Kind.Good, texts["My.Share.Done", address]);
        return RedirectToPage(new { id = Id });
    }

    public async Task<IActionResult> OnPostEnd(ShareLinkId link, CancellationToken ct)
    {
        await mediator.Send(new EndShareLink(link), ct);
        TempData.Notify(Kind.Good, texts["My.Share.Ended"]);
        return RedirectToPage(new { id = Id });
    }

    public async Task<IActionResult> OnPostCorrect(CancellationToken ct)
    {
        await mediator.Send(new AskCorrection(Id, Correction.Kind ?? default, Correction.Surname, Correction.GivenName, Correction.Patronymic, Correction.Text ?? ""), ct);
        TempData.Notify(Kind.Good, texts["My.Correction.Done"]);
        return RedirectToPage(new { id = Id });
    }

    public async Task Load(CancellationToken ct) => Passport = await mediator.Send(new GetMyPassport(Id), ct);

    public sealed record SharingInput
    {
        public PassportVisibility? Visibility { get; init; }
        public bool Agreed { get; init; }
        public bool FullName { get; init; }
        public bool Total { get; init; }
        public List<string>? Modules { get; init; }
        public List<string>? Sections { get; init; }
        public DateOnly? Until { get; init; }
        public string? Note { get; init; }
        public OrganisationId? EmployerId { get; init; }
    }

    public sealed record CorrectionInput
    {
        public CorrectionKind? Kind { get; init; }
        public string? Surname { get; init; }
        public string? GivenName { get; init; }
        public string? Patronymic { get; init; }
        public string? Text { get; init; }
    }
}
