namespace DemoExam;

/// <summary>What people outside the team may change without a build: layouts, fonts, forms.</summary>
internal static class TemplatesFolder
{
    private const string Setting = "Templates";

    /// <summary>
    /// Where templates of a kind lie: in the folder of the setting <c>Templates</c>, or beside the binary where that one lacks the kind,
    /// so that own layouts don't keep a new version from starting for want of other texts.
    /// </summary>
    public static string Of(IConfiguration configuration, string kind) =>
        configuration[Setting] is { Length: > 0 } set && Path.GetFullPath(Path.Combine(set, kind)) is var own && Directory.Exists(own) ? own : Path.Combine(AppContext.BaseDirectory, "templates", kind);
}
