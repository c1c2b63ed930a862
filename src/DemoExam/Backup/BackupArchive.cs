using System.Formats.Tar;
using System.Text.Json;
using DemoExam.Data;

namespace DemoExam.Backup;

/// <summary>What a backup is of; the first entry of the archive.</summary>
/// <param name="Migrations">Migrations that the database has.</param>
internal sealed record BackupManifest(DateTimeOffset MadeAt, DatabaseKind Database, IReadOnlyList<string> Migrations);

/// <summary>
/// The inside of a backup: a tar archive with <c>manifest.json</c>, <c>database</c>, everything of the data folder under <c>data/</c> and an own folder
/// of templates under <c>templates/</c>.
/// </summary>
internal static class BackupArchive
{
    private const string Manifest = "manifest.json", Database = "database", Data = "data", Templates = "templates";

    public static async Task Write(Stream output, BackupManifest manifest, string database, string dataFolder, Func<string, bool> leaveOut, string? templates, CancellationToken ct)
    {
        await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        using (var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest)))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Manifest) { DataStream = text }, ct);
        }

        await tar.WriteEntryAsync(database, Database, ct);
        await Folder(dataFolder, Data, leaveOut);
        if (templates is not null)
        {
            await Folder(templates, Templates, _ => false);
        }

        async Task Folder(string folder, string name, Func<string, bool> without)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (Path.GetRelativePath(folder, file) is var path && !without(path))
                {
                    await tar.WriteEntryAsync(file, $"{name}/{path}", ct);
                }
            }
        }
    }

    /// <summary>Unpacks into an empty folder and reads the sealed stream to its very end.</summary>
    /// <exception cref="BackupFault">The archive is not one of ours.</exception>
    public static async Task<Unpacked> Read(Stream input, string folder, CancellationToken ct)
    {
        await using (var tar = new TarReader(input, leaveOpen: true))
        {
            while (await tar.GetNextEntryAsync(cancellationToken: ct) is { } entry)
            {
                var path = Path.GetFullPath(Path.Combine(folder, entry.Name));
                if (entry.EntryType != TarEntryType.RegularFile || !path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw new BackupFault($"The backup holds {entry.Name}, which no backup of DemoExam does.");
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await entry.ExtractToFileAsync(path, overwrite: false, ct);
            }
        }

        await input.CopyToAsync(Stream.Null, ct);
        var manifest = Path.Combine(folder, Manifest) is var file && File.Exists(file) ? JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(file, ct)) : null;
        return new Unpacked(manifest ?? throw new BackupFault("The backup says nothing about itself."), Path.Combine(folder, Database), Path.Combine(folder, Data), Path.Combine(folder, Templates));
    }

    /// <summary>Where the parts of an unpacked backup lie.</summary>
    public sealed record Unpacked(BackupManifest Manifest, string Database, string Data, string Templates);
}
