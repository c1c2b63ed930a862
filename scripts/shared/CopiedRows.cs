using System.Data.Common;
using System.Globalization;

/// <summary>
/// Fills tables by copies of real rows that the database makes itself, with identities, numbers and tokens of their own. Works over SQLite and PostgreSQL. What a
/// copy points to is what the real row points to; nothing checks it, because these databases are thrown away.
/// </summary>
internal sealed class CopiedRows(DbConnection connection, bool isSqlite)
{
    private const int Chunk = 100_000;

    /// <summary>An identity that is the same for the same table and number; SQLite keeps it as text.</summary>
    public string Id(int table) => isSqlite ? $"printf('%08X-0000-7000-8000-{table:X12}', i)" : $"(lpad(to_hex(i), 8, '0') || '-0000-7000-8000-{table:x12}')::uuid";

    /// <summary>The number with leading zeros.</summary>
    public string Digits(int length) => isSqlite ? $"printf('%0{length}d', i)" : $"lpad(i::text, {length}, '0')";

    /// <summary>A day that many days after the first of 2020.</summary>
    public string Day(string days) => isSqlite ? $"date('2020-01-01', '+' || ({days}) || ' days')" : $"(date '2020-01-01' + ({days})::int)";

    /// <summary>Adds rows <paramref name="from"/> to <paramref name="to"/> − 1 of the table.</summary>
    /// <param name="where">Which row is copied; the first one that fits.</param>
    /// <param name="changes">Column and expression over <c>i</c>.</param>
    public Task Fill(string table, string where, int from, int to, params (string Column, string Expression)[] changes) => Fill(table, where, 1, from, to, changes);

    /// <param name="originals">How many rows that fit are copied in turn.</param>
    public async Task Fill(string table, string where, int originals, int from, int to, params (string Column, string Expression)[] changes)
    {
        var columns = await Columns(table);
        var picked = string.Join(", ", columns.Select(c => changes.FirstOrDefault(x => x.Column == c) is { Expression: { } own } ? own : $"t.\"{c}\""));
        var templates = await Texts($"SELECT \"Id\" FROM \"{table}\" WHERE {where} ORDER BY \"Id\" LIMIT {originals}");
        if (templates.Count == 0)
        {
            throw new InvalidOperationException($"{table} holds nothing to copy.");
        }

        var copied = $"(SELECT t.*, row_number() OVER (ORDER BY \"Id\") - 1 AS copied FROM \"{table}\" t WHERE \"Id\" IN ('{string.Join("', '", templates)}')) t";
        await Run(isSqlite ? "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000" : "SET session_replication_role = replica");
        for (var first = from; first < to; first += Chunk)
        {
            var last = Math.Min(first + Chunk, to) - 1;
            var numbers = isSqlite ? $"(WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n) s" : $"generate_series({first}, {last}) s(i)";
            await Run($"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) SELECT {picked} FROM {numbers} JOIN {copied} ON t.copied = i % {templates.Count}");
        }
    }

    public async Task<object?> Scalar(string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 1200);
        return await command.ExecuteScalarAsync() is var answer and not DBNull ? answer : null;
    }

    public async Task<int> Count(string sql) => Convert.ToInt32(await Scalar(sql), CultureInfo.InvariantCulture);

    public async Task Run(string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 1200);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> Texts(string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 1200);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> texts = [];
        while (await reader.ReadAsync())
        {
            texts.Add($"{reader.GetValue(0)}");
        }

        return texts;
    }

    private async Task<List<string>> Columns(string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\" LIMIT 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
