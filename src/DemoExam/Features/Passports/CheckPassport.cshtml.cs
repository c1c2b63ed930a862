using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Passports;

/// <summary>
/// One field for a number or link, one for the file. The form changes nothing and sets no cookie, so it needs no token against
/// forged requests.
/// </summary>
[AllowAnonymous]
[PublicPage]
[IgnoreAntiforgeryToken]
[EnableRateLimiting(RateLimits.Checks)]
// The threshold is above the limit: an uploaded file stays in memory and never touches the disk.
[RequestSizeLimit(LargestFile + Overhead)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestFile + Overhead, MemoryBufferThreshold = LargestFile + Overhead)]
public sealed class CheckPassportModel(IMediator mediator, IssuerIdentity issuer, PublicAddress address, IOptions<JsonOptions> json, Texts texts) : PageModel
{
    public const int LargestFile = 4 * 1024 * 1024;

    private const int Overhead = 64 * 1024;

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public PassportCheck? Check { get; private set; }

    /// <summary>For the script that checks files without sending them.</summary>
    public ProofView? Proof { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) =>
        string.IsNullOrWhiteSpace(Code) ? await Shown(ct) : await Answer(await mediator.Send(new VerifyPassport(Code: Code), ct), ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Upload is null or { Length: 0 } or { Length: > LargestFile })
        {
            ModelState.AddModelError(nameof(Upload), Upload is null or { Length: 0 } ? texts["Check.File.Missing"] : texts["Check.File.TooLarge", Formats.FileSize(LargestFile)]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await Shown(ct);
        }

        var bytes = new byte[Upload.Length];
        await using var stream = Upload.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, ct);
        return await Answer(await mediator.Send(new VerifyPassport(File: bytes), ct), ct);
    }

    private async Task<IActionResult> Answer(PassportCheck check, CancellationToken ct)
    {
        Check = check;
        return Request.WantsJson() ? new JsonResult(check, json.Value.SerializerOptions) : await Shown(ct);
    }

    private async Task<IActionResult> Shown(CancellationToken ct)
    {
        Proof = await mediator.Proof(issuer, address, Request, null, whole: false, ct);
        return Page();
    }
}
