using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>Takes the right away that a document gave. It can't be given back: a new document is registered instead.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RevokeCredential(ExpertId ExpertId, ExpertCredentialId CredentialId) : ICommand<Unit>;

internal sealed class RevokeCredentialHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RevokeCredential, Unit>
{
    public async Task<Unit> Handle(RevokeCredential request, CancellationToken ct)
    {
        var expert = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExpertId, ct), "expert", request.ExpertId);
        _ = NotFound.Unless(expert.Credentials.SingleOrDefault(c => c.Id == request.CredentialId), "credential", request.CredentialId);
        expert.RevokeCredential(request.CredentialId);
        return Unit.Value;
    }
}
