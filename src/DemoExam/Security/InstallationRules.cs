using DemoExam.Domain;

namespace DemoExam.Security;

/// <summary>The rule book of what belongs to the installation and not to a region.</summary>
public static class InstallationRules
{
    public static readonly Rule AdministratorIsForAll = new("admin.whole-installation", "Only an administrator of the whole installation changes this.");
}
