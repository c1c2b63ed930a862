using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Data;

/// <summary>Files are packed already when they come, so no database packs them again.</summary>
public sealed class StoredFilesTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_lies_in_the_database_as_it_came()
    {
        var (_, passport) = await app.APassport();
        var file = await app.PdfOf(passport);

        // Bytes as they are stored, and columns that a server would try to pack: SQLite has none.
        var stored = await Ask<int>(Databases.OnPostgres ? """SELECT pg_column_size("Pdf") AS "Value" FROM "PassportDocuments" """ : """SELECT length("Pdf") AS "Value" FROM "PassportDocuments" """);
        var packing = Databases.OnPostgres
            ? await Ask<string>("""
                SELECT t.relname || '.' || a.attname AS "Value" FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
                 WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped AND a.attstorage <> 'e'
                """)
            : [];

        stored.ShouldHaveSingleItem().ShouldBe(file.Length);
        packing.ShouldBeEmpty();
    }

    private Task<List<T>> Ask<T>(string sql) => app.Query(db => db.Database.SqlQueryRaw<T>(sql).ToListAsync(Ct));
}
