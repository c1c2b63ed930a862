using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Data.Providers;

/// <summary>SQL Server, for one node or many.</summary>
public sealed class SqlServerDb(DbContextOptions<SqlServerDb> options) : DemoExamDb(options)
{
    public override string? UniqueViolation(DbUpdateException failure) =>
        failure.InnerException is SqlException { Number: 2601 or 2627 } sql ? sql.Message : null;

    public override string SizeSql => """
        SELECT SUM(CAST(size AS bigint)) * 8192 AS [Value] FROM sys.database_files
        """;

    public override string ClaimOrdersSql => """
        WITH due AS (
            SELECT TOP ({2}) * FROM [PassportOrders] WITH (ROWLOCK, UPDLOCK, READPAST)
             WHERE [CompletedAt] IS NULL
               AND (([Status] = 0 AND ([NotBefore] <= {3} OR [NotBefore] > {4})) OR ([Status] = 1 AND ([LeaseUntil] < {3} OR [LeaseUntil] > {4})))
               AND ([CampaignId] IS NULL OR [CampaignId] NOT IN (SELECT [Id] FROM [ReissueCampaigns] WHERE [PausedAt] IS NOT NULL))
             ORDER BY [NotBefore], [Id])
        UPDATE due
           SET [Status] = 1, [LeaseOwner] = {0}, [LeaseUntil] = {1}, [Attempts] = [Attempts] + 1, [Version] = [Version] + 1
        OUTPUT inserted.*
        """;
}
