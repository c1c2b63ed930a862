using DemoExam.Credentials.Signing;
using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Refuses a node that would make a signing key of its own although the installation has one: its passports would be checked against another
/// root. Answers the serial number of the key in use, null when there is none yet.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record RequireSigningKey : IQuery<string?>;

internal sealed class RequireSigningKeyHandler(DemoExamDb db, IConfiguration configuration) : IRequestHandler<RequireSigningKey, string?>
{
    public async Task<string?> Handle(RequireSigningKey request, CancellationToken ct)
    {
        var serial = await db.IssuerCertificates.Where(c => c.SignsTokens && c.RetiredAt == null).Select(c => c.Serial).FirstOrDefaultAsync(ct);
        return serial is null || SigningKeys.Missing(configuration) is not { } folder
            ? serial
            : throw new SigningKeyFault($"This installation signs with the key {serial}, and {folder} does not hold it. Copy the folder from another node or from the backup, without {NewSigningKey.RootKeyFile}, or set Signing:KeyFile.");
    }
}
