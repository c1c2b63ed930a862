using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DemoExam.Data;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Backup;

/// <summary><c>backup TARGET</c>: one encrypted file that holds the whole installation, made while it runs.</summary>
internal static class BackupCommand
{
    /// <summary>Environment variable with the passphrase.</summary>
    internal const string PassphraseVariable = "DEMOEXAM_PASSPHRASE";

    /// <summary>Settings of a host that works on data: neither pages nor jobs, whose tables would be made at once.</summary>
    internal static readonly string[] OnlyData = ["--Pages:Enabled=false", "--Jobs:Enabled=false"];

    private const string Name = "backup", Extension = ".demoexam-backup", Stamp = "yyyyMMdd'T'HHmmss'Z'", Aside = ".backup-";
    private const int ShortestPassphrase = 12;

    public static Command Make(string[] args)
    {
        var target = new Argument<string[]>("TARGET") { Description = "A new file, or a folder in which a file with the time in its name is made.", Arity = ArgumentArity.ZeroOrMore };
        var passphrase = PassphraseOption();
        var keep = new Option<string?>("--keep") { Description = "With a folder: keep the newest backup of so many days, weeks and months and delete the others, for example 7,4,12." };
        var command = new Command(Name, $"""
            Back the installation up into one encrypted file, while the service runs: the database as of one moment (SQLite by its online
            backup, PostgreSQL by pg_dump), signing keys and everything else of the data folder, own templates.

            The passphrase comes from --passphrase-file or {PassphraseVariable}. Keep it apart from the backups: without it nobody reads them.
            A key that Signing:KeyFile or a token holds elsewhere is not in it.
            """) { target, passphrase, keep };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => Guarded(async () =>
        {
            var watch = Stopwatch.StartNew();
            await using var app = Host.Build([.. SettingsOf(args), .. OnlyData]);
            var written = await Run(app, OnlyName(parsed.GetValue(target)), ReadPassphrase(parsed.GetValue(passphrase)), parsed.GetValue(keep) is { } text ? Retention.Parse(text) : null, ct);
            Console.WriteLine($"{written.FullName}, {written.Length:N0} bytes, in {watch.Elapsed.TotalSeconds:0.0} s.");
        }));
        return command;
    }

    internal static Option<string?> PassphraseOption() => new("--passphrase-file") { Description = $"File whose first line is the passphrase, at least {ShortestPassphrase} characters. Default: {PassphraseVariable}." };

    /// <summary>Settings of the service among the arguments.</summary>
    internal static string[] SettingsOf(string[] args) => [.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal))];

    /// <summary>The one name among the arguments; settings may have been taken for names.</summary>
    /// <exception cref="BackupFault">There is none, or more than one.</exception>
    internal static string OnlyName(string[]? names) => names?.Where(n => !n.StartsWith("--", StringComparison.Ordinal)).ToList() is [var one]
        ? Path.GetFullPath(one) : throw new BackupFault("Name one file.");

    /// <exception cref="BackupFault">There is none, or it is too short.</exception>
    internal static string ReadPassphrase(string? file)
    {
        try
        {
            var text = (file is null ? Environment.GetEnvironmentVariable(PassphraseVariable) : File.ReadLines(file).FirstOrDefault())?.Trim() ?? "";
            return text.Length >= ShortestPassphrase ? text : throw new BackupFault($"Give a passphrase of at least {ShortestPassphrase} characters by --passphrase-file or {PassphraseVariable}.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupFault($"The passphrase can't be read: {failure.Message}");
        }
    }

    /// <summary>What an operator can mend is said in one sentence.</summary>
    internal static async Task<int> Guarded(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception fault) when (fault is BackupFault or DatabaseFault or IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    private static async Task<FileInfo> Run(WebApplication app, string target, string passphrase, Retention? keep, CancellationToken ct)
    {
        var (options, now) = (app.Services.GetRequiredService<DatabaseOptions>(), TimeProvider.System.GetUtcNow());
        var database = new DatabaseCopy(options.Provider, DatabaseSetup.ConnectionOf(app.Configuration));
        database.RequireSupported();
        var intoFolder = Directory.Exists(target);
        if (keep is not null && !intoFolder)
        {
            throw new BackupFault("--keep goes with a folder of backups.");
        }

        var file = intoFolder ? Path.Combine(target, now.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture) + Extension) : target;
        if (File.Exists(file))
        {
            throw new BackupFault($"{file} exists. Name a new file.");
        }

        var manifest = new BackupManifest(now, options.Provider, await Migrations(app, ct));
        var dataFolder = DataFolder.Of(app.Configuration);
        var aside = PrivateFolder(dataFolder, Aside);
        var unfinished = file + ".unfinished";
        try
        {
            var copy = Path.Combine(aside, "database");
            await database.Save(copy, ct);
            var ours = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                ours.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var output = new FileStream(unfinished, ours))
            await using (var envelope = SealedFile.Create(output, passphrase))
            {
                await BackupArchive.Write(envelope, manifest, copy, dataFolder, IsDatabaseOrAside, app.Configuration["Templates"] is { Length: > 0 } own && Directory.Exists(own) ? own : null, ct);
                envelope.Complete();
                output.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
            File.Delete(unfinished);
        }

        if (keep is not null)
        {
            Tidy(target, keep);
        }

        return new FileInfo(file);
    }

    private static async Task<IReadOnlyList<string>> Migrations(WebApplication app, CancellationToken ct)
    {
        await app.Services.GetRequiredService<Migrator>().RequireCurrent(ct);
        await using var scope = app.Services.CreateAsyncScope();
        return [.. await scope.ServiceProvider.GetRequiredService<DemoExamDb>().Database.GetAppliedMigrationsAsync(ct)];
    }

    private static bool IsDatabaseOrAside(string path) =>
        path.StartsWith(Aside, StringComparison.Ordinal) || path is "migrate.lock" || path.StartsWith("demoexam.db", StringComparison.Ordinal);

    private static void Tidy(string folder, Retention keep)
    {
        var made = Directory.EnumerateFiles(folder, $"*{Extension}")
            .Select(f => (File: f, At: DateTime.TryParseExact(Path.GetFileName(f)[..^Extension.Length], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTime?)null))
            .Where(f => f.At is not null).ToDictionary(f => f.At!.Value, f => f.File);
        foreach (var old in keep.Obsolete(made.Keys))
        {
            File.Delete(made[old]);
            Console.WriteLine($"Deleted {made[old]}.");
        }
    }

    /// <summary>A new folder that only we can read.</summary>
    internal static string PrivateFolder(string inside, string prefix)
    {
        var path = Path.Combine(inside, prefix + Guid.CreateVersion7().ToString("N"));
        return (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;
    }
}
