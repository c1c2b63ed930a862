using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>Takes a link back at once: it opens nothing any more. Another person's is answered like one that does not exist.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record EndShareLink(ShareLinkId Id) : ICommand<bool>;

internal sealed class EndShareLinkHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<EndShareLink, bool>
{
    public async Task<bool> Handle(EndShareLink request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var link = NotFound.Unless(await db.ShareLinks.SingleOrDefaultAsync(l => l.Id == request.Id && db.Passports.Any(p => p.Id == l.PassportId && mine.Contains(p.CandidateId)), ct), "link", request.Id);
        link.End(time.GetUtcNow());
        return true;
    }
}
