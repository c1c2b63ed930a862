using System.Reflection;

namespace DemoExam;

/// <summary>Version of this build, for example <c>0.1.0</c>; without the commit that the compiler adds.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
