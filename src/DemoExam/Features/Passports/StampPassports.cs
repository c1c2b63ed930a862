using System.Collections.Concurrent;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Asks the time-stamp authority for stamps that it owes, outside of any transaction. Answers the stamped documents, to be stored by
/// <see cref="StoreStampedPassports"/>; fewer than asked for when the authority does not answer.
/// </summary>
/// <param name="Most">Documents at a time.</param>
[Authorize(Policy = Policies.System)]
public sealed record StampPassports(int Most) : IQuery<IReadOnlyList<StampedPassport>>;

/// <summary>A document that has got its stamp.</summary>
public sealed record StampedPassport(PassportId Id, StampedPdf Document);

internal sealed class StampPassportsHandler(DemoExamDb db, PassportPress press, ILogger<StampPassportsHandler> log) : IRequestHandler<StampPassports, IReadOnlyList<StampedPassport>>
{
    public async Task<IReadOnlyList<StampedPassport>> Handle(StampPassports request, CancellationToken ct)
    {
        var due = await db.PassportDocuments.AsNoTracking().Where(d => d.AwaitsTimestamp).OrderBy(d => d.PassportId).Take(request.Most)
            .Select(d => new { d.PassportId, d.Pdf }).ToListAsync(ct);
        var stamped = new ConcurrentBag<StampedPassport>();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = press.Parallelism, CancellationToken = ct }, async (document, token) =>
        {
            try
            {
                if (await press.Stamp(document.Pdf, token) is { } done)
                {
                    stamped.Add(new StampedPassport(document.PassportId, done));
                }
            }
            catch (Exception failure) when (failure is ArgumentException or Credentials.Signing.SigningKeyFault)
            {
                // One bad document must not hold up the others.
                log.LogError(failure, "Passport {Passport} can't get its time stamp", document.PassportId);
            }
        });
        return [.. stamped];
    }
}
