using System.Text;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.My;

[Authorize(Policy = Policies.BeCandidate)]
[ResponseCache(NoStore = true)]
public sealed class DownloadMyCredentialModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGet(PassportId id, CancellationToken ct)
    {
        var credential = await mediator.Send(new DownloadMyCredential(id, TokenType.OpenBadge), ct);
        return File(Encoding.ASCII.GetBytes(credential.Token), credential.MediaType, BadgeCredential.FileName);
    }
}
