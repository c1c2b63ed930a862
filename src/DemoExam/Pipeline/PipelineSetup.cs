using FluentValidation;
using MediatR;

namespace DemoExam.Pipeline;

/// <summary>The order in which every request is checked, first = outermost.</summary>
internal static class PipelineSetup
{
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<AfterCommit>();
        services.AddScoped<RegisterHistory>();
        services.AddScoped<DataAccess>();
        services.AddSingleton<KeptAccess>();
        services.AddEachImplementationOf(typeof(IRequestHandler<,>), typeof(IValidator<>));

        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(LoggingBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AuditBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AuthorisationBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(DataAccessBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TransactionBehaviour<,>));
        return services;
    }

    private static void AddEachImplementationOf(this IServiceCollection services, params Type[] openInterfaces)
    {
        var found =
            from type in typeof(PipelineSetup).Assembly.GetTypes()
            where type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType && openInterfaces.Contains(contract.GetGenericTypeDefinition())
            select (contract, type);
        foreach (var (contract, type) in found)
        {
            services.AddTransient(contract, type);
        }
    }
}
