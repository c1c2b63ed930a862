#!/usr/bin/env dotnet
#:include shared/Shell.cs
// Builds DemoExam and starts it with a lifelike region:  dotnet run scripts/demo.cs [--urls http://localhost:5080] [other settings]
// The data lies in data/demo; delete that folder to begin anew. Stop with Ctrl+C.
string[] fonts = ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share/fonts")];
var hasFont = fonts.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.ttf", SearchOption.AllDirectories)).Any(f => Path.GetFileName(f) is "PTS55F.ttf" or "PTF55F.ttf");
if (!hasFont && !Shell.Install("fonts-paratype"))
{
    Console.WriteLine("Passports need PT Sans and PT Serif (Debian package fonts-paratype), or another font named by the setting Passports:FontFolder.");
}

if (Shell.Run("dotnet", ["build", "src/DemoExam", "-c", "Release", "-v", "q"]) is not 0 and var failure)
{
    return failure;
}

// Ctrl+C reaches the service as well as us; it ends first, then we do.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
return Shell.Run("dotnet", ["exec", "artifacts/bin/DemoExam/release/DemoExam.dll", "demo", "--DataFolder", "data/demo", .. args]);
