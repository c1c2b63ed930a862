using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>Reads a marking scheme and tells what an import would do. Changes nothing.</summary>
/// <param name="File">.xlsx or .csv: our own table or a sheet of CIS.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record PreviewPackage(ImportFile File) : IQuery<PackagePreview>;

/// <param name="Facts">What the file says about the package.</param>
/// <param name="Criteria">Criteria in order; use and minutes are missing where the file is silent.</param>
/// <param name="Sections">Standard sections with what the aspects add up to.</param>
/// <param name="Scopes">The exams that the scheme gives; none while no criterion is placed.</param>
/// <param name="Problems">Everything that is wrong, in the order of the cells.</param>
/// <param name="Ignored">Headings of columns that are left out.</param>
/// <param name="Step">What the import will make, judged by the code in the file.</param>
/// <param name="Newest">Number of the newest version that is there.</param>
/// <param name="Changes">Differences to the newest version.</param>
public sealed record PackagePreview(
    PackageFacts Facts, Marks Total, int SubCriteria, int Aspects, IReadOnlyDictionary<AspectType, int> Types, IReadOnlyList<PreviewCriterion> Criteria,
    IReadOnlyList<PreviewSection> Sections, IReadOnlyList<PackageScope> Scopes, IReadOnlyList<SchemeProblem> Problems, IReadOnlyList<string> Ignored, ImportStep Step, int? Newest,
    IReadOnlyList<SchemeChange> Changes)
{
    public int Errors => Problems.Count(p => !p.IsWarning);

    public bool MayImport => Errors == 0 && Step != ImportStep.NothingChanged;
}

public sealed record PreviewCriterion(string Letter, string Name, string NameEn, CriterionUse Use, int? Minutes, Marks Maximum, int SubCriteria, int Aspects);

/// <param name="Declared">Weight that the file declares.</param>
/// <param name="Sum">What the aspects add up to.</param>
public sealed record PreviewSection(int Number, string Name, string NameEn, Marks? Declared, Marks Sum);

/// <summary>What an import makes of a file.</summary>
public enum ImportStep
{
    /// <summary>The code is new.</summary>
    NewPackage = 1,

    /// <summary>The newest version is published or withdrawn and never changes; the file becomes the next one.</summary>
    NewVersion = 2,

    /// <summary>The newest version is a draft, which no exam can use; the file takes its place.</summary>
    ReplaceDraft = 3,

    /// <summary>The newest version has this scheme already.</summary>
    NothingChanged = 4,
}

internal sealed class PreviewPackageHandler(DemoExamDb db) : IRequestHandler<PreviewPackage, PackagePreview>
{
    public async Task<PackagePreview> Handle(PreviewPackage request, CancellationToken ct)
    {
        var (facts, scheme, problems, ignored) = SchemeSheet.Read(request.File);
        var newest = facts.Code is null ? null : await db.Packages.AsNoTracking().Where(p => p.Code == facts.Code).OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        var changes = newest is null ? [] : scheme.ChangesFrom(newest.Scheme());
        return new PackagePreview(facts, scheme.Aspects.Select(a => a.Maximum).Sum(), scheme.SubCriteria.Count, scheme.Aspects.Count,
            scheme.Aspects.GroupBy(a => a.Scale.Type).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            [.. scheme.Criteria.Select(c => new PreviewCriterion(c.Letter, c.Name, c.NameEn, c.Use, c.Minutes, scheme.AspectsOf(c).Select(a => a.Maximum).Sum(),
                scheme.SubCriteria.Count(s => s.Code.StartsWith(c.Letter, StringComparison.Ordinal)), scheme.AspectsOf(c).Count()))],
            [.. scheme.Sections.Select(s => new PreviewSection(s.Number, s.Name, s.NameEn, s.Declared, scheme.Aspects.Where(a => a.Section == s.Number).Select(a => a.Maximum).Sum()))],
            [.. scheme.Scopes().Select(s => new PackageScope(s.Level, s.WithVariativePart, scheme.MaximumOf(s), scheme.MinutesOf(s)))],
            problems, ignored,
            newest is null ? ImportStep.NewPackage
                : changes.Count == 0 && PackageDetails.Fill(facts, null) == newest.Header() ? ImportStep.NothingChanged
                : newest.Status == PackageStatus.Draft ? ImportStep.ReplaceDraft : ImportStep.NewVersion,
            newest?.Version, changes);
    }
}

