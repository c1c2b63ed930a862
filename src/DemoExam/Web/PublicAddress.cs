using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DemoExam.Web;

/// <summary>
/// The address that people type and QR codes lead to: the setting <c>PublicAddress</c>, else the first address that the
/// service listens on. It stands in signed documents for ever, so a real installation sets it.
/// </summary>
public sealed class PublicAddress
{
    private const string Setting = "PublicAddress";

    private readonly Uri? set;
    private readonly string? urls;
    private readonly IServer server;

    /// <exception cref="InvalidOperationException">The setting is no address.</exception>
    public PublicAddress(IConfiguration configuration, IServer server)
    {
        this.server = server;
        urls = configuration["urls"];
        if (configuration[Setting] is { Length: > 0 } text)
        {
            set = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length + address.Fragment.Length == 0
                ? address
                : throw new InvalidOperationException($"Set {Setting} to an address such as https://passports.example.org; “{text}” is none.");
        }
    }

    /// <summary>True when the installation says where it is found.</summary>
    public bool IsSet => set is not null;

    /// <summary>Without a slash at the end.</summary>
    public string Value => (set?.AbsoluteUri ?? Listening()).TrimEnd('/');

    /// <summary>The address with a path, which begins with a slash.</summary>
    public Uri With(string path) => new(Value + path);

    private string Listening()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var address = bound ?? urls?.Split(';')[0] ?? "http://localhost:5080";
        // A machine that listens on every address of its own is at least found from itself.
        return new Uri(address.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal)).AbsoluteUri;
    }
}
