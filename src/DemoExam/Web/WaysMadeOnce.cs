using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace DemoExam.Web;

/// <summary>
/// Collects ways into the service and makes them once, on all processors. The framework asks each group of endpoints twice, for routing and for
/// authorisation, and a group makes its endpoints anew each time; with hundreds of them that is half of the time of a start.
/// </summary>
internal sealed class WaysMadeOnce : IEndpointRouteBuilder, IServiceProvider
{
    private readonly IEndpointRouteBuilder _app;
    private readonly IOptions<JsonOptions> _json;

    private WaysMadeOnce(IEndpointRouteBuilder app, IOptions<JsonOptions> json) => (_app, _json) = (app, json);

    public IServiceProvider ServiceProvider => this;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    /// <summary>Maps what <paramref name="parts"/> say, beside one another, and adds the endpoints to the application.</summary>
    public static void Make(WebApplication app, params Action<IEndpointRouteBuilder>[] parts)
    {
        var json = new JsonOptions();
        WebSetup.WriteOurWay(json);
        json.SerializerOptions.Converters.Insert(0, new JsonAtFirstUse(app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions));
        var ways = Array.ConvertAll(parts, _ => new WaysMadeOnce(app, Options.Create(json)));
        Parallel.For(0, parts.Length, i => parts[i](ways[i]));
        var made = ways.SelectMany(w => w.DataSources).Select(source => new CompositeEndpointDataSource([source])).ToList();
        Parallel.ForEach(made, source => _ = source.Endpoints);
        made.ForEach(((IEndpointRouteBuilder)app).DataSources.Add);
    }

    public IApplicationBuilder CreateApplicationBuilder() => _app.CreateApplicationBuilder();

    /// <summary>The service of the application; only endpoints that are being made learn of bodies later.</summary>
    public object? GetService(Type serviceType) => serviceType == typeof(IOptions<JsonOptions>) ? _json : _app.ServiceProvider.GetService(serviceType);
}
