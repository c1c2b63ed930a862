namespace DemoExam;

/// <summary>What people outside the team may change without a build: layouts, fonts, forms.</summary>
internal static class TemplatesFolder
{
    private const string Setting = "Templates";

    /// <summary>The folder of the setting <c>Templates</c>; by default <c>templates</c> beside the binary.</summary>
    public static string Of(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } set ? Path.GetFullPath(set) : Path.Combine(AppContext.BaseDirectory, "templates");
}
