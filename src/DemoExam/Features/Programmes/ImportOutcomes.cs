using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Shared.Import;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Reads a list of outcomes of a programme and tells what an import would do, row by row. Changes nothing.</summary>
/// <param name="File">.xlsx or .csv with the columns of <see cref="OutcomeColumn"/>.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record PreviewOutcomes(ProgrammeId ProgrammeId, ImportFile File) : IQuery<ImportPreview<OutcomeColumn, OutcomeLine>>;

internal sealed class PreviewOutcomesHandler(DemoExamDb db, CurrentUser user, TimeProvider time, Texts texts) : IRequestHandler<PreviewOutcomes, ImportPreview<OutcomeColumn, OutcomeLine>>
{
    private const int FirstShown = 10;

    public async Task<ImportPreview<OutcomeColumn, OutcomeLine>> Handle(PreviewOutcomes request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var found = await db.CheckOutcomes(request.File, programme, user, await db.Today(user, time, ct), texts, ct);
        return new(found.Rows, found.Lines.Count, 0, found.Problems, found.Ignored, [.. found.Lines.Take(FirstShown)]);
    }
}

/// <summary>Records every outcome of the list, or nothing when any row has an error. What was recorded before stays in the history.</summary>
/// <param name="File">The file of the preview.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record ImportOutcomes(ProgrammeId ProgrammeId, ImportFile File) : ICommand<OutcomeImportReport>;

/// <param name="Recorded">Outcomes that were recorded.</param>
/// <param name="Left">Rows that tell no outcome.</param>
public sealed record OutcomeImportReport(int Recorded, int Left);

internal sealed class ImportOutcomesValidator : AbstractValidator<ImportOutcomes>
{
    public ImportOutcomesValidator() => RuleFor(r => r.File).NotNull();
}

internal sealed class ImportOutcomesHandler(DemoExamDb db, CurrentUser user, TimeProvider time, Texts texts) : IRequestHandler<ImportOutcomes, OutcomeImportReport>
{
    public async Task<OutcomeImportReport> Handle(ImportOutcomes request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var today = await db.Today(user, time, ct);
        var found = await db.CheckOutcomes(request.File, programme, user, today, texts, ct);
        ProgrammeRules.ImportIsClean.Require(found.Errors == 0, ("errors", found.Errors));
        var participants = await db.Participants.VisibleTo(user, db).Where(p => p.ProgrammeId == programme.Id).ToDictionaryAsync(p => p.Id, ct);
        foreach (var line in found.Lines)
        {
            var participant = participants[line.ParticipantId];
            participant.Tell(EmploymentOutcomeId.New(), line.Told, programme.GroupOf(participant.GroupId), today, time.GetUtcNow(), user.DisplayName ?? user.UserName ?? user.Id);
        }

        return new OutcomeImportReport(found.Lines.Count, found.Rows - found.Lines.Count);
    }
}
