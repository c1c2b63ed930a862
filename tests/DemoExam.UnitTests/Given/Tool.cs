using System.ComponentModel;
using System.Diagnostics;

namespace DemoExam.UnitTests.Given;

/// <summary>Independent programs that judge our files, so that we do not only agree with ourselves.</summary>
public static class Tool
{
    /// <summary>Runs a program; fails with the name of the package to install when it is missing.</summary>
    public static (int Exit, string Output, string Errors) Run(string program, string package, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"This test needs the program {program}. Install it, on Debian: apt-get install {package}", e);
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
    }

    /// <summary>The text of a file as pdftotext reads it, with all white space made one space.</summary>
    public static string Text(string path) =>
        string.Join(' ', Run("pdftotext", "poppler-utils", "-raw", path, "-").Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A folder that goes when the test is over.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "demoexam-" + System.IO.Path.GetRandomFileName());

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
