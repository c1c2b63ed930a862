using DemoExam.Data;
using DemoExam.Data.Demo;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace DemoExam.Features.Admin;

/// <summary>
/// Removes the demonstration region with everything that came of it: registers, exams, passports, accounts, mail, and the transparency
/// log. The key that signed it all is put aside too, so that nothing of the real log can be mistaken for a continuation; the next start
/// makes a new one. Roles, rules for signing in and administrators' own accounts stay.
/// </summary>
/// <param name="Region">Name of the demonstration region once more, typed.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record RemoveSampleData(string Region) : ICommand<SampleRemoved>, ICommitsItself;

/// <param name="Rows">Rows that went.</param>
/// <param name="KeyPutAside">Folder that holds the former key now; null when the settings name the key and it stays.</param>
public sealed record SampleRemoved(int Rows, string? KeyPutAside);

/// <summary>The rule book of the sample data.</summary>
public static class SampleRules
{
    public static readonly Rule IsThere = new("sample.absent", "There is no demonstration region here.");
    public static readonly Rule RegionIsTyped = new("sample.region-differs", "The typed name is not that of the demonstration region.");
    public static readonly Rule NothingElse = new("sample.real-data", "There are other regions besides the demonstration ones; their data would go as well.");
    public static readonly Rule OwnAccount = new("sample.demo-account", "Sign in by an administrator's account of your own: those of the demonstration go too.");
}

internal sealed class RemoveSampleDataValidator : AbstractValidator<RemoveSampleData>
{
    public RemoveSampleDataValidator() => RuleFor(r => r.Region).NotEmpty();
}

internal sealed class RemoveSampleDataHandler(DemoExamDb db, CurrentUser user, WriteGate gate, IConfiguration configuration, TimeProvider time, ILogger<RemoveSampleDataHandler> log)
    : IRequestHandler<RemoveSampleData, SampleRemoved>
{
    // What belongs to the installation and not to the region.
    private static readonly Type[] Kept = [typeof(AccountRole), typeof(SessionKey), typeof(SignInPolicy), typeof(MailServerSettings)];

    public async Task<SampleRemoved> Handle(RemoveSampleData request, CancellationToken ct)
    {
        SampleRules.IsThere.Require(SampleData.IsThere(configuration));
        var regions = await db.Regions.AsNoTracking().ToListAsync(ct);
        var sample = regions.SingleOrDefault(r => r.Code == DemoRegion.Code);
        SampleRules.IsThere.Require(sample is not null);
        var refusals = new Refusals();
        refusals.Require(SampleRules.RegionIsTyped, TextNorm.Of(request.Region) == TextNorm.Of(sample!.Name) || TextNorm.Of(request.Region) == TextNorm.Of(sample.NameEn), nameof(request.Region));
        refusals.ThrowIfAny();
        var others = regions.Where(r => r.Code != DemoRegion.Code && r.Code != DemoProgrammes.SecondRegion).Select(r => r.Name).ToList();
        SampleRules.NothingElse.Require(others.Count == 0, ("regions", string.Join(", ", others)));
        var demonstration = SampleData.SignIns(configuration);
        var administrators = await db.Users.Where(a => a.RegionCode == null && db.UserRoles.Any(r => r.UserId == a.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Administrator)))
            .Select(a => new { a.Id, a.UserName }).ToListAsync(ct);
        var own = administrators.Where(a => !demonstration.Contains(a.UserName!)).Select(a => a.Id).ToList();
        SampleRules.OwnAccount.Require(own.Contains(user.RequireAccount()));

        var rows = 0;
        using (await gate.Enter(ct))
        {
            await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                rows = await Remove(own, ct);
                await transaction.CommitAsync(ct);
            });
        }

        var aside = PutKeyAside();
        SampleData.Forget(configuration);
        log.LogWarning("{User} removed the demonstration region: {Rows} rows; its key lies in {Folder}. Restart every node, so that the next key is made", user.Id, rows, aside);
        return new SampleRemoved(rows, aside);
    }

    private async Task<int> Remove(List<Guid> own, CancellationToken ct)
    {
        var names = db.GetService<ISqlGenerationHelper>();
        await db.Users.Where(a => own.Contains(a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.OrganisationId, (OrganisationId?)null), ct);
        var rows = await db.UserRoles.Where(r => !own.Contains(r.UserId)).ExecuteDeleteAsync(ct);
        var users = db.Model.FindEntityType(typeof(Account))!.GetTableName();
        var ofAccounts = db.Model.GetEntityTypes().Where(t => t.GetForeignKeys().Any(k => k.PrincipalEntityType.ClrType == typeof(Account))).Select(t => t.GetTableName()).ToHashSet();
        foreach (var table in InOrder())
        {
            foreach (var column in table.OwnReferences)
            {
                await Run($"UPDATE {names.DelimitIdentifier(table.Name)} SET {names.DelimitIdentifier(column)} = NULL");
            }

            // Accounts are deleted by their rows; what hangs on them goes with them.
            if (table.Name != users && !ofAccounts.Contains(table.Name))
            {
                rows += await Run($"DELETE FROM {names.DelimitIdentifier(table.Name)}");
            }
            else if (table.Name == users)
            {
                rows += await db.Users.Where(a => !own.Contains(a.Id)).ExecuteDeleteAsync(ct);
            }
        }

        return rows;

        Task<int> Run(string sql) => db.Database.ExecuteSqlRawAsync(sql, ct);
    }

    // Tables so that whoever refers comes before whom it refers to.
    private List<(string Name, List<string> OwnReferences)> InOrder()
    {
        var types = db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null && !Kept.Contains(t.ClrType)).ToList();
        var tables = types.Select(t => t.GetTableName()!).Distinct().ToList();
        var references = types.SelectMany(t => t.GetForeignKeys().Select(k => (From: t.GetTableName()!, To: k.PrincipalEntityType.GetTableName()!, Key: k))).ToList();
        var ordered = new List<(string, List<string>)>();
        while (tables.Count > 0)
        {
            var free = tables.Where(t => !references.Exists(r => r.To == t && r.From != t && tables.Contains(r.From))).ToList();
            if (free.Count == 0)
            {
                throw new InvalidOperationException($"These tables refer to each other in a circle: {string.Join(", ", tables)}.");
            }

            ordered.AddRange(free.Select(t => (t, references.Where(r => r.From == t && r.To == t && r.Key.Properties.All(p => p.IsNullable)).SelectMany(r => r.Key.Properties.Select(p => p.GetColumnName())).Distinct().ToList())));
            tables.RemoveAll(free.Contains);
        }

        return ordered;
    }

    private string? PutKeyAside()
    {
        if (!SigningOptions.Of(configuration).HasOwnAuthority || SigningKeys.OwnFolder(configuration) is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        var aside = $"{folder}.sample-{time.GetUtcNow():yyyyMMddHHmmss}";
        Directory.Move(folder, aside);
        return aside;
    }
}

/// <summary>What tells the demonstration region from real data: the file of its sign-ins, written when it was made.</summary>
internal static class SampleData
{
    public static bool IsThere(IConfiguration configuration) => File.Exists(PathOf(configuration));

    /// <summary>Names that sign in to the demonstration.</summary>
    public static IReadOnlySet<string> SignIns(IConfiguration configuration) =>
        File.ReadLines(PathOf(configuration)).SelectMany(line => line.Split([' ', '|', '\t'], StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);

    public static void Forget(IConfiguration configuration) => File.Delete(PathOf(configuration));

    private static string PathOf(IConfiguration configuration) => Path.Combine(DataFolder.PathOf(configuration), "demo-sign-ins.txt");
}
