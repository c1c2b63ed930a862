using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// Asks the database how it will run each query of the host, before it runs, and finds plans whose cost grows with the table: reading a whole table, or
/// sorting it to take a page. PostgreSQL reads small tables whole whatever indexes there are, so there all ways around an index are switched off: what is
/// still read or sorted whole has no index that fits.
/// </summary>
public sealed partial class QueryPlans : DbCommandInterceptor
{
    // What grows with the years; everything else is a register of some hundreds.
    private static readonly HashSet<string> Growing =
    [
        "Passports", "PassportDocuments", "PassportOrders", "Results", "Candidates", "Exams", "ExamGroups", "Enrolments", "ExpertDuties", "Bookings", "ScoreSheets", "ScoreEntries",
        "AuditRecords", "MailMessages", "PersonalDataAccesses", "LogEntries", "LogNodes", "RegisterChanges", "Sessions", "AspNetUsers", "AspNetUserRoles", "Experts", "ExpertCredentials", "Invitations",
        "ShareLinks", "CorrectionRequests", "ExamDocuments",
    ];

    private readonly ConcurrentQueue<(string Sql, string Plan, string? Fault)> _seen = new();

    /// <summary>Faults of the queries that <paramref name="act"/> made the host ask, and how many it asked.</summary>
    public async Task<(int Queries, IReadOnlyList<string> Faults)> Of(Func<Task> act)
    {
        _seen.Clear();
        IsWatching = true;
        try
        {
            await act();
        }
        finally
        {
            IsWatching = false;
        }

        return (_seen.Count, [.. _seen.Where(s => s.Fault is not null).Select(s => $"{s.Fault}\n{s.Sql}\n{s.Plan}").Distinct()]);
    }

    private bool IsWatching { get; set; }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (IsWatching && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
        {
            _seen.Enqueue(await Explain(command, cancellationToken));
        }

        return result;
    }

    /// <summary>Fault of one query over a table that grows; null when there is none.</summary>
    public static async Task<string?> FaultOf(DbCommand command, CancellationToken ct) => (await Explain(command, ct)).Fault;

    private static Task<(string Sql, string Plan, string? Fault)> Explain(DbCommand command, CancellationToken ct) => command is NpgsqlCommand ? OnPostgres(command, ct) : OnSqlite(command, ct);

    private static async Task<(string, string, string?)> OnSqlite(DbCommand command, CancellationToken ct)
    {
        var steps = new List<(int Id, int Parent, string Text)>();
        await using (var explain = Copy(command, "EXPLAIN QUERY PLAN "))
        await using (var rows = await explain.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                steps.Add((rows.GetInt32(0), rows.GetInt32(1), rows.GetString(3)));
            }
        }

        // Every alias of a query is its own.
        var tables = Alias().Matches(command.CommandText).DistinctBy(m => m.Groups["alias"].Value).ToDictionary(m => m.Groups["alias"].Value, m => m.Groups["table"].Value);
        var isPaged = command.CommandText.Contains("LIMIT", StringComparison.Ordinal);
        string? fault = null;
        foreach (var level in steps.GroupBy(s => s.Parent))
        {
            var loops = level.Where(s => Loop().IsMatch(s.Text)).Select(s => s.Text).ToList();
            var sorts = level.Any(s => s.Text is "USE TEMP B-TREE FOR ORDER BY" or "USE TEMP B-TREE FOR GROUP BY" or "USE TEMP B-TREE FOR DISTINCT");
            foreach (var (loop, at) in loops.Select((l, at) => (l, at)).Where(l => Grows(l.l)))
            {
                var isWhole = loop.StartsWith("SCAN", StringComparison.Ordinal);
                // A page may be read off an index from its beginning, if nothing but the page is read.
                if (isWhole && !(at == 0 && isPaged && !sorts && loop.Contains("INDEX", StringComparison.Ordinal)))
                {
                    fault ??= $"reads a whole table: {loop}";
                }

                if (!isWhole && at == 0 && sorts && !loop.EndsWith("(Id=?)", StringComparison.Ordinal))
                {
                    fault ??= $"sorts more than the page: {loop}";
                }
            }
        }

