using System.CommandLine;
using System.Diagnostics;
using DemoExam.Data;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Backup;

/// <summary><c>restore FILE</c>: a backup into an empty installation, whole or not at all.</summary>
internal static class RestoreCommand
{
    private const string Aside = ".restore-";

    public static Command Make(string[] args)
    {
        var file = new Argument<string[]>("FILE") { Description = "The backup.", Arity = ArgumentArity.ZeroOrMore };
        var passphrase = BackupCommand.PassphraseOption();
        var command = new Command("restore", """
            Restore a backup into an empty installation: an empty data folder and, on PostgreSQL, an empty database.

            The backup is read to its end before anything is put in place. Afterwards run `DemoExam migrate` when this version is newer than the
            backup, then `DemoExam audit`.
            """) { file, passphrase };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => BackupCommand.Guarded(async () =>
        {
            var watch = Stopwatch.StartNew();
            await using var app = Host.Build([.. BackupCommand.SettingsOf(args), .. BackupCommand.OnlyData]);
            var made = await Run(app, BackupCommand.OnlyName(parsed.GetValue(file)), BackupCommand.ReadPassphrase(parsed.GetValue(passphrase)), ct);
            Console.WriteLine($"Restored the backup of {made:yyyy-MM-dd HH:mm:ss} UTC in {watch.Elapsed.TotalSeconds:0.0} s. Run `DemoExam audit` now.");
        }));
        return command;
    }

    private static async Task<DateTimeOffset> Run(WebApplication app, string file, string passphrase, CancellationToken ct)
    {
        var kind = app.Services.GetRequiredService<DatabaseOptions>().Provider;
        var database = new DatabaseCopy(kind, DatabaseSetup.ConnectionOf(app.Configuration));
        database.RequireSupported();
        var dataFolder = DataFolder.Of(app.Configuration);
        foreach (var left in Directory.EnumerateDirectories(dataFolder, Aside + "*"))
        {
            // An attempt that was killed before it put anything in place.
            Directory.Delete(left, recursive: true);
        }

        if (Directory.EnumerateFileSystemEntries(dataFolder).FirstOrDefault() is { } found)
        {
            throw new BackupFault($"The data folder is not empty: {found}. Restore into an empty installation: name another DataFolder.");
        }

        await database.RequireEmpty(ct);
        var aside = BackupCommand.PrivateFolder(dataFolder, Aside);
        try
        {
            BackupArchive.Unpacked backup;
            await using (var input = File.OpenRead(file))
            await using (var envelope = SealedFile.Open(input, passphrase))
            {
                backup = await BackupArchive.Read(envelope, aside, ct);
            }

            RequireFit(app, kind, backup.Manifest);
            await Place(backup, database, dataFolder, app.Configuration["Templates"], ct);
            return backup.Manifest.MadeAt;
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static void RequireFit(WebApplication app, DatabaseKind kind, BackupManifest manifest)
    {
        if (manifest.Database != kind)
        {
            throw new BackupFault($"The backup is of {manifest.Database}, and Database:Provider is {kind}. Restore it there; `DemoExam move` takes it to another kind.");
        }

        using var scope = app.Services.CreateScope();
        var known = scope.ServiceProvider.GetRequiredService<DemoExamDb>().Database.GetMigrations().ToHashSet();
        if (manifest.Migrations.FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw new BackupFault($"A newer version of DemoExam made the backup ({newer}). Restore it with that version.");
        }
    }

    private static async Task Place(BackupArchive.Unpacked backup, DatabaseCopy database, string dataFolder, string? templates, CancellationToken ct)
    {
        var placed = new List<string>();
        try
        {
            foreach (var from in Directory.Exists(backup.Data) ? Directory.GetFileSystemEntries(backup.Data) : [])
            {
                var to = Path.Combine(dataFolder, Path.GetFileName(from));
                Directory.Move(from, to);
                placed.Add(to);
            }

            if (Directory.Exists(backup.Templates))
            {
                var to = templates is { Length: > 0 } && !Directory.Exists(templates) ? Path.GetFullPath(templates) : Path.Combine(dataFolder, "templates");
                Directory.Move(backup.Templates, to);
                placed.Add(to);
                Console.WriteLine($"Own templates are in {to}.");
            }

            // The database last: while it is missing, nothing can start on half an installation.
            await database.Load(backup.Database, ct);
        }
        catch
        {
            foreach (var path in placed)
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }

            throw;
        }
    }
}
