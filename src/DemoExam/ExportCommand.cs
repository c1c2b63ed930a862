using System.CommandLine;
using DemoExam.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DemoExam;

/// <summary><c>export-verifier FOLDER</c>: what third parties host so that passports can be checked when the issuer is gone.</summary>
internal static class ExportCommand
{
    private const string Name = "export-verifier";

    public static Command Make(string[] args)
    {
        var folder = new Argument<string>("FOLDER") { Description = "An empty or new folder." };
        var export = new Command(Name, """
            Write keys, status lists, the transparency log and the page that checks passports into a folder.

            Anybody may host the folder on a web server of plain files: it checks passports without this service, and says as of
            which day their standing is known. It holds no personal data. Run it regularly and hand the folder to those who are to
            keep it. PublicAddress must be set as for the service.
            """) { folder };
        export.TreatUnmatchedTokensAsErrors = false;
        export.SetAction((parsed, ct) => Run(parsed.GetValue(folder)!, [.. args.Where(a => a != Name && a != parsed.GetValue(folder))], ct));
        return export;
    }

    private static async Task<int> Run(string folder, string[] args, CancellationToken ct)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Console.Error.WriteLine($"The folder {folder} is not empty. Name a new one.");
            return 1;
        }

        // The service on a door of its own, without jobs: what it publishes is what is written.
        await using var app = Host.Build([.. args, "--Jobs:Enabled=false", "--urls=http://127.0.0.1:0"]);
        if (string.IsNullOrWhiteSpace(app.Configuration["PublicAddress"]))
        {
            Console.Error.WriteLine("Set PublicAddress to the address of the service: it stands in every credential and is what keys and lists are checked against.");
            return 1;
        }

        app.UseWeb();
        await app.StartAsync(ct);
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        var files = await new VerifierExport(client, folder).Write(ct);
        await app.StopAsync(ct);
        Console.WriteLine($"{files} files in {Path.GetFullPath(folder)}. Open index.html from any web server.");
        return 0;
    }
}
