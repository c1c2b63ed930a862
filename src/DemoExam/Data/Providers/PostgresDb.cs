using DemoExam.Domain.Passports;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DemoExam.Data.Providers;

/// <summary>PostgreSQL and Postgres Pro, for one node or many.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : DemoExamDb(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Room beside each order for its next version: leased there, it needs no new entry in any index.
        builder.Entity<PassportOrder>().HasStorageParameter("fillfactor", 50);
    }

    public override string? UniqueViolation(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } postgres ? postgres.ConstraintName ?? postgres.TableName : null;

    public override string SizeSql => """
        SELECT pg_database_size(current_database()) AS "Value"
        """;

    public override string ClaimOrdersSql => """
        UPDATE "PassportOrders"
           SET "Status" = 1, "LeaseOwner" = {0}, "LeaseUntil" = {1}, "Attempts" = "Attempts" + 1, "Version" = "Version" + 1
         WHERE "Id" IN (SELECT "Id" FROM "PassportOrders"
                         WHERE "CompletedAt" IS NULL
                           AND (("Status" = 0 AND ("NotBefore" <= {3} OR "NotBefore" > {4})) OR ("Status" = 1 AND ("LeaseUntil" < {3} OR "LeaseUntil" > {4})))
                           AND ("CampaignId" IS NULL OR "CampaignId" NOT IN (SELECT "Id" FROM "ReissueCampaigns" WHERE "PausedAt" IS NOT NULL))
                         ORDER BY "NotBefore", "Id" LIMIT {2} FOR UPDATE SKIP LOCKED)
        RETURNING *
        """;
}
