/// <summary>A private PostgreSQL server in a temporary folder, gone when we end. Needs <c>Shell.cs</c>.</summary>
internal sealed class Postgres(DirectoryInfo folder, string bin, int port, bool durable) : IDisposable
{
    public string Connection => $"Host=127.0.0.1;Port={port};Username=postgres";

    private string Data => Path.Combine(folder.FullName, "data");

    /// <param name="durable">Whether what was committed is on the disk, as with a server of an installation, so that it outlives <see cref="Stop"/>; slower.</param>
    public static Postgres? Start(bool durable = false)
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? new DirectoryInfo("/usr/lib/postgresql").GetDirectories().MaxBy(d => int.TryParse(d.Name, out var major) ? major : 0) : null;
        if (installed is null)
        {
            Console.WriteLine("PostgreSQL is not installed.");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("demoexam-postgres-");
        if (Shell.IsRoot)
        {
            // The server refuses to run as root.
            Shell.Run("chown", ["postgres", folder.FullName]);
        }

        var server = new Postgres(folder, Path.Combine(installed.FullName, "bin"), Shell.FreePort(), durable);
        if (server.AsPostgres("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync") && server.Go())
        {
            return server;
        }

        server.Dispose();
        return null;
    }

    /// <summary>Starts the server, at first or after <see cref="Stop"/>.</summary>
    public bool Go()
    {
        // A database that nobody will miss needs no flush to disk.
        var flushes = durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
        var settings = $"-p {port} -k {folder.FullName} -c listen_addresses=127.0.0.1 -c max_connections=300{flushes}";
        return AsPostgres("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder.FullName, "log"), "-o", settings, "start");
    }

    /// <summary>Stops the server as a crash would.</summary>
    public bool Stop() => AsPostgres("pg_ctl", "-D", Data, "-m", "immediate", "stop");

    public bool CreateDatabase(string name) => AsPostgres("createdb", "-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres", name);

    public void Dispose()
    {
        Stop();
        folder.Delete(recursive: true);
    }

    // The server's own output would keep our pipe open, so it goes to its log and we only tell when something failed.
    private bool AsPostgres(string program, params string[] arguments)
    {
        var path = Path.Combine(bin, program);
        string[] command = Shell.IsRoot ? ["runuser", "-u", "postgres", "--", path, .. arguments] : [path, .. arguments];
        return Shell.Run(command[0], [.. command[1..]]) == 0;
    }
}
