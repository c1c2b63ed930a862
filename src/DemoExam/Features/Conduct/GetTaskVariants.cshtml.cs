using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Conduct;

[Authorize(Policy = Policies.SeeExams)]
[RequestSizeLimit(TaskVariant.Largest + Overhead)]
[RequestFormLimits(MultipartBodyLengthLimit = TaskVariant.Largest + Overhead)]
public sealed class GetTaskVariantsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    private const int Overhead = 64 * 1024;

    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty]
    public VariantForm Input { get; set; } = new();

    public TaskVariantsView Tasks { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        if (Input.File is { } file)
        {
            await file.CopyToAsync(bytes, ct);
        }

        return await Do(new LayUpTaskVariant(ExamId, TaskVariantId.New(), Input.Name ?? "", Input.File?.FileName ?? "", bytes.ToArray(), Input.OpensAt ?? default), "Tasks.Done", ct);
    }

    public async Task<IActionResult> OnPostOpen(TaskVariantId id, CancellationToken ct)
    {
        var file = await mediator.Send(new OpenTaskVariant(ExamId, id), ct);
        Response.Headers.CacheControl = "no-store";
        return File(file.Content, file.MediaType, file.Name);
    }

    public async Task Load(CancellationToken ct) => Tasks = await mediator.Send(new GetTaskVariants(ExamId), ct);

    private async Task<IActionResult> Do<T>(ICommand<T> command, string done, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { ExamId });
    }

    /// <summary>A variant as it is laid up.</summary>
    public sealed class VariantForm
    {
        public string? Name { get; set; }
        public IFormFile? File { get; set; }

        /// <summary>By the clock of the venue.</summary>
        public DateTime? OpensAt { get; set; }
    }
}
