namespace DemoExam.Domain.Venues;

/// <summary>The rule book of venues and their accreditations.</summary>
public static class VenueRules
{
    /// <summary>More workplaces at one site are a typing error.</summary>
    public const int MostWorkplaces = 500;

    public static readonly Rule VenueHasWorkplaces = new("venues.workplaces", "A venue has at least one workplace.");
    public static readonly Rule VenueHasKind = new("venues.kind", "A site is at least one of: exam venue, competence centre, workshop, training centre.");
    public static readonly Rule VenueIsNew = new("venues.repeated", "The region already has a venue with this name in this city.");
    public static readonly Rule ImportIsClean = new("venues.import-errors", "The file has rows with errors; nothing was imported.");
    public static readonly Rule PackageIsKnown = new("venues.package-unknown", "No assessment package with this code was imported.");
    public static readonly Rule TermIsForward = new("venues.term-reversed", "An accreditation can't end before it begins.");
    public static readonly Rule AccreditedWorkplacesExist = new("venues.accredited-workplaces", "The accredited workplaces must be at least one and no more than the site has.");
    public static readonly Rule WorkplacesAreEnough = new("venues.workplaces-accredited", "A site can't have fewer workplaces than a certificate of it says.");
    public static readonly Rule RoomsHoldWorkplaces = new("venues.rooms", "The rooms of a site hold together as many workplaces as it has.");
    public static readonly Rule CertificateIsNew = new("venues.certificate-repeated", "This certificate is already registered for the package and level.");
    public static readonly Rule WithdrawnIsFinal = new("venues.accreditation-withdrawn", "A withdrawn accreditation can't come back; register a new certificate.");
    public static readonly Rule AccreditationStepIsAllowed = new("venues.accreditation-step", "An accreditation can't go from this state to that one.");
    public static readonly Rule FileIsSmall = new("venues.file-large", "A file of an accreditation is at most 10 MB large.");
    public static readonly Rule FileIsReadable = new("venues.file-kind", "A file of an accreditation is a PDF or a picture (JPEG, PNG, WebP), told by its content.");
    public static readonly Rule FilesAreFew = new("venues.file-count", "An accreditation has at most 20 files.");
    public static readonly Rule FileIsNew = new("venues.file-repeated", "The accreditation has this very file already.");
    public static readonly Rule VenueIsAccredited = new("venues.not-accredited", "The venue has no accreditation for this package and level.");
    public static readonly Rule AccreditationCoversEveryDay = new("venues.accreditation-days", "The accreditation does not cover every day of the exam.");
}
