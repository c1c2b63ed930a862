using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Packages;

[Authorize(Policy = Policies.OperateRegion)]
[RequestFormLimits(ValueLengthLimit = StagedFile.LargestField)]
public sealed class ImportPackageModel(IMediator mediator, Texts texts, IConfiguration configuration) : PageModel, ILoadsData
{
    /// <summary>Rows of a table that the page shows.</summary>
    public const int MostShown = 500;

    public static long LargestFile => SchemeSheet.Limits.Bytes;

    [BindProperty]
    public PackageForm Input { get; set; } = new();

    [BindProperty]
    public string? FileName { get; set; }

    [BindProperty]
    public string? Staged { get; set; }

    public PackagePreview? Preview { get; private set; }

    public async Task Load(CancellationToken ct)
    {
        // An import that was refused shows its preview again.
        if (StagedFile.Unpack(Staged, SchemeSheet.Limits) is { Length: > 0 } content)
        {
            Preview = await mediator.Send(new PreviewPackage(new ImportFile(FileName ?? "", content)), ct);
        }
    }

    public void OnGet()
    {
    }

    public IActionResult OnGetSample(string? kind) => StagedFile.Sample(configuration, "marking-scheme", kind);

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        Staged = null;
        var file = await StagedFile.Of(Input.File, SchemeSheet.Limits, ct);
        Preview = await mediator.Send(new PreviewPackage(file), ct);
        (FileName, Staged) = (file.Name, Preview.MayImport ? StagedFile.Pack(file.Content) : null);
        Input = PackageForm.Of(Preview);
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        var imported = await mediator.Send(new ImportPackage(new ImportFile(FileName ?? "", StagedFile.Unpack(Staged, SchemeSheet.Limits)), Input.ToDetails()) { Id = PackageId.New() }, ct);
        TempData.Notify(Kind.Good, texts[$"Packages.Imported.{imported.Step}", imported.Code, imported.Version]);
        return RedirectToPage("GetPackage", new { packageId = imported.Id });
    }

    public string NameOf(string? letter, Texts words) =>
        Preview?.Criteria.FirstOrDefault(c => c.Letter == letter) is { } criterion ? words.Name(criterion.Name, criterion.NameEn) : "";
}

public sealed class PackageForm
{
    public IFormFile? File { get; set; }

    public string? Code { get; set; }

    public string? Name { get; set; }

    public string? NameEn { get; set; }

    public string? SpecialityCode { get; set; }

    public string? SpecialityName { get; set; }

    public string? SpecialityNameEn { get; set; }

    public int? Year { get; set; }

    public RuleSet? RuleSet { get; set; }

    public string? Issuer { get; set; }

    public int? MinimumScoringExperts { get; set; }
    public string? Experts { get; set; }
    public string? Infrastructure { get; set; }

    public List<CriterionForm> Criteria { get; set; } = [];

    internal static PackageForm Of(PackagePreview preview)
    {
        var facts = preview.Facts;
        return new PackageForm
        {
            Code = facts.Code,
            Name = facts.Name,
            NameEn = facts.NameEn,
            SpecialityCode = facts.SpecialityCode,
            SpecialityName = facts.SpecialityName,
            SpecialityNameEn = facts.SpecialityNameEn,
            Year = facts.Year,
            RuleSet = facts.RuleSet ?? Domain.Packages.RuleSet.AssessmentPackage,
            Issuer = facts.Issuer,
            MinimumScoringExperts = facts.MinimumScoringExperts ?? PackageHeader.FewestExperts,
            Experts = facts.Experts?.Text,
            Infrastructure = facts.Infrastructure?.Text.Replace("; ", "\n", StringComparison.Ordinal),
            Criteria = [.. preview.Criteria.Select(c => new CriterionForm
            {
                Letter = c.Letter,
                Interim = c.Use.HasFlag(CriterionUse.Interim),
                Base = c.Use.HasFlag(CriterionUse.Base),
                Profile = c.Use.HasFlag(CriterionUse.Profile),
                Variative = c.Use.HasFlag(CriterionUse.Variative),
                Minutes = c.Minutes,
            })],
        };
    }

    internal PackageDetails ToDetails() => new(Code, Name, NameEn, SpecialityCode, SpecialityName, SpecialityNameEn, Year, RuleSet, Issuer, MinimumScoringExperts,
        [.. Criteria.Select(c => new CriterionDetails(c.Letter ?? "", c.Interim, c.Base, c.Profile, c.Variative, c.Minutes))], Experts, Infrastructure);
}

public sealed class CriterionForm
{
    public string? Letter { get; set; }

    public bool Interim { get; set; }

    public bool Base { get; set; }

    public bool Profile { get; set; }

    public bool Variative { get; set; }

    public int? Minutes { get; set; }
}
