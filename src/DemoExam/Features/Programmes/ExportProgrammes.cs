using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>The programmes of a list as a table.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportProgrammes(ProgrammeList List, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportProgrammesHandler(Texts texts) : IRequestHandler<ExportProgrammes, TableFile>
{
    private static readonly int[] Widths = [50, 50, 30, 30, 12, 12, 12, 16];

    public Task<TableFile> Handle(ExportProgrammes request, CancellationToken ct) => Task.FromResult(TableFile.Of($"programmes-{request.List.Year}",
        [
            new([texts["Programmes.Name"], texts["Programmes.NameEn"], texts["Programmes.Kind"], texts["Programmes.Organisation"], texts["Programmes.Target"], texts["Programmes.Trained"], texts["Programmes.EmployedPercent"], texts["Programmes.EmployedTarget"]], IsHeading: true),
            .. request.List.Programmes.Select(p => new TableRow([p.Name, p.NameEn, texts.Of(p.Kind), p.Organisation, p.Target, p.Fact.Trained, p.Fact.EmployedPercent, p.EmployedTarget])),
        ], Widths, request.Format, texts.Culture));
}
