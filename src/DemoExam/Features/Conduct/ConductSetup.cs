namespace DemoExam.Features.Conduct;

/// <summary>What conducting exams needs besides the requests.</summary>
internal static class ConductSetup
{
    public static IServiceCollection AddConduct(this IServiceCollection services) => services.AddSingleton<TaskMark>();
}
