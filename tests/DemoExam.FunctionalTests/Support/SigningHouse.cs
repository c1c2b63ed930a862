using DemoExam.TestTools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DemoExam.FunctionalTests.Support;

/// <summary>How a server of another house behaves.</summary>
public enum Behaviour
{
    Honest,
    Down,
    Slow,
    Lying,
}

/// <summary>
/// Other houses on a real port of this machine: a time-stamp authority at <c>/tsa</c>, a responder at <c>/ocsp</c> and a signer of
/// hashes at <c>/sign</c>, all run by OpenSSL or .NET and none by our code.
/// </summary>
public sealed class SigningHouse : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly Lazy<OpenSslPki> stranger = new(() => new OpenSslPki());

    public SigningHouse()
    {
        Pki.Certify("key", "ec", "ocsp");
        Pki.Certify("notary", "rsa", "crl");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/tsa", context => Answer(context, "application/timestamp-reply", body => Pki.Stamp(body), body => stranger.Value.Stamp(body)));
        server.MapPost("/ocsp", context => Answer(context, "application/ocsp-response", Pki.AnswerOcsp, _ => []));
        server.MapGet("/root.crl", context => Answer(context, "application/pkix-crl", _ => Pki.RevocationList(), _ => []));
        server.MapPost("/sign", context => Answer(context, "application/pkcs7-signature", body => Sign(body), body => Sign(body, lie: true)));
        server.MapPost("/gost", context => Answer(context, "application/pkcs7-signature", body => Gost(HashIn(body), false), body => Gost(HashIn(body), true)));
        server.Start();
    }

    public OpenSslPki Pki { get; } = new();

    /// <summary>Signs a hash by GOST at <c>/gost</c>; true asks for a signature of something else.</summary>
    public Func<byte[], bool, byte[]> Gost { get; set; } = (_, _) => [];

    /// <summary>How all of them behave from now on.</summary>
    public Behaviour Behaviour { get; set; }

    /// <summary>What was asked for, and the header of authorisation.</summary>
    public string? Authorization { get; private set; }

    public string Address(string path) => server.Urls.First() + path;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Pki.Dispose();
        if (stranger.IsValueCreated)
        {
            stranger.Value.Dispose();
        }
    }

    private async Task Answer(HttpContext context, string type, Func<byte[], byte[]> honest, Func<byte[], byte[]> lying)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        Authorization = context.Request.Headers.Authorization;
        switch (Behaviour)
        {
            case Behaviour.Down:
                context.Abort();
                return;
            case Behaviour.Slow:
                await Task.Delay(TimeSpan.FromMinutes(5), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            default:
                context.Response.ContentType = type;
                await context.Response.Body.WriteAsync((Behaviour == Behaviour.Lying ? lying : honest)(copy.ToArray()));
                return;
        }
    }

    private byte[] Sign(byte[] body, bool lie = false)
    {
        var hash = HashIn(body);
        hash[0] ^= lie ? (byte)1 : (byte)0;
        return HashSigner.Sign(Pki.At("notary.pem"), hash);
    }

    private static byte[] HashIn(byte[] body)
    {
        using var json = System.Text.Json.JsonDocument.Parse(body);
        return json.RootElement.GetProperty("hash").GetBytesFromBase64();
    }
}

/// <summary>A host that may reach the servers of a <see cref="SigningHouse"/>, at the present time, since those know no other.</summary>
public abstract class SigningApp : App
{
    protected SigningApp() => Clock.Now = TimeProvider.System.GetUtcNow();

    public SigningHouse House { get; } = new();

    protected override void Configure(IServiceCollection services) =>
        services.AddHttpClient(nameof(DemoExam.Security.DocumentSigning)).ConfigurePrimaryHttpMessageHandler(() => new ToHouse(House));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await House.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Certificates name hosts that no name server knows; they are found on the port of the house.</summary>
    private sealed class ToHouse(SigningHouse house) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = request.RequestUri!.Host switch
            {
                "ocsp.test" => new Uri(house.Address("/ocsp")),
                "pki.test" => new Uri(house.Address("/root.crl")),
                _ => request.RequestUri,
            };
            return base.SendAsync(request, cancellationToken);
        }
    }
}
