using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>What programs of the page check passports with.</summary>
[AllowAnonymous]
public sealed record GetIssuerCertificates : IQuery<PublishedCertificates>;

/// <summary>The issuer's keys and certificates.</summary>
/// <param name="Keys">As <see cref="GetIssuerKeys"/> gives them.</param>
/// <param name="Fingerprints">Of the certificates whose signatures in PDF files count, and of those above the one in use; SHA-256, lower-case hex.</param>
public sealed record PublishedCertificates(IReadOnlyList<IssuerKey> Keys, IReadOnlyList<string> Fingerprints);

internal sealed class GetIssuerCertificatesHandler(DemoExamDb db, SigningKeys keys) : IRequestHandler<GetIssuerCertificates, PublishedCertificates>
{
    public async Task<PublishedCertificates> Handle(GetIssuerCertificates request, CancellationToken ct)
    {
        var all = await db.IssuerCertificates.AsNoTracking().OrderByDescending(c => c.FirstUsedAt).ToListAsync(ct);
        return new PublishedCertificates(
            GetIssuerKeysHandler.KeysOf(all),
            [.. all.Where(c => c.RevokedAt is null).Select(c => c.Sha256), .. keys.Current.Intermediates.Select(IssuerCertificate.FingerprintOf)]);
    }
}
