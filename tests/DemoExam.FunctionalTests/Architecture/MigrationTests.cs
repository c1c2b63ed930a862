using DemoExam.Data;
using DemoExam.Data.Providers;
using DemoExam.Move;
using DemoExam.Security;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace DemoExam.FunctionalTests.Architecture;

/// <summary>One model, three databases: none is forgotten, and SQL Server is checked as far as one can without a server.</summary>
public sealed class MigrationTests
{
    // Nothing listens there, so a command reaches the network and fails at once.
    private const string NoServer = "Server=tcp:127.0.0.1,1;Database=none;User Id=nobody;Password=nothing;Connect Timeout=2;ConnectRetryCount=0;Encrypt=false";

    public static TheoryData<DatabaseKind> Databases => [.. Enum.GetValues<DatabaseKind>()];

    [Theory, MemberData(nameof(Databases))]
    public void No_database_lacks_a_migration(DatabaseKind kind)
    {
        using var db = Context(kind);

        db.Database.GetMigrations().ShouldNotBeEmpty();
        db.Database.HasPendingModelChanges().ShouldBeFalse("Run: dotnet run scripts/add-migration.cs <Name>");
    }

    [Theory, MemberData(nameof(Databases))]
    public void The_model_that_a_start_reads_is_the_one_that_the_maps_make(DatabaseKind kind)
    {
        using var db = Context(kind);

        db.Model.GetType().Name.ShouldBe($"{kind}DbModel");
        Facts(db.Model).ShouldBe(Facts(db.GetService<IDesignTimeModel>().Model), "Run: dotnet run scripts/add-migration.cs");
    }

