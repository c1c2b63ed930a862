using DemoExam.Credentials.Signing;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using Hangfire;
using Hangfire.Storage;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Admin;

/// <summary>Is the installation well? Jobs, signing key, database, version.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record GetInstallation : IQuery<Installation>;

/// <summary>State of the installation.</summary>
/// <param name="HasSample">The demonstration region is here.</param>
/// <param name="AddressIsSet">False when the address in passports is only the one that the service listens on.</param>
public sealed record Installation(
    string Version, DateTimeOffset Now, string PublicAddress, bool AddressIsSet, OrderCounts Queue, IReadOnlyList<RecurringRun> Jobs, int JobServers,
    SigningState Signing, DatabaseState Database, DiskState Disk, IReadOnlyList<FailedOrder> FailedOrders, bool HasSample);

/// <summary>Orders of passports by state.</summary>
/// <param name="AwaitQualified">Those that wait for a qualified signature.</param>
/// <param name="AwaitStamp">Passports that are issued and still wait for their time stamp.</param>
public sealed record OrderCounts(int Open, int Leased, int Done, int Failed, int AwaitStamp, int AwaitQualified);

/// <summary>A recurring job.</summary>
/// <param name="LastState">For example <c>Succeeded</c>; null when it has not run yet.</param>
public sealed record RecurringRun(string Id, string Cron, DateTimeOffset? Last, string? LastState, DateTimeOffset? Next, string? Error);

/// <summary>The certificate in use.</summary>
public sealed record SigningState(string Subject, string Issuer, string Serial, string Algorithm, DateTimeOffset ValidFrom, DateTimeOffset ValidTo, int DaysLeft)
{
    /// <summary>Days before the end from which the certificate must be seen to.</summary>
    public const int WarnDays = 60;

    public bool EndsSoon => DaysLeft < WarnDays;
}

/// <summary>The database in use.</summary>
public sealed record DatabaseState(DatabaseKind Kind, long Bytes, int Migrations);

/// <summary>The disk of the data folder, of the node that answers.</summary>
/// <param name="Free">Bytes that the service may still write.</param>
/// <param name="Size">Bytes in all.</param>
public sealed record DiskState(long Free, long Size)
{
    // Below it an update, a backup or a day of uploads may fill the disk; a tenth of a large one is room enough.
    private const long Enough = 10L << 30, Least = 1L << 30;

    /// <summary>True when less than 1 GiB is free, or less than a tenth of the disk and less than 10 GiB.</summary>
    public bool IsLow => Free < Least || (Free < Enough && Free < Size / 10);
}

/// <summary>An order that waits for a person.</summary>
public sealed record FailedOrder(PassportOrderId Id, string Number, ExamId ExamId, string ExamNumber, int Attempts, IssueFailure? Failure);

internal sealed class GetInstallationHandler(
    DemoExamDb db, DatabaseOptions database, SigningKeys keys, JobStorage jobs, PublicAddress address, IConfiguration configuration, TimeProvider time)
    : IRequestHandler<GetInstallation, Installation>
{
    private const int MostFailures = 50;

    public async Task<Installation> Handle(GetInstallation request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var counts = await db.PassportOrders.Where(o => o.CompletedAt == null).GroupBy(o => o.Status).Select(g => new { Status = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Status, g => g.Count, ct);
        var failed = await (
            from order in db.PassportOrders
            join exam in db.Exams on order.ExamId equals exam.Id
            where order.CompletedAt == null && order.Status == PassportOrderStatus.Failed
            orderby order.Number
            select new { order.Id, order.Number, order.ExamId, ExamNumber = exam.Number, order.Attempts, order.Error })
            .AsNoTracking().Take(MostFailures).ToListAsync(ct);
        return new Installation(
            ProductVersion.Text, now, address.Value, address.IsSet,
            new OrderCounts(Count(PassportOrderStatus.Open), Count(PassportOrderStatus.Leased), await db.Passports.CountAsync(ct), Count(PassportOrderStatus.Failed),
                await db.PassportDocuments.CountAsync(d => d.AwaitsTimestamp, ct), await db.PassportDocuments.CountAsync(d => d.AwaitsQualified, ct)),
            Recurring(), jobs.GetMonitoringApi().Servers().Count, Signing(now),
            new DatabaseState(database.Provider, await db.Database.SqlQueryRaw<long>(db.SizeSql).SingleAsync(ct), (await db.Database.GetAppliedMigrationsAsync(ct)).Count()),
            Disk(), failed.ConvertAll(f => new FailedOrder(f.Id, f.Number, f.ExamId, f.ExamNumber, f.Attempts, IssueFailure.Read(f.Error))), SampleData.IsThere(configuration));

        int Count(PassportOrderStatus status) => counts.GetValueOrDefault(status);
    }

    private DiskState Disk()
    {
        var disk = DataFolder.DiskOf(configuration);
        return new DiskState(disk.AvailableFreeSpace, disk.TotalSize);
    }

    private List<RecurringRun> Recurring()
    {
        using var connection = jobs.GetConnection();
        return connection.GetRecurringJobs().ConvertAll(job => new RecurringRun(job.Id, job.Cron, Utc(job.LastExecution), job.LastJobState, Utc(job.NextExecution), job.Error));

        static DateTimeOffset? Utc(DateTime? moment) => moment is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : null;
    }

    private SigningState Signing(DateTimeOffset now)
    {
        var certificate = keys.Current.Certificate;
        var ends = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        return new SigningState(
            certificate.Subject, certificate.Issuer, certificate.SerialNumber, keys.Current.Algorithm == SignatureAlgorithm.EcdsaP256 ? "ECDSA P-256" : "RSA",
            new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), ends, (int)Math.Floor((ends - now).TotalDays));
    }
}
