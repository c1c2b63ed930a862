using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>The public keys that credentials of this issuer are checked with: the one in use, and all former ones.</summary>
[AllowAnonymous]
public sealed record GetIssuerKeys : IQuery<IReadOnlyList<IssuerKey>>;

internal sealed class GetIssuerKeysHandler(DemoExamDb db) : IRequestHandler<GetIssuerKeys, IReadOnlyList<IssuerKey>>
{
    // What stands in a certificate never changes, and reading it takes longer than all else that a page asks; an installation has a handful.
    private static readonly ConcurrentDictionary<string, PublicKeyJwk> Keys = new();

    public Task<IReadOnlyList<IssuerKey>> Handle(GetIssuerKeys request, CancellationToken ct) => Read(db, ct);

    internal static async Task<IReadOnlyList<IssuerKey>> Read(DemoExamDb db, CancellationToken ct) =>
        KeysOf(await db.IssuerCertificates.AsNoTracking().Where(c => c.SignsTokens).OrderByDescending(c => c.FirstUsedAt).ToListAsync(ct));

    /// <summary>The keys in certificates, which come with the newest first.</summary>
    // A renewed certificate over the same key names the same key again; its newest certificate speaks for it.
    internal static IReadOnlyList<IssuerKey> KeysOf(IEnumerable<IssuerCertificate> certificates) =>
        [.. certificates.Where(c => c.SignsTokens).Select(c => new IssuerKey(KeyOf(c.Certificate), c.RetiredAt, c.RevokedAt)).DistinctBy(key => key.Key.Thumbprint)];

    private static PublicKeyJwk KeyOf(byte[] certificate) => Keys.GetOrAdd(Convert.ToHexString(SHA256.HashData(certificate)), _ =>
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate);
        return PublicKeyJwk.Of(read);
    });
}