    [Fact]
    public void All_databases_have_the_same_migrations()
    {
        var names = Enum.GetValues<DatabaseKind>().Select(kind =>
        {
            using var db = Context(kind);
            return string.Join(' ', db.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]));
        });

        names.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void The_script_for_SQL_Server_is_valid_and_may_run_twice()
    {
        using var db = Context(DatabaseKind.SqlServer);

        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        errors.Select(e => $"line {e.Line}: {e.Message}").ShouldBeEmpty();
        var tables = new TableCounter();
        parsed.Accept(tables);
        tables.Count.ShouldBeGreaterThan(20);
        script.ShouldContain("__EFMigrationsHistory");
    }

    [Fact]
    public void SQL_Server_finds_no_second_cascade_path_to_a_table()
    {
        // The server refuses such a schema (error 1785); the other two accept it, so only this test sees it here.
        using var db = Context(DatabaseKind.SqlServer);
        var edges = db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
            .SelectMany(t => t.ForeignKeyConstraints)
            .Where(k => k.OnDeleteAction is not (ReferentialAction.NoAction or ReferentialAction.Restrict))
            .ToLookup(k => k.PrincipalTable.Name, k => k.Table.Name);

        foreach (var root in edges.Select(e => e.Key))
        {
            var reached = new List<string>();
            Follow(root, [root]);
            reached.GroupBy(t => t).Where(g => g.Count() > 1).Select(g => $"{root} → {g.Key} {g.Count()} times").ShouldBeEmpty();

            void Follow(string table, HashSet<string> path)
            {
                foreach (var next in edges[table])
                {
                    path.Contains(next).ShouldBeFalse($"Deleting {root} comes back to {next}.");
                    reached.Add(next);
                    Follow(next, [.. path, next]);
                }
            }
        }
    }

    [Fact]
    public async Task A_command_with_parameters_for_SQL_Server_reaches_the_network()
    {
        // A missing Microsoft.SqlServer.Server shows as FileNotFoundException when the first parameter is made, long after the connection tests passed.
        await using var db = (SqlServerDb)Context(DatabaseKind.SqlServer);
        var (code, day, id) = ("39", new DateOnly(2026, 6, 10), Guid.NewGuid());

        var query = () => db.Exams.Where(e => e.RegionCode == code && e.FirstDay >= day && e.Id == new Domain.ExamId(id)).ToListAsync(TestContext.Current.CancellationToken);

        await query.ShouldThrowAsync<SqlException>();
    }

    [Fact]
    public void What_a_move_says_to_SQL_Server_is_valid_and_gives_numbers_where_the_server_counts()
    {
        using var db = Context(DatabaseKind.SqlServer);
        var (said, counting) = (new MoveReader(), new IdentityReader());
        Parsed(db.GetService<IMigrator>().GenerateScript()).Accept(counting);

        foreach (var table in MoveCommand.Tables(db, DatabaseKind.SqlServer).Values)
        {
            Parsed(table.SelectSql(500)).Accept(said);
            Parsed(table.InsertSql).Accept(said);
        }

        (said.Read.Count, said.Written.Count).ShouldBe((counting.All.Count, counting.All.Count));
        said.Numbered.ShouldBe(counting.Counted, ignoreOrder: true);
        counting.Counted.ShouldNotBeEmpty();

        static TSqlFragment Parsed(string sql)
        {
            var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
            errors.Select(e => $"line {e.Line}: {e.Message} in {sql}").ShouldBeEmpty();
            return parsed;
        }
    }

    // As the host registers it, because the tables of accounts depend on its options.
    // All that queries and saves are made from.
    private static List<string> Facts(IModel model) =>
    [
        .. model.GetEntityTypes().SelectMany(e => (string[])
        [
            $"{e.Name} in {e.GetSchema()}.{e.GetTableName()}",
            .. e.GetProperties().Select(p => $"{e.Name}.{p.Name}: {p.ClrType} {p.GetColumnName()} {p.GetColumnType()} null {p.IsNullable} longest {p.GetMaxLength()} token {p.IsConcurrencyToken} by {p.ValueGenerated} shadow {p.IsShadowProperty()} {p.GetTypeMapping().Converter?.GetType()} {p.GetBeforeSaveBehavior()} {p.GetAfterSaveBehavior()}"),
            .. e.GetKeys().Select(k => $"{e.Name} key {string.Join(',', k.Properties.Select(p => p.Name))} primary {k.IsPrimaryKey()}"),
            .. e.GetIndexes().Select(i => $"{e.Name} index {string.Join(',', i.Properties.Select(p => p.Name))} unique {i.IsUnique}"),
            .. e.GetForeignKeys().Select(f => $"{e.Name} to {f.PrincipalEntityType.Name} by {string.Join(',', f.Properties.Select(p => p.Name))} unique {f.IsUnique} required {f.IsRequired} {f.DeleteBehavior} {f.DependentToPrincipal?.Name} {f.PrincipalToDependent?.Name}"),
        ]).Order(StringComparer.Ordinal),
    ];

    private static DemoExamDb Context(DatabaseKind kind)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DataFolder"] = Support.Databases.NewFolder(),
            ["Database:Provider"] = kind.ToString(),
            ["Database:Connection"] = kind switch
            {
                DatabaseKind.Sqlite => "Data Source=:memory:",
                DatabaseKind.Postgres => "Host=none",
                _ => NoServer,
            },
        }).Build();
        return new ServiceCollection().AddDatabase(settings).AddSecurity(settings).BuildServiceProvider().CreateScope().ServiceProvider.GetRequiredService<DemoExamDb>();
    }

    private sealed class TableCounter : TSqlFragmentVisitor
    {
        public int Count { get; private set; }

        public override void Visit(CreateTableStatement node) => Count++;
    }

    // Tables of the model, and those with a column that the server numbers.
    private sealed class IdentityReader : TSqlFragmentVisitor
    {
        public HashSet<string> All { get; } = [];

        public HashSet<string> Counted { get; } = [];

        public override void Visit(CreateTableStatement node)
        {
            var name = node.SchemaObjectName.BaseIdentifier.Value;
            if (name.StartsWith("__", StringComparison.Ordinal))
            {
                return;
            }

            All.Add(name);
            if (node.Definition.ColumnDefinitions.Any(c => c.IdentityOptions is not null))
            {
                Counted.Add(name);
            }
        }
    }

    private sealed class MoveReader : TSqlFragmentVisitor
    {
        public HashSet<string> Read { get; } = [];

        public HashSet<string> Written { get; } = [];

        public HashSet<string> Numbered { get; } = [];

        public override void Visit(QuerySpecification node) => Read.Add(((NamedTableReference)node.FromClause.TableReferences.ShouldHaveSingleItem()).SchemaObject.BaseIdentifier.Value);

        public override void Visit(InsertStatement node) => Written.Add(((NamedTableReference)node.InsertSpecification.Target).SchemaObject.BaseIdentifier.Value);

        public override void Visit(SetIdentityInsertStatement node)
        {
            if (node.IsOn)
            {
                Numbered.Add(node.Table.BaseIdentifier.Value);
            }
        }
    }
}
