using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Writes the certificate in use into the register of certificates, at every start; those before it are retired from now on. Answers
/// whether it is a new one.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record RegisterSigningKey : ICommand<bool>;

internal sealed class RegisterSigningKeyHandler(DemoExamDb db, SigningKeys keys, TimeProvider time) : IRequestHandler<RegisterSigningKey, bool>
{
    public async Task<bool> Handle(RegisterSigningKey request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var current = IssuerCertificate.FingerprintOf(keys.Current.Certificate);
        var all = await db.IssuerCertificates.ToListAsync(ct);
        foreach (var former in all.Where(c => c.Sha256 != current))
        {
            former.Retire(now);
        }

        if (all.SingleOrDefault(c => c.Sha256 == current) is { } known)
        {
            if (known.RevokedAt is { } revoked)
            {
                throw new Credentials.Signing.SigningKeyFault($"The key {known.Serial} was reported as compromised on {revoked:yyyy-MM-dd} and may not sign. Make a new one: DemoExam keys rotate.");
            }

            known.Resume();
            return false;
        }

        db.IssuerCertificates.Add(new IssuerCertificate(keys.Current.Certificate, now));
        return true;
    }
}
