using DemoExam.Data;
using DemoExam.Security;

namespace DemoExam.Features.Accounts;

/// <summary>Which accounts a user manages: an operator those of the region, an administrator of the installation all.</summary>
internal static class AccountBoundary
{
    public static IQueryable<Account> AccountsManagedBy(this DemoExamDb db, CurrentUser user)
    {
        if (user.IsSystem || user.Is(Roles.Administrator))
        {
            return user.RegionCode is { } own ? db.Users.Where(a => a.RegionCode == own) : db.Users;
        }

        // A new link for an administrator's account would be a way to become one.
        return db.Users.Where(a => a.RegionCode != null && a.RegionCode == user.RegionCode
            && !db.UserRoles.Any(r => r.UserId == a.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Administrator)));
    }

    /// <summary>Only an administrator makes administrators: nobody raises themselves.</summary>
    public static void RequireGrantable(this CurrentUser user, IEnumerable<string> roles) =>
        AccountRules.RoleIsGrantable.Require(user.IsSystem || user.Is(Roles.Administrator) || !roles.Contains(Roles.Administrator), ("role", RoleName.Administrator));

    public static bool IsExpertRole(string role) => role is Roles.ChiefExpert or Roles.ScoringExpert or Roles.TechnicalExpert;

    public static AccountState StateOf(bool isDisabled, bool hasPassword) => isDisabled ? AccountState.Disabled : hasPassword ? AccountState.Active : AccountState.Waiting;
}

/// <summary>Roles as words can name them; the members are those of <see cref="Roles"/>.</summary>
public enum RoleName
{
    Administrator = 1,
    RegionalOperator,
    Organiser,
    ChiefExpert,
    ScoringExpert,
    TechnicalExpert,
    Candidate,
    Employer,
}
