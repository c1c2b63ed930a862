using System.ComponentModel;
using System.Diagnostics;

namespace DemoExam.FunctionalTests.Support;

/// <summary>Programs that a test runs: independent judges of our files, and our own binary.</summary>
public static class Tool
{
    /// <summary>Runs a program to its end; fails with the name of the package to install when it is missing.</summary>
    public static async Task<(int Exit, string Output, string Errors)> Run(string program, string package, params string[] arguments)
    {
        using var process = Start(program, package, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Runs our own binary as an operator does.</summary>
    public static Task<(int Exit, string Output, string Errors)> DemoExam(params string[] arguments) => Run("dotnet", "dotnet-sdk-10.0", [Binary, .. arguments]);

    /// <summary>Starts our own binary and lets it run.</summary>
    public static Process StartDemoExam(params string[] arguments) => Start("dotnet", "dotnet-sdk-10.0", [Binary, .. arguments]);

    private static string Binary => typeof(Program).Assembly.Location;

    private static Process Start(string program, string package, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"This test needs the program {program}. Install it, on Debian: apt-get install {package}", e);
        }
    }
}
