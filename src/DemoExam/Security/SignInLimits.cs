using System.Threading.RateLimiting;
using DemoExam.Domain.People;

namespace DemoExam.Security;

/// <summary>
/// How often one address may try one account. The pair is counted, so a whole office behind one address signs in at nine
/// o'clock without waiting, while a machine that guesses for one account soon does.
/// </summary>
internal sealed class SignInLimits : IDisposable
{
    /// <summary>Tries in one <see cref="Window"/>.</summary>
    public const int Tries = 10;

    /// <summary>Wrong tries of one address in one <see cref="Window"/>, whatever the accounts. Right ones don't count, so an office of any size signs in at nine o'clock, while a list of stolen passwords soon waits.</summary>
    public const int FailuresOfAddress = 100;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<(string Account, string Address)> _limiter = PartitionedRateLimiter.Create<(string Account, string Address), string>(
        tried => RateLimitPartition.GetFixedWindowLimiter($"{tried.Address} {tried.Account}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = Tries, Window = Window, QueueLimit = 0 }));

    private readonly PartitionedRateLimiter<string> _addresses = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = FailuresOfAddress, Window = Window, QueueLimit = 0 }));

    /// <summary>Counts a try; null when it may go on, else how long to wait.</summary>
    public TimeSpan? Wait(string account, string? address)
    {
        using var lease = _limiter.AttemptAcquire((TextNorm.Of(account), address ?? ""));
        if (!lease.IsAcquired)
        {
            return WaitOf(lease);
        }

        return !string.IsNullOrEmpty(address) && _addresses.GetStatistics(address) is { CurrentAvailablePermits: 0 } ? Window : null;
    }

    /// <summary>Counts a wrong try.</summary>
    public void Failed(string? address)
    {
        if (!string.IsNullOrEmpty(address))
        {
            _addresses.AttemptAcquire(address).Dispose();
        }
    }

    private static TimeSpan WaitOf(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;

    public void Dispose()
    {
        _limiter.Dispose();
        _addresses.Dispose();
    }
}
