using System.Diagnostics;
using System.Runtime.CompilerServices;

/// <summary>What the scripts share: where the repository is, how programs are run, what Debian must bring.</summary>
internal static class Shell
{
    /// <summary>Root of the repository, wherever the script was started from.</summary>
    public static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../.."));

    /// <summary>True when we may install packages and become another user without asking.</summary>
    public static bool IsRoot => Environment.UserName == "root";

    /// <summary>Runs a program in the repository's root, its output in ours, and answers its exit code.</summary>
    public static int Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, arguments, environment, capture: false);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs a program and answers its exit code and output.</summary>
    public static (int Exit, string Output) Capture(string program, params string[] arguments)
    {
        try
        {
            using var process = Start(program, arguments, null, capture: true);
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"{program} is not installed.");
        }
    }

    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, bool capture)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, UseShellExecute = false, RedirectStandardOutput = capture, RedirectStandardError = capture };
        // A build server that stays behind would keep the terminal of whoever called us.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Installs the Debian packages that are missing, when we may; otherwise says what to install.</summary>
    /// <returns>True when all are there.</returns>
    public static bool Install(params string[] packages)
    {
        var missing = packages.Where(p => !Capture("dpkg-query", "-W", "-f=${Status}", p).Output.Contains("install ok installed", StringComparison.Ordinal)).ToList();
        if (missing.Count == 0)
        {
            return true;
        }

        string[] sudo = IsRoot ? [] : ["sudo", "-n"];
        if ((!IsRoot && Capture("sudo", "-n", "true").Exit != 0) || Capture("apt-get", "--version").Exit != 0)
        {
            Console.WriteLine($"Please install: {string.Join(' ', missing)}");
            return false;
        }

        Console.WriteLine($"Installing {string.Join(' ', missing)}");
        Apt("update");
        return Apt("install", ["--no-install-recommends", .. missing]) == 0;

        int Apt(string verb, params string[] rest)
        {
            string[] command = [.. sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-qq", verb, .. rest];
            var (exit, output) = Capture(command[0], command[1..]);
            if (exit != 0)
            {
                Console.WriteLine(output);
            }

            return exit;
        }
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
