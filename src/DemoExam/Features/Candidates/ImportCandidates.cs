using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Candidates;

/// <summary>Reads a list of candidates and tells what an import would do, row by row. Changes nothing.</summary>
/// <param name="File">.xlsx or .csv with the columns of <see cref="CandidateColumn"/>.</param>
/// <param name="OrganisationId">For rows that name no organisation.</param>
/// <param name="Category">For rows that name no category.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record PreviewCandidates(ImportFile File, OrganisationId? OrganisationId = null, CandidateCategory? Category = null) : IQuery<ImportPreview<CandidateColumn, CandidateLine>>;

internal sealed class PreviewCandidatesHandler(CandidateChecking checking) : IRequestHandler<PreviewCandidates, ImportPreview<CandidateColumn, CandidateLine>>
{
    private const int FirstShown = 10;

    public async Task<ImportPreview<CandidateColumn, CandidateLine>> Handle(PreviewCandidates request, CancellationToken ct)
    {
        var found = await checking.Check(request.File, request.OrganisationId, request.Category, ct);
        return new(found.Rows, found.Lines.Count, found.Lines.Count(l => l.MaybeRegistered), found.Problems, found.Ignored, [.. found.Lines.Take(FirstShown)]);
    }
}

/// <summary>What happens to rows whose name and date of birth are in the register already.</summary>
public enum RepeatedRows
{
    /// <summary>They are the same people and stay as they are.</summary>
    Skip = 1,

    /// <summary>They are other people of the same name and birthday.</summary>
    Register = 2,
}

/// <summary>Registers every candidate of the list, or nobody when any row has an error.</summary>
/// <param name="File">The file of the preview.</param>
/// <param name="Repeated">What happens to people who seem to be registered; never merged by us.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record ImportCandidates(ImportFile File, OrganisationId? OrganisationId = null, CandidateCategory? Category = null, RepeatedRows Repeated = RepeatedRows.Skip)
    : ICommand<ImportReport>;

public sealed record ImportReport(int Registered, int Skipped);

internal sealed class ImportCandidatesValidator : AbstractValidator<ImportCandidates>
{
    public ImportCandidatesValidator()
    {
        RuleFor(r => r.File).NotNull();
        RuleFor(r => r.Repeated).IsInEnum();
    }
}

internal sealed class ImportCandidatesHandler(DemoExamDb db, CandidateChecking checking) : IRequestHandler<ImportCandidates, ImportReport>
{
    public async Task<ImportReport> Handle(ImportCandidates request, CancellationToken ct)
    {
        var found = await checking.Check(request.File, request.OrganisationId, request.Category, ct);
        CandidateRules.ImportIsClean.Require(found.Errors == 0, ("errors", found.Errors));

        var lines = found.Lines.Where(l => !l.IsRegistered && (!l.MaybeRegistered || request.Repeated == RepeatedRows.Register)).ToList();
        db.Candidates.AddRange(lines.Select(l => new Candidate(CandidateId.New(), l.Details, found.Regions[l.Details.OrganisationId])));
        return new ImportReport(lines.Count, found.Lines.Count - lines.Count);
    }
}
