using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DemoExam.Data;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace DemoExam.Move;

/// <summary>A table as one database keeps it: how its rows are read, written and counted. Values pass through the model, so each side uses its own types.</summary>
internal sealed class MovedTable
{
    private readonly List<Column> _columns;
    private readonly List<string> _key;
    private readonly DatabaseKind _kind;

    public MovedTable(ITable table, DatabaseKind kind)
    {
        Name = table.Name;
        _kind = kind;
        _columns = [.. table.Columns.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new Column(c, table))];
        _key = [.. table.PrimaryKey!.Columns.Select(c => c.Name)];
        DependsOn = [.. table.ForeignKeyConstraints.Select(f => f.PrincipalTable.Name).Where(n => n != Name).Distinct()];
    }

    public string Name { get; }

    /// <summary>Tables whose rows must be there first.</summary>
    public IReadOnlyList<string> DependsOn { get; }

    /// <summary>Columns that the database numbers by itself.</summary>
    public IEnumerable<string> Counted => _columns.Where(c => c.IsCounted).Select(c => c.Name);

    /// <summary>Writes one row. SQL Server takes a number that it would give itself only when it is told so, for one table at a time.</summary>
    public string InsertSql
    {
        get
        {
            var insert = $"INSERT INTO \"{Name}\" ({List(_columns.Select(c => c.Name))}) VALUES ({string.Join(", ", _columns.Select((_, i) => $"@p{i}"))})";
            return _kind == DatabaseKind.SqlServer && Counted.Any() ? $"SET IDENTITY_INSERT \"{Name}\" ON; {insert}; SET IDENTITY_INSERT \"{Name}\" OFF;" : insert;
        }
    }

    /// <summary>Columns that point to another row of the table, which may come later.</summary>
    public IReadOnlyList<string> PointingHere => [.. _columns.Where(c => c.PointsHere).Select(c => c.Name)];

    /// <summary>Reads the rows after so many, in the order of the key.</summary>
    public string SelectSql(long from) =>
        $"SELECT {List(_columns.Select(c => c.Name))} FROM \"{Name}\" ORDER BY {List(_key)} {(_kind == DatabaseKind.Sqlite ? $"LIMIT -1 OFFSET {from}" : $"OFFSET {from} ROWS")}";

    /// <summary>Rows in the order of the key, as values of the model.</summary>
    public async IAsyncEnumerable<object?[]> Read(DbConnection connection, DbTransaction? transaction, long from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var select = connection.CreateCommand();
        select.Transaction = transaction;
        select.CommandText = SelectSql(from);
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[_columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, ct) ? null : _columns[i].FromReader(reader, i);
            }

            yield return row;
        }
    }

    public async Task<long> Count(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        await using var count = connection.CreateCommand();
        count.Transaction = transaction;
        count.CommandText = $"SELECT count(*) FROM \"{Name}\"";
        return Convert.ToInt64(await count.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>A command that writes one row at a time; columns that point into the same table stay empty.</summary>
    public DbCommand Insert(DbConnection connection, DbTransaction transaction)
    {
        var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = InsertSql;
        return insert;
    }

    public void Fill(DbCommand insert, object?[] row)
    {
        insert.Parameters.Clear();
        for (var i = 0; i < row.Length; i++)
        {
            insert.Parameters.Add(_columns[i].Parameter(insert, $"@p{i}", _columns[i].PointsHere ? null : row[i]));
        }
    }

    /// <summary>Sets what points into the same table; null when the row points nowhere.</summary>
    public DbCommand? Point(DbConnection connection, DbTransaction transaction, object?[] row)
    {
        var set = _columns.Select((c, i) => (Column: c, Index: i)).Where(c => c.Column.PointsHere && row[c.Index] is not null).ToList();
        if (set.Count == 0)
        {
            return null;
        }

        var keys = _columns.Select((c, i) => (Column: c, Index: i)).Where(c => _key.Contains(c.Column.Name)).ToList();
        var update = connection.CreateCommand();
        update.Transaction = transaction;
        update.CommandText = $"UPDATE \"{Name}\" SET {string.Join(", ", set.Select(c => $"\"{c.Column.Name}\" = @p{c.Index}"))} WHERE {string.Join(" AND ", keys.Select(c => $"\"{c.Column.Name}\" = @p{c.Index}"))}";
        foreach (var (column, index) in set.Concat(keys))
        {
            update.Parameters.Add(column.Parameter(update, $"@p{index}", row[index]));
        }

        return update;
    }

    /// <summary>Sum of the fingerprints of rows: the same for the same rows in any order, on any database.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="withPointers">Whether columns that point into the same table count; they are set last.</param>
    public async Task<(long Rows, string Sum)> Fingerprint(IAsyncEnumerable<object?[]> rows, bool withPointers)
    {
        var (count, sum) = (0L, BigInteger.Zero);
        await foreach (var row in rows)
        {
            var text = new StringBuilder();
            for (var i = 0; i < row.Length; i++)
            {
                var value = _columns[i].PointsHere && !withPointers ? null : _columns[i].Text(row[i]);
                text.Append(value is null ? "-" : $"{value.Length}:{value}");
            }

            sum += new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16), isUnsigned: true);
            count++;
        }

        return (count, $"{sum & ((BigInteger.One << 128) - 1):x32}");
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));

    private sealed class Column(IColumn column, ITable table)
    {
        private readonly RelationalTypeMapping _mapping = column.PropertyMappings.Count > 0 ? column.PropertyMappings[0].TypeMapping : column.StoreTypeMapping;
        private readonly bool _isJson = column.PropertyMappings.Count == 0;

        public string Name => column.Name;

        public bool IsCounted { get; } = column.PropertyMappings.Any(m => m.Property.ValueGenerated == ValueGenerated.OnAdd && m.Property.ClrType is var type && (type == typeof(int) || type == typeof(long)));

        public bool PointsHere { get; } = table.ForeignKeyConstraints.Any(f => f.PrincipalTable == table && f.Columns.Any(c => c.Name == column.Name));

        public object? FromReader(DbDataReader reader, int index)
        {
            if (_isJson)
            {
                return reader.GetString(index);
            }

            var method = _mapping.GetDataReaderMethod();
            var value = method.Invoke(reader, [index]);
            return _mapping.Converter is { } converter ? converter.ConvertFromProvider(value) : value;
        }

        public DbParameter Parameter(DbCommand command, string name, object? value)
        {
            var parameter = _mapping.CreateParameter(command, name, _isJson ? null : value, nullable: true);
            if (_isJson && value is not null)
            {
                parameter.Value = value;
            }

            return parameter;
        }

        // Servers keep microseconds, SQLite what it was given; a document may come back with other spaces.
        public string? Text(object? value) => (_isJson ? value : _mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) switch
        {
            null => null,
            byte[] bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)),
            DateTime time => (time.Ticks / 10).ToString(CultureInfo.InvariantCulture),
            DateTimeOffset time => (time.UtcTicks / 10).ToString(CultureInfo.InvariantCulture),
            string text when _isJson => Sorted(JsonNode.Parse(text))?.ToJsonString(),
            bool truth => truth ? "1" : "0",
            Enum number => Convert.ToInt64(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };

        private static JsonNode? Sorted(JsonNode? node) => node switch
        {
            JsonObject fields => new JsonObject(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            null => null,
            _ => node.DeepClone(),
        };
    }
}
