using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Fingerprints of the certificates whose signatures in PDF files count, and of those above the one in use; lower-case hex.</summary>
[AllowAnonymous]
public sealed record GetIssuerCertificates : IQuery<IReadOnlyList<string>>;

internal sealed class GetIssuerCertificatesHandler(DemoExamDb db, SigningKeys keys) : IRequestHandler<GetIssuerCertificates, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(GetIssuerCertificates request, CancellationToken ct) =>
    [
        .. await db.IssuerCertificates.AsNoTracking().Where(c => c.RevokedAt == null).OrderByDescending(c => c.FirstUsedAt).Select(c => c.Sha256).ToListAsync(ct),
        .. keys.Current.Intermediates.Select(IssuerCertificate.FingerprintOf),
    ];
}