/// <summary>Imports a marking scheme as a draft, or nothing when the file has any error.</summary>
/// <param name="File">The file of the preview.</param>
/// <param name="Details">What the file doesn't say; it goes before what the file says.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ImportPackage(ImportFile File, PackageDetails? Details = null) : ICommand<ImportedPackage>
{
    /// <summary>Made at the door.</summary>
    public PackageId Id { get; init; }
}

/// <param name="Step">Whether the file became a new package, a new version, or took the place of a draft.</param>
public sealed record ImportedPackage(PackageId Id, string Code, int Version, ImportStep Step);

/// <summary>What a person says about a package besides its file; null leaves what the file says.</summary>
/// <param name="Code">Code as published, at most 60 characters.</param>
/// <param name="Criteria">In which exams each criterion is used, and its minutes.</param>
/// <param name="Infrastructure">What a venue must have, for example <c>Персональный компьютер: 1 на место; Принтер: 1 на площадку</c>.</param>
/// <param name="Experts">Scoring experts by workplaces, for example <c>1–5: 3; 6–12: 4; 13+: 6</c>.</param>
public sealed record PackageDetails(
    string? Code = null, string? Name = null, string? NameEn = null, string? SpecialityCode = null, string? SpecialityName = null, string? SpecialityNameEn = null,
    int? Year = null, RuleSet? RuleSet = null, string? Issuer = null, int? MinimumScoringExperts = null, IReadOnlyList<CriterionDetails>? Criteria = null,
    string? Experts = null, string? Infrastructure = null)
{
    /// <summary>The header of the package, what was said before what the file says; empty where both are silent.</summary>
    internal static PackageHeader Fill(PackageFacts facts, PackageDetails? said)
    {
        var name = Say(said?.Name, facts.Name);
        var speciality = Say(said?.SpecialityName, facts.SpecialityName);
        return new PackageHeader(Say(said?.Code, facts.Code), name, Say(said?.NameEn, facts.NameEn, name), Say(said?.SpecialityCode, facts.SpecialityCode), speciality,
            Say(said?.SpecialityNameEn, facts.SpecialityNameEn, speciality), said?.Year ?? facts.Year ?? 0, said?.RuleSet ?? facts.RuleSet ?? Domain.Packages.RuleSet.AssessmentPackage,
            Say(said?.Issuer, facts.Issuer), said?.MinimumScoringExperts ?? facts.MinimumScoringExperts ?? PackageHeader.FewestExperts)
        {
            Experts = (said?.Experts is { } experts ? ExpertTable.Parse(experts) : facts.Experts) ?? ExpertTable.None,
            Infrastructure = (said?.Infrastructure is { } infrastructure ? InfrastructureList.Parse(infrastructure) : facts.Infrastructure) ?? InfrastructureList.None,
        };
    }

    private static string Say(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return "";
    }
}

/// <param name="Letter">Of the criterion.</param>
/// <param name="Variative">Only in a profile exam with the variative part.</param>
/// <param name="Minutes">Working time, 1 to 10,000 minutes.</param>
public sealed record CriterionDetails(string Letter, bool Interim = false, bool Base = false, bool Profile = false, bool Variative = false, int? Minutes = null)
{
    internal CriterionUse Use =>
        (Interim ? CriterionUse.Interim : 0) | (Base ? CriterionUse.Base : 0) | (Profile ? CriterionUse.Profile : 0) | (Variative ? CriterionUse.Variative : 0);
}

