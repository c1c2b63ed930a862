namespace DemoExam.Features.Documents;

/// <summary>What printing documents needs besides the requests.</summary>
internal static class DocumentsSetup
{
    public static IServiceCollection AddDocuments(this IServiceCollection services) => services.AddSingleton<DocumentTemplates>().AddSingleton<DocumentPress>();

    /// <summary>Reads every template now, so that a wrong one stops the start and says what to do.</summary>
    public static void PrepareDocuments(this IServiceProvider services) => services.GetRequiredService<DocumentTemplates>();
}
