using DemoExam.Data;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>What a holder's link shows, as a token that the reader can check without us (SD-JWT). Only while the link is open.</summary>
[AllowAnonymous]
public sealed record GetSelection(string Token) : IQuery<SharedSelection>;

/// <summary>The signed selection.</summary>
/// <param name="Presentation">Token with the shown values.</param>
/// <param name="Until">When it ends.</param>
public sealed record SharedSelection(string Presentation, DateTimeOffset Until);

internal sealed class GetSelectionHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<GetSelection, SharedSelection>
{
    public async Task<SharedSelection> Handle(GetSelection request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var link = await db.ShareLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Token == request.Token, ct);
        // A link made before selections were signed has none.
        return link is { Presentation.Length: > 0 } && link.IsOpen(now) ? new SharedSelection(link.Presentation, link.Until) : throw new NotFound("selection");
    }
}
