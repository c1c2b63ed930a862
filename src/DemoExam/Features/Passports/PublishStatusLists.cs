using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Signs a new copy of every status list that has changed or whose last copy runs out soon. Answers how many.</summary>
[Authorize(Policy = Policies.System)]
public sealed record PublishStatusLists : ICommand<int>;

internal sealed class PublishStatusListsHandler(DemoExamDb db, IssuerIdentity issuer, SigningKeys keys, TimeProvider time) : IRequestHandler<PublishStatusLists, int>
{
    /// <summary>How long a copy counts. Verifiers that are offline for longer must say so.</summary>
    private static readonly TimeSpan Term = TimeSpan.FromHours(24);

    public async Task<int> Handle(PublishStatusLists request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        keys.RequireInForce(now);
        var wholeSecond = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var lists = await db.Passports.GroupBy(p => p.StatusList)
            .Select(g => new { List = g.Key, Withdrawn = g.Count(p => p.Status == PassportStatus.Revoked || p.Status == PassportStatus.Superseded) })
            .OrderBy(l => l.List).ToListAsync(ct);
        var published = 0;
        foreach (var list in lists)
        {
            var last = await db.StatusLists.AsNoTracking().Where(l => l.List == list.List).OrderByDescending(l => l.MadeAt)
                .Select(l => new { l.MadeAt, l.Until, l.Withdrawn }).FirstOrDefaultAsync(ct);
            // What is withdrawn stays withdrawn, so equal numbers mean equal bits.
            if (last is not null && last.Withdrawn == list.Withdrawn && last.Until - now > Term / 2)
            {
                continue;
            }

            // Two copies in one second would be one copy for whoever asks by time.
            var madeAt = last is not null && last.MadeAt >= wholeSecond ? last.MadeAt.AddSeconds(1) : wholeSecond;
            db.StatusLists.Add(await Sign(list.List, madeAt, ct));
            published++;
        }

        return published;
    }

    private async Task<PublishedStatusList> Sign(int number, DateTimeOffset madeAt, CancellationToken ct)
    {
        var bits = new StatusList(StatusPlace.ListLength);
        var withdrawn = await db.Passports.Where(p => p.StatusList == number && (p.Status == PassportStatus.Revoked || p.Status == PassportStatus.Superseded))
            .Select(p => p.StatusIndex).ToListAsync(ct);
        foreach (var index in withdrawn)
        {
            bits[index] = true;
        }

        var payload = StatusListCredential.Payload(issuer.StatusList(number), issuer.Did, bits, madeAt, madeAt + Term);
        return new PublishedStatusList(number, madeAt, madeAt + Term, withdrawn.Count, await issuer.Signer.Sign(payload, TokenType.VerifiableCredential, ct));
    }
}
