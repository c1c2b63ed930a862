using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>The layouts of passports in the templates folder, whether they are good, and who gets them.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record ListLayouts : IQuery<Layouts>;

/// <summary>The layouts.</summary>
/// <param name="Folder">Where the files lie on the server.</param>
public sealed record Layouts(string Folder, IReadOnlyList<LayoutRow> Rows);

/// <summary>One layout.</summary>
/// <param name="Name">File name without its ending.</param>
/// <param name="For">Categories of candidates that get it; empty for a draft.</param>
/// <param name="InUse">False for a draft.</param>
/// <param name="Fault">What is wrong with the file as it is now; the last good state stays in use.</param>
public sealed record LayoutRow(string Name, IReadOnlyList<CandidateCategory> For, bool InUse, string? Fault);

internal sealed class ListLayoutsHandler(PassportLayouts layouts) : IRequestHandler<ListLayouts, Layouts>
{
    public Task<Layouts> Handle(ListLayouts request, CancellationToken ct) => Task.FromResult(new Layouts(
        layouts.Folder,
        [.. layouts.Names.Select(name => new LayoutRow(
            name, [.. Enum.GetValues<CandidateCategory>().Where(c => PassportLayouts.NameFor(ExamType.StateAttestation, c) == name)], PassportLayouts.Used.Contains(name), layouts.FaultOf(name)))]));
}
