using DemoExam.Features.Passports;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Setup;

/// <summary>The key that was made at the first start, uploaded here or named by the settings. The page takes a key in and never gives one out.</summary>
[Authorize(Policy = Policies.Administer)]
[RequestSizeLimit((2 * UploadSigningKey.Largest) + Overhead)]
[RequestFormLimits(MultipartBodyLengthLimit = (2 * UploadSigningKey.Largest) + Overhead)]
public sealed class SetUpKeyModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    // A file that is a little too large still arrives, and the rule names the limit.
    private const int Overhead = 1024 * 1024;

    [BindProperty]
    public KeyForm Input { get; set; } = new();

    public SetupState State { get; private set; } = null!;

    public async Task Load(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var key = await mediator.Send(new UploadSigningKey(await Read(Input.File, ct) ?? [], await Read(Input.Key, ct), Input.Password), ct);
        TempData.Notify(Kind.Good, texts["Setup.Key.Upload.Done", key.Subject, Formats.Date(key.ValidTo)]);
        return RedirectToPage();
    }

    private static async Task<byte[]?> Read(IFormFile? file, CancellationToken ct)
    {
        if (file is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    public sealed class KeyForm
    {
        public IFormFile? File { get; set; }

        public IFormFile? Key { get; set; }

        public string? Password { get; set; }
    }
}
