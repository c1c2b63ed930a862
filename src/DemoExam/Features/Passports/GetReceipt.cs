using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>
/// A signed record of what everybody's check of a passport says now, for the files of an employer: as a page to print and as a token for
/// programs. It says what the page at the same address says, and is given for what stands in the register only.
/// </summary>
/// <param name="Token">The token of a verification address.</param>
[AllowAnonymous]
public sealed record GetReceipt(string Token) : IQuery<Receipt>;

/// <summary>A receipt of a check.</summary>
/// <param name="File">The PDF, with the token inside.</param>
/// <param name="Jwt">The token.</param>
public sealed record Receipt(PassportFile File, string Jwt)
{
    /// <summary>Media type of the token by itself (RFC 7519).</summary>
    public const string TokenMediaType = "application/jwt";
}

internal sealed class GetReceiptHandler(RegisterCheck register, ReceiptPress press) : IRequestHandler<GetReceipt, Receipt>
{
    public async Task<Receipt> Handle(GetReceipt request, CancellationToken ct)
    {
        var check = await register.ByToken(request.Token, null, ct);
        return await press.Print(check, NotFound.Unless(check.Passport, "passport"), request.Token, ct);
    }
}
