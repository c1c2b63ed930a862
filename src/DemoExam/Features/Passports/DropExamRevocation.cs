using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Takes back or refuses all proposed revocations of an exam; its passports stay as they are. Answers how many.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record DropExamRevocation(ExamId ExamId) : ICommand<int>;

internal sealed class DropExamRevocationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<DropExamRevocation, int>
{
    public async Task<int> Handle(DropExamRevocation request, CancellationToken ct)
    {
        await db.RequireExamOfPassports(request.ExamId, user, ct);
        var proposed = await db.Passports.InRegionOf(db, user).Where(p => p.ExamId == request.ExamId && p.ProposedAt != null).ToListAsync(ct);
        PassportRules.RevocationIsProposed.Require(proposed.Count > 0);
        proposed.ForEach(p => p.DropRevocation());
        return proposed.Count;
    }
}