        return (command.CommandText, string.Join('\n', steps.Select(s => $"  {s.Id} {s.Parent} {s.Text}")), fault);

        bool Grows(string loop) => tables.TryGetValue(Loop().Match(loop).Groups["alias"].Value, out var table) && Growing.Contains(table);
    }

    private static async Task<(string, string, string?)> OnPostgres(DbCommand command, CancellationToken ct)
    {
        string[] ways = ["seqscan", "sort", "hashjoin", "mergejoin", "material", "bitmapscan"];
        await Set("off");
        string text;
        await using (var explain = Copy(command, "EXPLAIN (FORMAT JSON) "))
        {
            text = (string)(await explain.ExecuteScalarAsync(ct))!;
        }

        await Set("on");
        var fault = Look(JsonNode.Parse(text)![0]!["Plan"]!, paged: false);
        return (command.CommandText, text, fault);

        async Task Set(string value)
        {
            await using var set = command.Connection!.CreateCommand();
            set.Transaction = command.Transaction;
            set.CommandText = string.Join(';', ways.Select(way => $"SET enable_{way} = {value}"));
            await set.ExecuteNonQueryAsync(ct);
        }
    }

    /// <param name="node">A step of the plan.</param>
    /// <param name="paged">Somebody above takes only a page of its rows, as they come.</param>
    private static string? Look(JsonNode node, bool paged)
    {
        var type = (string)node["Node Type"]!;
        var table = (string?)node["Relation Name"];
        if (table is not null && type != "ModifyTable" && Growing.Contains(table) && (type == "Seq Scan" || (node["Index Cond"] is null && !paged)))
        {
            return $"reads a whole table: {type} {table}";
        }

        if (type == "Sort" && Driver(node) is { } driver && (string?)driver["Relation Name"] is { } sorted && Growing.Contains(sorted) && !IsOne(driver))
        {
            return $"sorts more than the page: {sorted}";
        }

        var children = node["Plans"]?.AsArray() ?? [];
        foreach (var (child, at) in children.Select((c, at) => (c!, at)))
        {
            var isOwn = (string?)child["Parent Relationship"] is "Outer" or "Subquery" or "Member";
            var passes = type == "Limit" || (paged && isOwn && type is "Nested Loop" or "Incremental Sort" or "Subquery Scan" or "Result" or "Memoize" or "LockRows");
            if (Look(child, passes && isOwn) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // The scan that leads the joins below; null when a page was taken on the way.
    private static JsonNode? Driver(JsonNode node) =>
        (string)node["Node Type"]! == "Limit" ? null
        : node["Plans"]?.AsArray().FirstOrDefault(p => (string?)p!["Parent Relationship"] is "Outer" or "Subquery" or "Member") is { } outer ? Driver(outer)
        : node;

    private static bool IsOne(JsonNode scan) => ((string?)scan["Index Name"])?.StartsWith("PK_", StringComparison.Ordinal) == true && scan["Index Cond"] is not null;

    private static DbCommand Copy(DbCommand command, string prefix)
    {
        var copy = command.Connection!.CreateCommand();
        copy.Transaction = command.Transaction;
        copy.CommandText = prefix + command.CommandText;
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter is NpgsqlParameter known)
            {
                copy.Parameters.Add(known.Clone());
                continue;
            }

            var own = copy.CreateParameter();
            (own.ParameterName, own.Value) = (parameter.ParameterName, parameter.Value);
            copy.Parameters.Add(own);
        }

        return copy;
    }

    [GeneratedRegex("(?:FROM|JOIN) \"(?<table>\\w+)\" AS \"(?<alias>\\w+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Alias();

    [GeneratedRegex(@"^(?:SCAN|SEARCH) (?<alias>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Loop();
}
