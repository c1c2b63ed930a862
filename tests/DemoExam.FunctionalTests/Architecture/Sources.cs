using System.Runtime.CompilerServices;

namespace DemoExam.FunctionalTests.Architecture;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Sources
{
    public static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    /// <summary>Files below a folder of the repository, without build output.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories);

    /// <summary>Path as people write it in a message.</summary>
    public static string Short(string file) => Path.GetRelativePath(Root, file);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
