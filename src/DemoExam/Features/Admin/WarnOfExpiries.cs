using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain.Mail;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Admin;

/// <summary>Writes once a week to the operators of each region, and to administrators, how much ends soon. Answers the number of messages.</summary>
[Authorize(Policy = Policies.System)]
internal sealed record WarnOfExpiries : ICommand<int>;

internal sealed class WarnOfExpiriesHandler(DemoExamDb db, SigningKeys keys, Outbox outbox, TimeProvider time) : IRequestHandler<WarnOfExpiries, int>
{
    public async Task<int> Handle(WarnOfExpiries request, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now);
        var week = $"{ISOWeek.GetYear(now)}-{ISOWeek.GetWeekOfYear(now)}";
        var written = 0;
        foreach (var region in await db.Regions.Select(r => r.Code).ToListAsync(ct))
        {
            written += await Tell(await db.Operators(region, ct), $"{region}:{week}", await db.Expiries(region, today, ct), ct);
        }

        return written + await Tell(await db.Administrators(ct), week, [.. keys.Expiry(today)], ct);
    }

    private async Task<int> Tell(IReadOnlyList<Receiver> receivers, string cause, List<Expiry> ending, CancellationToken ct)
    {
        if (ending.Count == 0)
        {
            return 0;
        }

        var untold = await outbox.NotTold(MailKind.ExpiriesNear, receivers, cause, ct);
        foreach (var receiver in untold)
        {
            outbox.Write(MailKind.ExpiriesNear, receiver, cause, "/expiries", t => [("count", Formats.Number(ending.Count, t.Culture)), ("first", Formats.Date(ending.Min(e => e.ValidTo), t.Culture))]);
        }

        return untold.Count;
    }
}
