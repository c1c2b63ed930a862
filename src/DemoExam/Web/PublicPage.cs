using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DemoExam.Web;

/// <summary>
/// A page for everybody that answers about a person: not for search engines, not for caches, and the address that leads to it
/// is told to nobody.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicPageAttribute : Attribute, IResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context) => Mark(context.HttpContext.Response.Headers);

    /// <summary>The same for an answer that is not a page.</summary>
    internal static void Mark(IHeaderDictionary headers)
    {
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.Vary = "Accept, Accept-Language";
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}

/// <summary>How often one address may ask. An office behind one address must not notice; whoever tries numbers one after another must.</summary>
internal static class RateLimits
{
    /// <summary>Checks of passports.</summary>
    public const string Checks = "checks";

    private const int LinksAtOnce = 300, LinksPerMinute = 300;
    private const int TypedAtOnce = 60, TypedPerMinute = 30;

    // The API: a program has its own account and so its own room; strangers behind one address share a wider one.
    private const string PerAccount = "Limits:ApiPerAccount", PerAddress = "Limits:ApiPerAddress";
    private const int UsualPerAccount = 6000, UsualPerAddress = 12000;

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        var (perAccount, perAddress) = (configuration.GetValue(PerAccount, UsualPerAccount), configuration.GetValue(PerAddress, UsualPerAddress));
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Kind, string Who)>(http =>
        {
            if (!http.Request.Path.StartsWithSegments("/api"))
            {
                return RateLimitPartition.GetNoLimiter(("page", ""));
            }

            var account = http.User.Identity?.IsAuthenticated == true ? http.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value : null;
            var (who, perMinute) = account is null ? (("address", Network(http.Connection.RemoteIpAddress)), perAddress) : (("account", account), perAccount);
            return perMinute <= 0 ? RateLimitPartition.GetNoLimiter(who) : RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = Math.Max(1, perMinute / 60),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
            });
        });
        options.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Checks, http =>
        {
            // A link can't be guessed, a number can.
            var isLink = http.Request.Path.StartsWithSegments("/p") || http.Request.Path.StartsWithSegments("/s");
            var (atOnce, perMinute) = isLink ? (LinksAtOnce, LinksPerMinute) : (TypedAtOnce, TypedPerMinute);
            return RateLimitPartition.GetTokenBucketLimiter((isLink, Network(http.Connection.RemoteIpAddress)), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = atOnce,
                TokensPerPeriod = perMinute / 6,
                ReplenishmentPeriod = TimeSpan.FromSeconds(10),
                AutoReplenishment = true,
            });
        });
    });

    // One subscriber has a whole /64 of IPv6 addresses.
    internal static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
