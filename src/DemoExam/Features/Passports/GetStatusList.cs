using DemoExam.Data;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>A status list as it was last published, or as it was at a past moment.</summary>
/// <param name="List">Number of the list.</param>
/// <param name="At">Null for now.</param>
[AllowAnonymous]
public sealed record GetStatusList(int List, DateTimeOffset? At = null) : IQuery<StatusListCopy>;

/// <summary>A signed copy.</summary>
public sealed record StatusListCopy(string Token, DateTimeOffset MadeAt, DateTimeOffset Until);

internal sealed class GetStatusListHandler(DemoExamDb db) : IRequestHandler<GetStatusList, StatusListCopy>
{
    public async Task<StatusListCopy> Handle(GetStatusList request, CancellationToken ct)
    {
        var copies = db.StatusLists.AsNoTracking().Where(l => l.List == request.List);
        if (request.At is { } at)
        {
            copies = copies.Where(l => l.MadeAt <= at);
        }

        return NotFound.Unless(
            await copies.OrderByDescending(l => l.MadeAt).Select(l => new StatusListCopy(l.Token, l.MadeAt, l.Until)).FirstOrDefaultAsync(ct), "status list", request.List);
    }
}
