using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using DemoExam.Data;
using DemoExam.Data.Providers;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// The real host on a database of its own. Use it as a class fixture (<c>IClassFixture&lt;App&gt;</c>); tests of one class share
/// the database, so each makes its own data through <see cref="Given"/> or by commands.
/// </summary>
public class App : IAsyncLifetime
{
    private readonly Dictionary<string, string> _settings = new()
    {
        ["Jobs:Enabled"] = "false",
        ["PublicAddress"] = "https://passports.example",
        ["Logging:LogLevel:Default"] = "Warning",
        // New keys in the folder of each host are what a test wants.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:DemoExam.Security.SigningKeys"] = "Error",
        // Tests lose races on purpose; what comes of it is asserted, the stack traces of the loser only hide failures.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Update"] = "None",
        ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Error",
    };

    private readonly ConcurrentDictionary<TestUser, Lazy<Task<ClaimsPrincipal>>> _principals = new();
    private readonly string _folder = Databases.NewFolder();
    private WebApplicationFactory<Program>? _factory;

    public App() => Given = new Scenario(this);

    /// <summary>States of an exam, each reached through the earlier ones.</summary>
    public Scenario Given { get; }

    /// <summary>Time of the host.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>Services of the host; open a scope for scoped ones.</summary>
    public IServiceProvider Services => Host.Services;

    /// <summary>Data folder of the host: database file, keys.</summary>
    public string Folder => _folder;

    /// <summary>Changes settings before the host starts; override it in a subclass.</summary>
    protected virtual void Configure(IDictionary<string, string> settings)
    {
    }

