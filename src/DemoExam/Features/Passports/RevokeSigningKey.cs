using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Withdraws a signing key that is in wrong hands. It leaves the published keys, and a file that it signed counts only when the register
/// knows its hash. The key in use can't be withdrawn: rotate first.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record RevokeSigningKey(string Serial, string Why) : ICommand<bool>;

internal sealed class RevokeSigningKeyValidator : AbstractValidator<RevokeSigningKey>
{
    private const int LongestReason = 2000;

    public RevokeSigningKeyValidator() => RuleFor(r => r.Why).NotEmpty().MaximumLength(LongestReason);
}

internal sealed class RevokeSigningKeyHandler(DemoExamDb db, SigningKeys keys, DocumentSigning signing, TimeProvider time) : IRequestHandler<RevokeSigningKey, bool>
{
    public async Task<bool> Handle(RevokeSigningKey request, CancellationToken ct)
    {
        var serial = request.Serial.Trim().ToUpperInvariant();
        var certificate = NotFound.Unless(await db.IssuerCertificates.SingleOrDefaultAsync(c => c.Serial == serial, ct), "certificate", serial);
        PassportRules.KeyIsNotInUse.Require(certificate.Sha256 != IssuerCertificate.FingerprintOf(keys.Current.Certificate) && certificate.Sha256 != IssuerCertificate.FingerprintOf(signing.Certificate), ("serial", serial));
        certificate.Revoke(request.Why.Trim(), time.GetUtcNow());
        return true;
    }
}
