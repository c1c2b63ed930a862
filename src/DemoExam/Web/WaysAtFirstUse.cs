// Nearer to our code than the framework's own methods of the same names, so that these are meant wherever an endpoint is mapped.
namespace DemoExam;

/// <summary>
/// Maps endpoints whose code is made at their first request. The framework writes and compiles code for every endpoint at the start; with hundreds
/// of them that is a quarter of its processor time. What an endpoint tells of itself (address, parameters, answers, rules) is known at once.
/// </summary>
internal static class WaysAtFirstUse
{
    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder ways, string pattern, Delegate handler) => ways.MapMethods(pattern, [HttpMethods.Get], handler);

    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder ways, string pattern, Delegate handler) => ways.MapMethods(pattern, [HttpMethods.Post], handler);

    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder ways, string pattern, Delegate handler) => ways.MapMethods(pattern, [HttpMethods.Put], handler);

    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder ways, string pattern, Delegate handler) => ways.MapMethods(pattern, [HttpMethods.Delete], handler);

    public static RouteHandlerBuilder MapMethods(this IEndpointRouteBuilder ways, string pattern, IEnumerable<string> methods, Delegate handler) =>
        RouteHandlerServices.Map(ways, pattern, handler, methods, RequestDelegateFactory.InferMetadata, MakeLater);

    /// <summary>Puts a <typeparamref name="TFilter"/> before the endpoint, one for all of its requests, made together with its code.</summary>
    public static RouteHandlerBuilder AddEndpointFilter<TFilter>(this RouteHandlerBuilder way)
        where TFilter : IEndpointFilter =>
        way.AddEndpointFilterFactory((endpoint, next) =>
        {
            var filter = ActivatorUtilities.CreateInstance<TFilter>(endpoint.ApplicationServices);
            return call => filter.InvokeAsync(call, next);
        });

    private static RequestDelegateResult MakeLater(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? known)
    {
        var made = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, known).RequestDelegate);
        return new(context => made.Value(context), known?.EndpointMetadata ?? []);
    }
}
