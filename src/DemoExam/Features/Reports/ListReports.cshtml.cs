using DemoExam.Features.Regions;
using DemoExam.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Reports;

/// <summary>Which reports the reader may open.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed class ListReportsModel(CurrentUser user) : PageModel
{
    public IReadOnlyList<ReportKind> Kinds => [.. Enum.GetValues<ReportKind>().Where(kind => kind != ReportKind.Region || user.IsOfTheRegion())];
}