internal sealed class ImportPackageValidator : AbstractValidator<ImportPackage>
{
    public ImportPackageValidator()
    {
        RuleFor(r => r.File).NotNull();
        RuleFor(r => r.Details!.Code).MaximumLength(60).OverridePropertyName("Code").When(r => r.Details is not null);
        RuleFor(r => r.Details!.Name).MaximumLength(400).OverridePropertyName("Name").When(r => r.Details is not null);
        RuleFor(r => r.Details!.NameEn).MaximumLength(400).OverridePropertyName("NameEn").When(r => r.Details is not null);
        RuleFor(r => r.Details!.SpecialityCode).MaximumLength(20).OverridePropertyName("SpecialityCode").When(r => r.Details is not null);
        RuleFor(r => r.Details!.SpecialityName).MaximumLength(400).OverridePropertyName("SpecialityName").When(r => r.Details is not null);
        RuleFor(r => r.Details!.SpecialityNameEn).MaximumLength(400).OverridePropertyName("SpecialityNameEn").When(r => r.Details is not null);
        RuleFor(r => r.Details!.Issuer).MaximumLength(200).OverridePropertyName("Issuer").When(r => r.Details is not null);
        RuleFor(r => r.Details!.Year).InclusiveBetween(2017, 2100).OverridePropertyName("Year").When(r => r.Details?.Year is not null);
        RuleFor(r => r.Details!.RuleSet).IsInEnum().OverridePropertyName("RuleSet").When(r => r.Details?.RuleSet is not null);
        RuleFor(r => r.Details!.MinimumScoringExperts).InclusiveBetween(3, 100).OverridePropertyName("MinimumScoringExperts").When(r => r.Details?.MinimumScoringExperts is not null);
        RuleFor(r => r.Details!.Experts).Must(e => ExpertTable.Parse(e) is not null).WithMessage("Validation.ExpertTable").OverridePropertyName("Experts").When(r => r.Details?.Experts is not null);
        RuleFor(r => r.Details!.Infrastructure).Must(list => InfrastructureList.Parse(list) is not null).WithMessage("Validation.Infrastructure").OverridePropertyName("Infrastructure").When(r => r.Details?.Infrastructure is not null);
        RuleForEach(r => r.Details!.Criteria).ChildRules(c => c.RuleFor(x => x.Minutes).InclusiveBetween(1, 10_000).When(x => x.Minutes is not null))
            .OverridePropertyName("Criteria").When(r => r.Details?.Criteria is not null);
    }
}

internal sealed class ImportPackageHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<ImportPackage, ImportedPackage>
{
    public async Task<ImportedPackage> Handle(ImportPackage request, CancellationToken ct)
    {
        var reading = SchemeSheet.Read(request.File);
        PackageRules.ImportIsClean.Require(reading.Errors == 0, ("errors", reading.Errors), ("problems", reading.Problems));

        var header = PackageDetails.Fill(reading.Facts, request.Details);
        if (header.SpecialityName.Length == 0 && await db.Specialities.AsNoTracking().SingleOrDefaultAsync(s => s.Code == header.SpecialityCode, ct) is { } known)
        {
            header = header with { SpecialityName = known.Name, SpecialityNameEn = known.NameEn };
        }

        var refusals = new Refusals();
        Require(refusals, header.Code, nameof(header.Code));
        Require(refusals, header.Name, nameof(header.Name));
        Require(refusals, header.Issuer, nameof(header.Issuer));
        Require(refusals, header.Year > 0 ? "said" : "", nameof(header.Year));
        var scheme = Placed(reading.Scheme, request.Details?.Criteria ?? [], refusals);
        refusals.ThrowIfAny();

        // The packages of one code are few; all their versions matter.
        var newest = await db.Packages.Where(p => p.Code == header.Code).OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        PackageRules.SchemeIsNew.Require(newest is null || newest.Header() != header || scheme.ChangesFrom(newest.Scheme()).Count > 0, ("package", header.Code), ("version", newest?.Version));
        var step = newest switch
        {
            null => ImportStep.NewPackage,
            { Status: PackageStatus.Draft } => ImportStep.ReplaceDraft,
            _ => ImportStep.NewVersion,
        };
        if (step == ImportStep.ReplaceDraft)
        {
            db.Packages.Remove(newest!);
        }

        var version = step == ImportStep.ReplaceDraft ? newest!.Version : (newest?.Version ?? 0) + 1;
        db.Packages.Add(new AssessmentPackage(request.Id, header, version, scheme.ToSections(), scheme.ToCriteria(),
            Convert.ToHexStringLower(SHA256.HashData(request.File.Content)), time.GetUtcNow()));
        return new ImportedPackage(request.Id, header.Code, version, step);
    }

    private static void Require(Refusals refusals, string value, string field) => refusals.Require(PackageRules.PackageIsDescribed, value.Length > 0, field, ("field", field));

    private static MarkingScheme Placed(MarkingScheme scheme, IReadOnlyList<CriterionDetails> said, Refusals refusals)
    {
        var criteria = new List<CriterionLine>();
        foreach (var line in scheme.Criteria)
        {
            var details = said.FirstOrDefault(d => d.Letter == line.Letter);
            var placed = line with { Use = details is { Use: not CriterionUse.None } ? details.Use : line.Use, Minutes = details?.Minutes ?? line.Minutes };
            refusals.Require(PackageRules.CriterionIsPlaced, placed is { Use: not CriterionUse.None, Minutes: not null }, null, ("criterion", line.Letter));
            criteria.Add(placed);
        }

        return scheme with { Criteria = criteria };
    }
}
