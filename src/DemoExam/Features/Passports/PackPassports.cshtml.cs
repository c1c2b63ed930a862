using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Passports;

/// <summary>Asks for the college and gives its archive; the archive of an exam has a button on the exam's page.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
[ResponseCache(NoStore = true)]
public sealed class PackPassportsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId? ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public OrganisationId? OrganisationId { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>True when the archive is wanted and not the form.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Pack { get; set; }

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Pack)
        {
            await Load(ct);
            return Page();
        }

        var pack = await mediator.Send(new PackPassports(ExamId, OrganisationId, From, To), ct);
        return new PassportArchiveResult(pack, texts);
    }

    public async Task Load(CancellationToken ct) => Organisations = await mediator.Organisations(texts, ct);
}

/// <summary>Streams an archive as the answer.</summary>
internal sealed class PassportArchiveResult(PassportPack pack, Texts texts) : IActionResult, IResult
{
    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var disposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(pack.Name + ".zip");
        httpContext.Response.ContentType = PassportArchive.MediaType;
        httpContext.Response.Headers.ContentDisposition = disposition.ToString();
        // The writer of archives ends an entry with a few bytes that it writes at once.
        httpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await PassportArchive.Write(pack, httpContext.Response.Body, texts, httpContext.RequestAborted);
    }
}
