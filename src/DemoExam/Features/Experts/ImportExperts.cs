using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>Reads a list of experts and tells what an import would do, row by row. Changes nothing.</summary>
/// <param name="File">.xlsx or .csv with the columns of <see cref="ExpertColumn"/>.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record PreviewExperts(ImportFile File) : IQuery<ImportPreview<ExpertColumn, ExpertLine>>;

internal sealed class PreviewExpertsHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<PreviewExperts, ImportPreview<ExpertColumn, ExpertLine>>
{
    private const int FirstShown = 10;

    public async Task<ImportPreview<ExpertColumn, ExpertLine>> Handle(PreviewExperts request, CancellationToken ct)
    {
        var found = await db.CheckExperts(request.File, user, texts, ct);
        return new(found.Rows, found.Lines.Count, found.Lines.Count(l => l.RegisteredId is not null && !l.IsCertain), found.Problems, found.Ignored, [.. found.Lines.Take(FirstShown)]);
    }
}

/// <summary>What happens to rows whose name and employer are in the register already.</summary>
public enum KnownExperts
{
    /// <summary>They are the same people: their new documents are added.</summary>
    AddCredentials = 1,

    /// <summary>They are other people of the same name.</summary>
    Register = 2,
}

/// <summary>Registers every expert and document of the list, or nothing when any row has an error.</summary>
/// <param name="File">The file of the preview.</param>
/// <param name="Known">What happens to people who seem to be registered.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ImportExperts(ImportFile File, KnownExperts Known = KnownExperts.AddCredentials) : ICommand<ExpertImportReport>;

/// <param name="Experts">People who are new in the register.</param>
/// <param name="Credentials">Documents that are new in the register.</param>
public sealed record ExpertImportReport(int Experts, int Credentials);

internal sealed class ImportExpertsValidator : AbstractValidator<ImportExperts>
{
    public ImportExpertsValidator()
    {
        RuleFor(r => r.File).NotNull();
        RuleFor(r => r.Known).IsInEnum();
    }
}

internal sealed class ImportExpertsHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<ImportExperts, ExpertImportReport>
{
    public async Task<ExpertImportReport> Handle(ImportExperts request, CancellationToken ct)
    {
        var found = await db.CheckExperts(request.File, user, texts, ct);
        var errors = found.Problems.Count(p => !p.IsWarning);
        ExpertRules.ImportIsClean.Require(errors == 0, ("errors", errors));

        var known = found.Lines.Where(Joins).Select(l => l.RegisteredId!.Value).Distinct().ToList();
        var registered = await db.Experts.InRegionOf(user).Where(e => known.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var (experts, credentials) = (0, 0);
        foreach (var lines in found.Lines.GroupBy(l => l.FirstRow))
        {
            var first = lines.First();
            Expert expert;
            if (Joins(first))
            {
                expert = registered[first.RegisteredId!.Value];
            }
            else
            {
                expert = db.Experts.Add(new Expert(ExpertId.New(), first.Name, first.EmployerId, found.Regions[first.EmployerId],
                    lines.Select(l => l.Email).FirstOrDefault(email => email is not null), first.PersonalNumber)).Entity;
                experts++;
            }

            foreach (var credential in lines.Select(l => l.Credential).Where(c => c is not null && !expert.Credentials.Any(has => has.Number == c.Number && has.Covers == c.Covers)))
            {
                expert.Add(credential!, ExpertCredentialId.New());
                credentials++;
            }
        }

        return new ExpertImportReport(experts, credentials);

        bool Joins(ExpertLine line) => line.RegisteredId is not null && (line.IsCertain || request.Known == KnownExperts.AddCredentials);
    }
}

/// <summary>A checked list.</summary>
internal sealed record CheckedExperts(
    IReadOnlyList<ExpertLine> Lines, IReadOnlyList<ImportProblem<ExpertColumn>> Problems, int Rows, IReadOnlyList<string> Ignored, IReadOnlyDictionary<OrganisationId, string> Regions);

/// <summary>Checks a list of experts against the register; the preview and the import see the same.</summary>
internal static class ExpertChecking
{
    // What regional centres write besides our own words.
    private static readonly (string Word, CredentialType Type)[] Synonyms =
    [
        ("право оценки", CredentialType.AssessmentRight), ("право оценивания", CredentialType.AssessmentRight), ("право участия в оценке", CredentialType.AssessmentRight),
        ("право проведения", CredentialType.ConductRight), ("региональный эксперт", CredentialType.ConductRight),
        ("сертифицированный", CredentialType.CertifiedExpert), ("сертифицированный эксперт", CredentialType.CertifiedExpert),
        ("мастер", CredentialType.MasterExpert), ("эксперт-мастер", CredentialType.MasterExpert),
    ];

    public static async Task<CheckedExperts> CheckExperts(this DemoExamDb db, ImportFile file, CurrentUser user, Texts texts, CancellationToken ct)
    {
        var table = ExpertSheet.Open(file);
        var organisations = await KnownOrganisations.Load(db.Organisations.InRegionOf(user), ct);
        var registered = await db.Experts.AsNoTracking().InRegionOf(user).Where(e => e.MergedInto == null)
            .Select(e => new { e.Id, e.NameNorm, e.EmployerId, e.PersonalNumber, Credentials = e.Credentials.Select(c => new { c.Number, c.Covers }).ToList() }).ToListAsync(ct);
        var (lines, problems, rows) = ExpertSheet.Check(table, new ExpertChecks(
            organisations,
            [.. registered.Select(e => new RegisteredExpert(e.Id, e.NameNorm, e.EmployerId, e.PersonalNumber, e.Credentials.Select(c => (c.Number, c.Covers)).ToHashSet()))],
            ImportWords.Of(texts, Synonyms)));
        return new CheckedExperts(lines, problems, rows, table.Ignored, organisations.Regions);
    }
}
