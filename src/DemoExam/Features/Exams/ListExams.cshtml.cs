using DemoExam.Domain.Exams;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Exams;

[Authorize(Policy = Policies.SeeExams)]
public sealed class ListExamsModel(IMediator mediator, Texts texts) : PageModel
{
    public ListExams Query { get; private set; } = new();

    public Slice<ExamLine> Exams { get; private set; } = new([], null);

    public bool IsFiltered => Query with { After = null, Size = null } != new ListExams();

    public IEnumerable<SelectListItem> States => Enum.GetValues<ExamStatus>()
        .Select(status => new SelectListItem(texts.Of(status), status.ToString(), status == Query.Status))
        .Prepend(new SelectListItem(texts["Exams.State.Any"], ""));

    public async Task<IActionResult> OnGetExport([FromQuery] ListExams query, string? format, CancellationToken ct) => (await mediator.Send(new ExportExams(query, TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] ListExams query, CancellationToken ct)
    {
        Query = query with { Month = string.IsNullOrEmpty(query.Month) ? null : query.Month };
        Exams = await mediator.Send(Query, ct);
    }
}
