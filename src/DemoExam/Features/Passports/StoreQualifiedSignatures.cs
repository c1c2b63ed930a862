using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Lays qualified signatures beside their documents. One that another run has brought meanwhile stays. Answers how many were stored.</summary>
[Authorize(Policy = Policies.System)]
public sealed record StoreQualifiedSignatures(IReadOnlyList<QualifiedPassport> Passports) : ICommand<int>;

internal sealed class StoreQualifiedSignaturesHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<StoreQualifiedSignatures, int>
{
    public async Task<int> Handle(StoreQualifiedSignatures request, CancellationToken ct)
    {
        var ids = request.Passports.Select(s => s.Id).ToList();
        var documents = await db.PassportDocuments.Where(d => ids.Contains(d.PassportId) && d.AwaitsQualified).ToDictionaryAsync(d => d.PassportId, ct);
        var passports = await db.Passports.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var (id, signature) in request.Passports.Where(s => documents.ContainsKey(s.Id)))
        {
            documents[id].Qualify(signature);
            passports[id].Qualify(time.GetUtcNow());
        }

        return documents.Count;
    }
}
