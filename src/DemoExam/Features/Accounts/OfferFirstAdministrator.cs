using DemoExam.Data;
using DemoExam.Jobs;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Makes a new code for the first administrator and ends earlier ones; null when there is an account already.</summary>
[Authorize(Policy = Policies.System)]
public sealed record OfferFirstAdministrator : ICommand<string?>;

internal sealed class OfferFirstAdministratorHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<OfferFirstAdministrator, string?>
{
    public async Task<string?> Handle(OfferFirstAdministrator request, CancellationToken ct)
    {
        db.OneTimeLinks.RemoveRange(await db.OneTimeLinks.Where(l => l.AccountId == null).ToListAsync(ct));
        if (await db.Users.AnyAsync(ct))
        {
            return null;
        }

        var code = OneTimeCode.ForLink();
        db.OneTimeLinks.Add(new OneTimeLink { CodeHash = OneTimeCode.HashOf(code), IssuedAt = time.GetUtcNow() });
        return code;
    }
}

/// <summary>
/// Prints the link to the first administrator once the service listens. To the console, not to the log: logs are kept and
/// read by more people.
/// </summary>
internal sealed class FirstAdministratorLink(RunAsSystem run, PublicAddress address) : IHostedLifecycleService
{
    /// <summary>The link by its code while it may be used.</summary>
    public static IQueryable<OneTimeLink> Open(DemoExamDb db, string? code)
    {
        var hash = OneTimeCode.HashOf(code);
        return db.OneTimeLinks.Where(l => l.CodeHash == hash && l.AccountId == null && !db.Users.Any());
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (await run.Send(new OfferFirstAdministrator(), cancellationToken) is not { } code)
        {
            return;
        }

        Console.WriteLine($"""

            There is no account yet. Make the first administrator here; the link works once:
              {address.Value}/first-administrator?code={code}

            """);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
