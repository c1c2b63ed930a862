using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

/// <summary>
/// The page that a browser keeps after one visit and opens in place of <c>/p/…</c> when there is no network: it checks the digits of a
/// QR code with the keys that it holds. It says nothing about any person, so it may be kept.
/// </summary>
[AllowAnonymous]
public sealed class OfflineCheckModel(IMediator mediator, IssuerIdentity issuer, PublicAddress address) : PageModel
{
    public ProofView Proof { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Proof = await mediator.Proof(issuer, address, Request, null, whole: true, ct);
}
