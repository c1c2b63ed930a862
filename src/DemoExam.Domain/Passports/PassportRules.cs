namespace DemoExam.Domain.Passports;

/// <summary>The rule book of passports.</summary>
public static class PassportRules
{
    public static readonly Rule PassportIsInForce = new("passports.not-in-force", "Only a passport in force can be revoked or replaced.");
    public static readonly Rule RevocationHasReason = new("passports.reason-missing", "A revocation needs a reason.");
    public static readonly Rule ReplacementIsNotOrdered = new("passports.replacement-ordered", "A replacement for this passport is already being issued.");
    public static readonly Rule LeaseIsHeld = new("passports.lease-lost", "The order was taken over by another worker.");
    public static readonly Rule OrderHasFailed = new("passports.order-not-failed", "Only a failed order can be started again.");
    public static readonly Rule LayoutIsGood = new("passports.layout-wrong", "The layout has an error and can't be drawn.");
}
