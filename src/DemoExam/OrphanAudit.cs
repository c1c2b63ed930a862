using DemoExam.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace DemoExam;

/// <summary>
/// Rows that point to something that is not there. Databases refuse to make such rows, but whoever may change tables may switch that off, and
/// SQLite keeps watch only for connections that ask for it.
/// </summary>
internal static class OrphanAudit
{
    private const int MostNamed = 20;

    public static async Task<IReadOnlyList<string>> Find(DemoExamDb db, CancellationToken ct)
    {
        List<string> findings = [];
        var names = db.GetService<ISqlGenerationHelper>();
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            foreach (var pointer in db.Model.GetRelationalModel().Tables.SelectMany(t => t.ForeignKeyConstraints))
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = Sql(pointer, names);
                command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                await using var reader = await command.ExecuteReaderAsync(ct);
                for (var found = 1; await reader.ReadAsync(ct); found++)
                {
                    if (found > MostNamed)
                    {
                        findings.Add($"{pointer.Table.Name}: MORE OF THEM");
                        break;
                    }

                    var values = Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)} {reader.GetValue(i)}");
                    findings.Add($"{pointer.Table.Name}, {string.Join(", ", values)}: POINTS TO {pointer.PrincipalTable.Name} THAT ARE NOT THERE");
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return findings;
    }

    // The key of each row and what it points with.
    private static string Sql(IForeignKeyConstraint pointer, ISqlGenerationHelper names)
    {
        string Name(string column) => names.DelimitIdentifier(column);
        var shown = pointer.Table.PrimaryKey!.Columns.Concat(pointer.Columns).Select(c => c.Name).Distinct().Select(c => $"d.{Name(c)}");
        var set = pointer.Columns.Select(c => $"d.{Name(c.Name)} IS NOT NULL");
        var fits = pointer.Columns.Zip(pointer.PrincipalColumns, (own, other) => $"p.{Name(other.Name)} = d.{Name(own.Name)}");
        return $"""
            SELECT {string.Join(", ", shown)} FROM {names.DelimitIdentifier(pointer.Table.Name, pointer.Table.Schema)} d
             WHERE {string.Join(" AND ", set)} AND NOT EXISTS
                   (SELECT 1 FROM {names.DelimitIdentifier(pointer.PrincipalTable.Name, pointer.PrincipalTable.Schema)} p WHERE {string.Join(" AND ", fits)})
            """;
    }
}
