using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Writes the certificates in use into the register of certificates, at every start; those before them are retired from now on.
/// Answers whether one is new.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record RegisterSigningKey : ICommand<bool>;

internal sealed class RegisterSigningKeyHandler(DemoExamDb db, SigningKeys keys, DocumentSigning signing, TimeProvider time) : IRequestHandler<RegisterSigningKey, bool>
{
    public async Task<bool> Handle(RegisterSigningKey request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var current = new[] { keys.Current.Certificate, signing.Certificate }.DistinctBy(IssuerCertificate.FingerprintOf).ToList();
        var all = await db.IssuerCertificates.ToDictionaryAsync(c => c.Sha256, ct);
        foreach (var former in all.Values.ExceptBy(current.Select(IssuerCertificate.FingerprintOf), c => c.Sha256))
        {
            former.Retire(now);
        }

        var added = false;
        foreach (var certificate in current)
        {
            if (!all.TryGetValue(IssuerCertificate.FingerprintOf(certificate), out var known))
            {
                db.IssuerCertificates.Add(new IssuerCertificate(certificate, signsTokens: certificate == current[0], now));
                added = true;
            }
            else if (known.RevokedAt is { } revoked)
            {
                throw new Credentials.Signing.SigningKeyFault($"The key {known.Serial} was reported as compromised on {revoked:yyyy-MM-dd} and may not sign. Make a new one: DemoExam keys rotate.");
            }
            else
            {
                known.Resume();
            }
        }

        return added;
    }
}
