using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Packages;

[Authorize(Policy = Policies.SetGradeScales)]
public sealed class RegisterGradeScaleModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel, ILoadsData
{
    [BindProperty]
    public GradeScaleForm Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public bool MayBeGeneral => user.Is(Roles.Administrator);

    public async Task Load(CancellationToken ct)
    {
        Organisations = await mediator.Organisations(texts, ct);
        if (MayBeGeneral)
        {
            Organisations = [new SelectListItem(texts["Packages.Scales.General"], ""), .. Organisations];
        }
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        // The federal recommendation to start from, and room for three more.
        Input.ActTitle = texts["Packages.Scales.ActTitle.Usual"];
        Input.OrganisationId = user.OrganisationId;
        Input.Grades = [new() { Grade = "2", From = 0 }, new() { Grade = "3", From = 20 }, new() { Grade = "4", From = 40 }, new() { Grade = "5", From = 70 }, new(), new()];
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var scale = new RegisterGradeScale(Input.Name ?? "", Input.ActTitle ?? "", Input.ActNumber ?? "", Input.ActDate ?? default, Input.OrganisationId, Input.ValidFrom ?? default, Input.ValidTo,
            [.. Input.Grades.Where(g => g.Grade is { Length: > 0 } || g.From is not null).Select(g => new GradeStep(g.From ?? -1, g.Grade ?? ""))]);
        await mediator.Send(scale with { Id = GradeScaleId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Packages.Scales.Registered", Input.Name]);
        return RedirectToPage("ListGradeScales");
    }
}

public sealed class GradeScaleForm
{
    public string? Name { get; set; }

    public string? ActTitle { get; set; }

    public string? ActNumber { get; set; }

    public DateOnly? ActDate { get; set; }

    public OrganisationId? OrganisationId { get; set; }

    public DateOnly? ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    public List<GradeForm> Grades { get; set; } = [];
}

public sealed class GradeForm
{
    public string? Grade { get; set; }

    public decimal? From { get; set; }
}
