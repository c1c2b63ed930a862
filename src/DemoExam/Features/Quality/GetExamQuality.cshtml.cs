using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Quality;

[Authorize(Policy = Policies.SeeQuality)]
public sealed class GetExamQualityModel(IMediator mediator) : PageModel
{
    public ExamQuality Exam { get; private set; } = null!;

    public async Task OnGet(ExamId examId, CancellationToken ct) => Exam = await mediator.Send(new GetExamQuality(examId), ct);
}
