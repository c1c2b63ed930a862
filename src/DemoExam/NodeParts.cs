using DemoExam.Data;
using DemoExam.Web;

namespace DemoExam;

/// <summary>Which parts of the service this node runs. Without settings it runs both.</summary>
/// <param name="Pages">Pages, API and public files (<c>Pages:Enabled</c>); without them a node answers only whether it is well.</param>
/// <param name="Jobs">The job server (<c>Jobs:Enabled</c>).</param>
internal sealed record NodeParts(bool Pages, bool Jobs)
{
    private const string PagesSetting = "Pages:Enabled", JobsSetting = "Jobs:Enabled";

    public static NodeParts Of(IConfiguration configuration) => new(configuration.GetValue(PagesSetting, true), configuration.GetValue(JobsSetting, true));

    /// <summary>What <c>serve --web</c> and <c>serve --worker</c> say, as settings; naming both or none runs both.</summary>
    public static string[] Settings(bool web, bool worker) => web == worker ? [] : [$"--{(web ? JobsSetting : PagesSetting)}=false"];

    /// <summary>Refuses what can't work: parts on nodes of their own need a database that they share, and an address that none of them can guess.</summary>
    /// <exception cref="NodeFault">With what the operator sets.</exception>
    public static void Require(IServiceProvider services)
    {
        if (services.GetRequiredService<DatabaseOptions>().Provider == DatabaseKind.Sqlite)
        {
            throw new NodeFault("--web and --worker split the service over nodes with one database, and SQLite serves one node. Set Database:Provider to Postgres or SqlServer.");
        }

        if (!services.GetRequiredService<PublicAddress>().IsSet)
        {
            throw new NodeFault("Set PublicAddress, the same on every node: a node of several can't know the address that people type, and it stands in passports for ever.");
        }
    }
}

/// <summary>The nodes can't work together as they are set; the message says what to set.</summary>
internal sealed class NodeFault(string message) : Exception(message);