    /// <summary>Replaces services before the host starts, for a process boundary only.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>Starts the host: in memory here, on a port for browsers.</summary>
    protected virtual void Start(WebApplicationFactory<Program> factory) => _ = factory.Server;

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in await Databases.New(_folder))
        {
            _settings[key] = value;
        }

        Configure(_settings);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            foreach (var (key, value) in _settings)
            {
                host.UseSetting(key, value);
            }

            host.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => new ClosedNetwork()));
                RefuseUnorderedPages<SqliteDb>(services);
                RefuseUnorderedPages<PostgresDb>(services);
                RefuseUnorderedPages<SqlServerDb>(services);
                Configure(services);
            });
        });
        Start(_factory);
        await Prepare();
    }

    // A part of rows that stand in no order is another part each time.
    private static void RefuseUnorderedPages<TContext>(IServiceCollection services) where TContext : DbContext =>
        services.ConfigureDbContext<TContext>(options => options.ConfigureWarnings(w => w.Throw(
            CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.FirstWithoutOrderByAndFilterWarning, CoreEventId.DistinctAfterOrderByWithoutRowLimitingOperatorWarning)));

    /// <summary>What a subclass does once the host runs.</summary>
    protected virtual ValueTask Prepare() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
            await Databases.Remove(_folder);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a request through the pipeline in a scope of its own, as the user.</summary>
    public async Task<TAnswer> Send<TAnswer>(IRequest<TAnswer> request, TestUser user)
    {
        await using var scope = Services.CreateAsyncScope();
        await Become(scope.ServiceProvider, user);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Works on the database in a scope of its own, for what no request answers.</summary>
    public async Task<T> Query<T>(Func<DemoExamDb, Task<T>> query)
    {
        await using var scope = Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<DemoExamDb>());
    }

    /// <summary>Changes the database in a scope of its own and saves, for states that no command reaches.</summary>
    public async Task Change(Func<DemoExamDb, Task> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        await change(db);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a job once, now, as the clock would: <c>app.RunJob&lt;IssuePassportsJob&gt;(job => job.Run(ct))</c>.</summary>
    public async Task RunJob<TJob>(Func<TJob, Task> run) where TJob : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await run(ActivatorUtilities.GetServiceOrCreateInstance<TJob>(scope.ServiceProvider));
    }

    /// <summary>A browser without script: keeps cookies, follows no redirect.</summary>
    public async Task<HttpClient> As(TestUser user)
    {
        var client = Host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = Host.ClientOptions.BaseAddress });
        if (user.Role is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", $"{await CookieOf(user)}");
        }

        return client;
    }

    /// <summary>A program that calls the API with a bearer token.</summary>
    public async Task<HttpClient> Api(TestUser user)
    {
        var client = Host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = Host.ClientOptions.BaseAddress });
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (user.Role is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await BearerOf(user));
        }

        return client;
    }

    /// <summary>Gets a page.</summary>
    public async Task<Page> Get(string address, TestUser user)
    {
        using var client = await As(user);
        return await Page.Of(await client.GetAsync(address, TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// Gets a page, fills in its form and sends it as a browser would: hidden fields and the antiforgery token go along.
    /// </summary>
    /// <param name="address">Address of the page with the form.</param>
    /// <param name="user">Who does it.</param>
    /// <param name="fields">Values by field name (<c>Input.Name</c>); a list of texts, a bool for a box, an <see cref="Upload"/> for a file.</param>
    /// <param name="form">CSS selector when the page has several forms; by default the one that has the first field.</param>
    public async Task<Page> PostForm(string address, TestUser user, IReadOnlyDictionary<string, object?> fields, string? form = null)
    {
        using var client = await As(user);
        var page = await Page.Of(await client.GetAsync(address, TestContext.Current.CancellationToken));
        page.Status.ShouldBe(HttpStatusCode.OK, $"GET {address} gave {page.Status}: {page.Text}");
        using var request = page.Submit(fields, form);
        return await Page.Of(await client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    /// <summary>The signed-in user's cookie as <c>name=value</c>.</summary>
    public async Task<string> CookieOf(TestUser user)
    {
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(await Ticket(user, IdentityConstants.ApplicationScheme))}";
    }

    private WebApplicationFactory<Program> Host => _factory ?? throw new InvalidOperationException("The host has not been started.");

    private async Task<string> BearerOf(TestUser user)
    {
        var options = Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(IdentityConstants.BearerScheme);
        return options.BearerTokenProtector.Protect(await Ticket(user, $"{IdentityConstants.BearerScheme}:AccessToken"));
    }

    private async Task<AuthenticationTicket> Ticket(TestUser user, string scheme) =>
        new(await Principal(user), new AuthenticationProperties { IssuedUtc = Clock.Now, ExpiresUtc = Clock.Now.AddHours(12) }, scheme);

    private async Task Become(IServiceProvider scope, TestUser user)
    {
        if (user == TestUser.System)
        {
            scope.GetRequiredService<CurrentUser>().BecomeSystem();
            return;
        }

        // The current user reads the request's principal; there is no HTTP here, so the test stands in for it.
        var accessor = scope.GetRequiredService<IHttpContextAccessor>();
        accessor.HttpContext = new DefaultHttpContext { RequestServices = scope, User = await Principal(user) };
        _ = scope.GetRequiredService<CurrentUser>();
        accessor.HttpContext = null;
    }

    private Task<ClaimsPrincipal> Principal(TestUser user) => user.Role is null
        ? Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity()))
        : _principals.GetOrAdd(user, u => new Lazy<Task<ClaimsPrincipal>>(() => MakePrincipal(u))).Value;

    private async Task<ClaimsPrincipal> MakePrincipal(TestUser user)
    {
        var account = await AddAccount(user, $"{user.Role!.ToLowerInvariant()}-{Guid.NewGuid():N}@example.test");
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Sessions>().Open(account, SignInMeans.Password, new Caller(null, "Test"), TestContext.Current.CancellationToken);
    }

    /// <summary>Makes an account with this sign-in name, with a password when a test signs in through the page.</summary>
    public async Task<Account> AddAccount(TestUser user, string name, string? password = null)
    {
        await Given.ARegion();
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = name,
            Email = name.Contains('@', StringComparison.Ordinal) ? name : null,
            DisplayName = user.Role!,
            RegionCode = user.Region,
            OrganisationId = user.Organisation,
            ExpertId = user.Expert,
            CandidateId = user.Candidate,
        };
        Accept(password is null ? await users.CreateAsync(account) : await users.CreateAsync(account, password));
        Accept(await users.AddToRoleAsync(account, user.Role!));
        return account;

        static void Accept(IdentityResult result) => result.Succeeded.ShouldBeTrue(string.Join(' ', result.Errors.Select(e => e.Description)));
    }

    private sealed class ClosedNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Tests have no network: {request.Method} {request.RequestUri}");
    }
}
