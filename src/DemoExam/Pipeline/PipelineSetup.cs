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
            // What the compiler adds is most of the assembly, and asking a type for its interfaces takes long.
            where type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && !type.Name.StartsWith('<')
            from contract in type.GetInterfaces()
            where contract.IsGenericType && openInterfaces.Contains(contract.GetGenericTypeDefinition())
            select (contract, type);
        foreach (var (contract, type) in found)
        {
            // A validator says its rules when it is made, which takes longer than checking them; one without services serves all.
            services.Add(new ServiceDescriptor(contract, type, IsRulesOnly(contract, type) ? ServiceLifetime.Singleton : ServiceLifetime.Transient));
        }
    }

    private static bool IsRulesOnly(Type contract, Type type) => contract.GetGenericTypeDefinition() == typeof(IValidator<>) && type.GetConstructors().All(c => c.GetParameters().Length == 0);
}
