using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>The list of whom to ask, with empty columns for the answers: filled in, it is what the import reads.</summary>
/// <param name="List">As it was asked for just before.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record ExportFollowUp(FollowUpList List, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportFollowUpHandler(Texts texts) : IRequestHandler<ExportFollowUp, TableFile>
{
    private static readonly int[] Widths = [22, 18, 22, 14, 18, 24, 24, 16, 30, 20];

    public Task<TableFile> Handle(ExportFollowUp request, CancellationToken ct) => Task.FromResult(TableFile.Of(
        "outcomes",
        [
            new TableRow([.. Enum.GetValues<OutcomeColumn>().Select(c => texts.Of(c))], IsHeading: true),
            .. request.List.Due.Select(r => new TableRow([r.Name.Surname, r.Name.GivenName, r.Name.Patronymic, TableFile.Day(r.BirthDate), null, r.Group, null, null, null, null])),
        ],
        Widths, request.Format, texts.Culture));
}
