using DemoExam.Domain;

namespace DemoExam.Security;

/// <summary>The rule book of accounts.</summary>
public static class AccountRules
{
    public static readonly Rule UserNameIsFree = new("accounts.name-taken", "There is another account with this sign-in name.");
    public static readonly Rule LinkIsValid = new("accounts.link-spent", "This link was used, replaced or has expired.");
    public static readonly Rule PasswordIsKnown = new("accounts.wrong-password", "The present password is not right.");
    public static readonly Rule RoleIsGrantable = new("accounts.role-beyond", "This account may not grant the role.");
    public static readonly Rule RegionIsNamed = new("accounts.region-missing", "Every role but the administrator's works in a region.");
    public static readonly Rule PersonIsNamed = new("accounts.person-missing", "The role needs the expert or candidate that the account belongs to.");
    public static readonly Rule PersonHasNoAccount = new("accounts.person-has-account", "This person has an account already.");
    public static readonly Rule NotOwnAccount = new("accounts.own-account", "Nobody disables their own account.");
    public static readonly Rule SecondFactorIsOff = new("accounts.second-factor-on", "The second factor is on already.");
    public static readonly Rule SecondFactorIsOn = new("accounts.second-factor-off", "The account has no second factor.");
    public static readonly Rule SecondFactorMayEnd = new("accounts.second-factor-asked", "The administrator asks people of this role for a second factor.");
    public static readonly Rule CodeIsKnown = new("accounts.wrong-code", "The code does not fit, or it was used before.");
    public static readonly Rule PasskeyIsGood = new("accounts.passkey-refused", "The passkey could not be checked. Try again.");
    public static readonly Rule EmployerIsAdmitted = new("accounts.employer", "The role of an employer comes with the admission of its application, and no other role beside it.");
}
