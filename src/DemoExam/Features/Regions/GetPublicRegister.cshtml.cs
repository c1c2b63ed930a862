using DemoExam.Features.Shared.Import;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Regions;

/// <summary>A region's open page; programs get the same as JSON from the same address.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class GetPublicRegisterModel(IMediator mediator, IOptions<JsonOptions> json) : PageModel
{
    public PublicRegister Register { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string code, int? year, CancellationToken ct)
    {
        Response.Headers.Vary = "Accept, Accept-Language";
        Register = await mediator.Send(new GetPublicRegister(code, year), ct);
        return Request.WantsJson() ? new JsonResult(Register, json.Value.SerializerOptions) : Page();
    }

    public async Task<IActionResult> OnGetExport(string code, string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportPublicVenues(await mediator.Send(new GetPublicRegister(code), ct), TableFormats.Of(format)), ct)).Download();
}
