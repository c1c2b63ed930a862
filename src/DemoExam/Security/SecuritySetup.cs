using System.Security.Claims;
using DemoExam.Data;
using DemoExam.Features.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Security;

/// <summary>Accounts: cookies for pages, bearer tokens for the API, one set of policies for both.</summary>
internal static class SecuritySetup
{
    private const string CookieOrBearer = "cookie-or-bearer";

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<CurrentUser>();
        services.AddScoped<AccountBook>();
        services.AddScoped<SignInTries>();
        services.AddScoped<Sessions>();
        services.AddScoped<SecondFactors>();
        services.AddSingleton<SignInLimits>();
        if (NodeParts.Of(configuration).Pages)
        {
            services.AddHostedService<FirstAdministratorLink>();
        }

        services.AddDataProtection().SetApplicationName("DemoExam");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, SessionKeys>();

        services.AddIdentityCore<Account>(o =>
            {
                o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                o.User.RequireUniqueEmail = false;
                // Length is what protects; forbidden characters in names would shut out Cyrillic sign-in names.
                o.User.AllowedUserNameCharacters = "";
                o.Password = new PasswordOptions { RequiredLength = Passwords.ShortestLength, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 4 };
                o.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5), AllowedForNewUsers = true };
            })
            .AddRoles<AccountRole>()
            .AddEntityFrameworkStores<DemoExamDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddDefaultTokenProviders();
        // After the framework's own, which it replaces.
        services.AddScoped<ISecurityStampValidator, SessionValidator>();

        services.AddAuthentication(CookieOrBearer)
            .AddPolicyScheme(CookieOrBearer, null, o => o.ForwardDefaultSelector = http =>
                http.Request.Headers.ContainsKey("Authorization") ? IdentityConstants.BearerScheme : IdentityConstants.ApplicationScheme)
            .AddBearerToken(IdentityConstants.BearerScheme, o => o.BearerTokenExpiration = TimeSpan.FromMinutes(30))
            .AddIdentityCookies();
        // How long a disabled account or "sign out everywhere" may take to reach an open page.
        services.Configure<SecurityStampValidatorOptions>(o =>
        {
            o.ValidationInterval = TimeSpan.FromMinutes(1);
            o.OnRefreshingPrincipal = renewed =>
            {
                if (renewed is { CurrentPrincipal: { } former, NewPrincipal: { } next })
                {
                    Sessions.Carry(former, next);
                }

                return Task.CompletedTask;
            };
        });
        // A passkey stands for both factors, so the authenticator must ask for a finger, a face or a PIN, and must know the account by itself.
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
            o.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
        });
        services.ConfigureApplicationCookie(o =>
        {
            o.LoginPath = "/sign-in";
            o.AccessDeniedPath = "/problem/403";
            o.Cookie.Name = "demoexam";
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.ExpireTimeSpan = TimeSpan.FromHours(12);
            o.SlidingExpiration = true;
            // API calls get a status code, not a page to sign in on.
            o.Events.OnRedirectToLogin = ctx => Answer(ctx, StatusCodes.Status401Unauthorized);
            o.Events.OnRedirectToAccessDenied = ctx => Answer(ctx, StatusCodes.Status403Forbidden);
        });
        services.AddAuthorization(Policies.AddAll);
        return services;
    }

    private static Task Answer(RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Puts what every request needs to know about the account into its claims.</summary>
internal sealed class AccountClaims(UserManager<Account> users, RoleManager<AccountRole> roles, IOptions<IdentityOptions> options, DemoExamDb db)
    : UserClaimsPrincipalFactory<Account, AccountRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        Add(CurrentUser.Claims.DisplayName, user.DisplayName);
        Add(CurrentUser.Claims.Region, user.RegionCode);
        Add(CurrentUser.Claims.Organisation, user.OrganisationId?.ToString());
        Add(CurrentUser.Claims.Expert, user.ExpertId?.ToString());
        Add(CurrentUser.Claims.Candidate, user.CandidateId?.ToString());
        var asked = (await SignInPolicy.Of(db, CancellationToken.None)).SecondFactorRoles;
        if (asked.Exists(role => identity.HasClaim(identity.RoleClaimType, role)) && !await db.SecondFactors.AnyAsync(f => f.AccountId == user.Id))
        {
            Add(CurrentUser.Claims.OwesSecondFactor, "yes");
        }

        return identity;

        void Add(string type, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                identity.AddClaim(new Claim(type, value));
            }
        }
    }
}
