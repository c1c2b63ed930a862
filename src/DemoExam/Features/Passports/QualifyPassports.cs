using System.Collections.Concurrent;
using DemoExam.Credentials.Signing;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Asks the other house for the qualified signatures that it owes, outside of any transaction. Answers those that hold, to be stored by
/// <see cref="StoreQualifiedSignatures"/>; fewer than asked for when the house does not answer.
/// </summary>
/// <param name="Most">Documents at a time.</param>
[Authorize(Policy = Policies.System)]
public sealed record QualifyPassports(int Most) : IQuery<IReadOnlyList<QualifiedPassport>>;

/// <summary>A passport and the signature beside its document.</summary>
public sealed record QualifiedPassport(PassportId Id, byte[] Signature);

internal sealed class QualifyPassportsHandler(DemoExamDb db, PassportPress press, ILogger<QualifyPassportsHandler> log) : IRequestHandler<QualifyPassports, IReadOnlyList<QualifiedPassport>>
{
    public async Task<IReadOnlyList<QualifiedPassport>> Handle(QualifyPassports request, CancellationToken ct)
    {
        // A document that still waits for its time stamp will be another one.
        var due = await db.PassportDocuments.AsNoTracking().Where(d => d.AwaitsQualified && !d.AwaitsTimestamp).OrderBy(d => d.PassportId).Take(request.Most)
            .Select(d => new { d.PassportId, d.Pdf }).ToListAsync(ct);
        var signed = new ConcurrentBag<QualifiedPassport>();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = press.Parallelism, CancellationToken = ct }, async (document, token) =>
        {
            try
            {
                if (await press.Qualify(document.Pdf, token) is { } signature)
                {
                    signed.Add(new QualifiedPassport(document.PassportId, signature));
                }
            }
            catch (SigningKeyFault fault)
            {
                log.LogWarning("Passport {Passport} waits for its qualified signature: {Reason}", document.PassportId, fault.Message);
            }
        });
        return [.. signed];
    }
}
