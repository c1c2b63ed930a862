using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Puts documents with a time stamp in the place of those without. One that another run has stamped meanwhile stays. Answers how many were stored.</summary>
[Authorize(Policy = Policies.System)]
public sealed record StoreStampedPassports(IReadOnlyList<StampedPassport> Stamped) : ICommand<int>;

internal sealed class StoreStampedPassportsHandler(DemoExamDb db) : IRequestHandler<StoreStampedPassports, int>
{
    public async Task<int> Handle(StoreStampedPassports request, CancellationToken ct)
    {
        var ids = request.Stamped.Select(s => s.Id).ToList();
        var documents = await db.PassportDocuments.Where(d => ids.Contains(d.PassportId) && d.AwaitsTimestamp).ToDictionaryAsync(d => d.PassportId, ct);
        var passports = await db.Passports.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var (id, stamped) in request.Stamped.Where(s => documents.ContainsKey(s.Id)))
        {
            documents[id].Stamp(stamped.Bytes, stamped.Signature);
            passports[id].Stamp(stamped.Sha256);
        }

        return documents.Count;
    }
}
