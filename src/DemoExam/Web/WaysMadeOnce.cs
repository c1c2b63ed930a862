namespace DemoExam.Web;

/// <summary>
/// Collects ways into the service and makes them once, on all processors. The framework asks each group of endpoints twice, for routing and for
/// authorisation, and a group makes its endpoints anew each time; with hundreds of them that shows in the time of a start.
/// </summary>
internal sealed class WaysMadeOnce : IEndpointRouteBuilder
{
    private readonly IEndpointRouteBuilder _app;

    private WaysMadeOnce(IEndpointRouteBuilder app) => _app = app;

    public IServiceProvider ServiceProvider => _app.ServiceProvider;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    /// <summary>Maps what <paramref name="parts"/> say, beside one another, and adds the endpoints to the application.</summary>
    public static void Make(IEndpointRouteBuilder app, params Action<IEndpointRouteBuilder>[] parts)
    {
        var ways = Array.ConvertAll(parts, _ => new WaysMadeOnce(app));
        Parallel.For(0, parts.Length, i => parts[i](ways[i]));
        var made = ways.SelectMany(w => w.DataSources).Select(source => new CompositeEndpointDataSource([source])).ToList();
        Parallel.ForEach(made, source => _ = source.Endpoints);
        made.ForEach(app.DataSources.Add);
    }

    public IApplicationBuilder CreateApplicationBuilder() => _app.CreateApplicationBuilder();
}
