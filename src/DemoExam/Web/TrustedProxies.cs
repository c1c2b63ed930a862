using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace DemoExam.Web;

/// <summary>
/// Whose word counts about who asks: addresses or networks of our own reverse proxies, setting <c>TrustedProxies</c>
/// (<c>10.0.0.5;10.1.0.0/16</c>). Without it nobody's does, and limits count the address that really connected.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "TrustedProxies";

    /// <summary>Call it first: everything after it sees the caller's own address and scheme.</summary>
    /// <exception cref="NodeFault">The setting names something that is no address.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var named = (app.Configuration[Setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0)
        {
            return;
        }

        // One step back only: what lies before our own proxy could be invented by the caller.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var name in named)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(name, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new NodeFault($"{Setting} names “{name}”, which is neither an address nor a network such as 10.1.0.0/16.");
            }
        }

        app.UseForwardedHeaders(options);
    }
}
