using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>The public keys that credentials of this issuer are checked with: the one in use, and all former ones.</summary>
[AllowAnonymous]
public sealed record GetIssuerKeys : IQuery<IReadOnlyList<IssuerKey>>;

internal sealed class GetIssuerKeysHandler(DemoExamDb db) : IRequestHandler<GetIssuerKeys, IReadOnlyList<IssuerKey>>
{
    public Task<IReadOnlyList<IssuerKey>> Handle(GetIssuerKeys request, CancellationToken ct) => Read(db, ct);

    internal static async Task<IReadOnlyList<IssuerKey>> Read(DemoExamDb db, CancellationToken ct)
    {
        var rows = await db.IssuerCertificates.AsNoTracking().Where(c => c.SignsTokens).OrderByDescending(c => c.FirstUsedAt).ToListAsync(ct);
        // A renewed certificate over the same key names the same key again; its newest certificate speaks for it.
        return [.. rows.Select(row =>
        {
            using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
            return new IssuerKey(PublicKeyJwk.Of(certificate), row.RetiredAt, row.RevokedAt);
        }).DistinctBy(key => key.Key.Thumbprint)];
    }
}
