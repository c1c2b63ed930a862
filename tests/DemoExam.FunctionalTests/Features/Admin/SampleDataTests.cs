using System.Security.Claims;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Admin;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Admin;

/// <summary>After a trial nothing of the demonstration is left, and nobody locks themselves out.</summary>
public sealed class SampleDataTests
{
    [Fact]
    public async Task The_demonstration_goes_as_a_whole_after_a_typed_confirmation_and_the_own_administrator_stays()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Databases.NewFolder();
        string[] settings = [.. (await Databases.New(folder)).Select(s => $"--{s.Key}={s.Value}"), "--applicationName=DemoExam", "--Jobs:Enabled=false", "--Logging:LogLevel:Default=Error"];
        (await CommandLine.Run(["demo", "--fill-only", .. settings])).ShouldBe(0);
        await using (var host = Host.Build(settings))
        {
            await Host.Prepare(host, ct);
            var keys = Path.Combine(folder, "keys");
            var demoAdmin = await PersonOf(host, "admin");
            (await Should.ThrowAsync<RuleViolation>(() => Send(host, demoAdmin, "Калининградская область"))).Rule.ShouldBe(SampleRules.OwnAccount);
            await AddAdministrator(host, "real.admin");
            var own = await PersonOf(host, "real.admin");
            (await Should.ThrowAsync<RuleViolation>(() => Send(host, own, "Калининград"))).Rule.ShouldBe(SampleRules.RegionIsTyped);
            (await Count(host, "Candidates")).ShouldBeGreaterThan(600);

            var removed = await Send(host, own, "калининградская область");

            removed.Rows.ShouldBeGreaterThan(10_000);
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
            var left = new Dictionary<string, int>();
            foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct())
            {
                if (await Count(host, table) is > 0 and var rows)
                {
                    left[table] = rows;
                }
            }

            left.Keys.ShouldBe(["AspNetRoles", "AspNetUserRoles", "AspNetUsers", "SessionKeys", "Sessions"], ignoreOrder: true);
            (await db.Users.Select(a => a.UserName).ToListAsync(ct)).ShouldBe(["real.admin"]);
            Directory.Exists(keys).ShouldBeFalse("the key of the demonstration's log is put aside");
            File.Exists(Path.Combine(removed.KeyPutAside!, "signing-key.pem")).ShouldBeTrue();
            (await Should.ThrowAsync<RuleViolation>(() => Send(host, own, "Калининградская область"))).Rule.ShouldBe(SampleRules.IsThere);
        }

        // The next start makes a new key and a new log.
        await using (var next = Host.Build(settings))
        {
            await Host.Prepare(next, ct);
            File.Exists(Path.Combine(folder, "keys", "signing-key.pem")).ShouldBeTrue();
        }

        await Databases.Remove(folder);
    }

    private static async Task<int> Count(Microsoft.AspNetCore.Builder.WebApplication host, string table)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        var sql = $"SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM {db.GetService<ISqlGenerationHelper>().DelimitIdentifier(table)}";
        return await db.Database.SqlQueryRaw<int>(sql).SingleAsync();
    }

    private static async Task AddAdministrator(Microsoft.AspNetCore.Builder.WebApplication host, string name)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountBook>().Open(new Account { Id = Guid.CreateVersion7(), UserName = name, DisplayName = name }, [Roles.Administrator], default);
        await scope.ServiceProvider.GetRequiredService<DemoExamDb>().SaveChangesAsync();
    }

    private static async Task<ClaimsPrincipal> PersonOf(Microsoft.AspNetCore.Builder.WebApplication host, string name)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<DemoExamDb>().Users.SingleAsync(a => a.UserName == name);
        return await scope.ServiceProvider.GetRequiredService<Sessions>().Open(account, SignInMeans.Password, new Caller(null, "Test"), default);
    }

    private static async Task<SampleRemoved> Send(Microsoft.AspNetCore.Builder.WebApplication host, ClaimsPrincipal person, string region)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var accessor = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        accessor.HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = person };
        _ = scope.ServiceProvider.GetRequiredService<CurrentUser>();
        accessor.HttpContext = null;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RemoveSampleData(region), TestContext.Current.CancellationToken);
    }
}
