namespace DemoExam.Domain.Passports;

/// <summary>The rule book of passports.</summary>
public static class PassportRules
{
    public static readonly Rule PassportIsInForce = new("passports.not-in-force", "Only a passport in force can be revoked or replaced.");
    public static readonly Rule RevocationHasReason = new("passports.reason-missing", "A revocation needs a reason.");
    public static readonly Rule RevocationIsNotProposed = new("passports.revocation-proposed", "A revocation of this passport was already proposed; another person must confirm or refuse it.");
    public static readonly Rule RevocationIsProposed = new("passports.revocation-not-proposed", "Nobody has proposed to revoke this passport.");
    public static readonly Rule RevocationNeedsTwo = new("passports.revocation-same-person", "Whoever proposed a revocation can't confirm it; another person must.");
    public static readonly Rule SuspensionHasReason = new("passports.suspension-reason-missing", "A suspension needs a reason.");
    public static readonly Rule PassportIsSuspended = new("passports.not-suspended", "Only a suspended passport can be put back into force.");
    public static readonly Rule ShareEndsInTime = new("passports.share-term", "A share link must end in the future, within a year.");
    public static readonly Rule ShareShowsSomething = new("passports.share-empty", "A share link must show something.");
    public static readonly Rule ReplacementIsNotOrdered = new("passports.replacement-ordered", "A replacement for this passport is already being issued.");
    public static readonly Rule NothingIsBeingIssued = new("passports.still-issuing", "Passports of this exam are still being issued; wait until they are, or until they have failed.");
    public static readonly Rule SomethingIsInForce = new("passports.none-in-force", "No passport of this exam is in force and free of a proposed revocation.");
    public static readonly Rule CampaignFindsPassports = new("passports.campaign-empty", "No passport in force fits the choice, or all of them are being replaced already.");
    public static readonly Rule CampaignIsNotTooLarge = new("passports.campaign-size", "A campaign replaces a limited number of passports; choose fewer.");
    public static readonly Rule CampaignIsRunning = new("passports.campaign-paused", "The campaign is paused already.");
    public static readonly Rule CampaignIsPaused = new("passports.campaign-running", "Only a paused campaign can be resumed.");
    public static readonly Rule PackHoldsSomething = new("passports.pack-empty", "No passport in force with announced results fits the choice.");
    public static readonly Rule PackIsNotTooLarge = new("passports.pack-size", "An archive holds a limited number of passports; choose fewer.");
    public static readonly Rule NameIsNew = new("passports.name-same", "The holder has this name already.");
    public static readonly Rule CorrectionIsOpen = new("passports.correction-decided", "This request was decided already.");
    public static readonly Rule CorrectionIsAskedOnce = new("passports.correction-asked", "A request to correct this passport waits for its decision already.");
    public static readonly Rule LeaseIsHeld = new("passports.lease-lost", "The order was taken over by another worker.");
    public static readonly Rule OrderIsNotBegun = new("passports.order-begun", "The passport is being issued at this moment; try again in a minute.");
    public static readonly Rule OrderHasFailed = new("passports.order-not-failed", "Only a failed order can be started again.");
    public static readonly Rule KeyIsNotInUse = new("passports.key-in-use", "The key in use can't be withdrawn; make a new one first.");
    public static readonly Rule LayoutIsGood = new("passports.layout-wrong", "The layout has an error and can't be drawn.");
}
