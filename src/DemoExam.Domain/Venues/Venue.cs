using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Venues;

/// <summary>An examination venue (центр проведения демонстрационного экзамена, ЦПДЭ) with its accreditations.</summary>
public sealed class Venue : IRegional
{
    private readonly List<Accreditation> _accreditations = [];

    private Venue()
    {
    }

    public Venue(VenueId id, OrganisationId organisationId, string name, string nameEn, string regionCode, string city, string address, string timeZone, int workplaces)
    {
        VenueRules.VenueHasWorkplaces.Require(workplaces is > 0 and <= VenueRules.MostWorkplaces, ("workplaces", workplaces), ("most", VenueRules.MostWorkplaces));
        Id = id;
        OrganisationId = organisationId;
        Name = name;
        NameEn = nameEn;
        NameNorm = TextNorm.Of($"{name}, {city}");
        RegionCode = regionCode;
        City = city;
        Address = address;
        TimeZone = timeZone;
        Workplaces = workplaces;
        KindBits = VenueKinds.BitOf(VenueKind.ExamVenue);
    }

    public VenueId Id { get; private set; }

    /// <summary>Who holds the venue.</summary>
    public OrganisationId OrganisationId { get; private set; }

    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";

    /// <summary>Name and city in the form for search and order; unique within the region.</summary>
    public string NameNorm { get; private set; } = "";

    public string RegionCode { get; private set; } = "";
    public string City { get; private set; } = "";

    /// <summary>Actual address of the site.</summary>
    public string Address { get; private set; } = "";

    /// <summary>IANA time zone of the site; every time of its exams is told in it.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>Workplaces of the site, for all packages together.</summary>
    public int Workplaces { get; private set; }

    /// <summary>What the site is, as <see cref="VenueKinds.BitsOf"/> makes it.</summary>
    public int KindBits { get; private set; }

    /// <summary>What the site is; at least one.</summary>
    public IReadOnlyList<VenueKind> Kinds => VenueKinds.Of(KindBits);

    public VenuePassport Passport { get; private set; } = VenuePassport.Empty;

    public int Version { get; private set; }

    public IReadOnlyList<Accreditation> Accreditations => _accreditations;

    /// <summary>Name, place, workplaces or the passport of the site are other ones, or were written wrongly.</summary>
    /// <exception cref="RuleViolation">No workplaces, fewer than a certificate says, or rooms that hold another number.</exception>
    public void Change(string name, string nameEn, string city, string address, string timeZone, int workplaces, VenuePassport passport)
    {
        var refusals = new Refusals();
        refusals.Require(VenueRules.VenueHasWorkplaces, workplaces is > 0 and <= VenueRules.MostWorkplaces, nameof(Workplaces), ("workplaces", workplaces), ("most", VenueRules.MostWorkplaces));
        var largest = _accreditations.Where(a => a.Status != AccreditationStatus.Withdrawn).MaxBy(a => a.Workplaces);
        refusals.Require(VenueRules.WorkplacesAreEnough, largest is null || largest.Workplaces <= workplaces, nameof(Workplaces), ("workplaces", workplaces), ("number", largest?.CertificateNumber), ("accredited", largest?.Workplaces));
        var inRooms = passport.Rooms.Sum(r => r.Workplaces);
        refusals.Require(VenueRules.RoomsHoldWorkplaces, passport.Rooms.Count == 0 || inRooms == workplaces, nameof(passport.Rooms), ("rooms", inRooms), ("workplaces", workplaces));
        refusals.ThrowIfAny();

        Name = name;
        NameEn = nameEn;
        NameNorm = TextNorm.Of($"{name}, {city}");
        City = city;
        Address = address;
        TimeZone = timeZone;
        Workplaces = workplaces;
        Passport = passport;
        Version++;
    }

    /// <summary>Says what the site is.</summary>
    /// <exception cref="RuleViolation"><see cref="VenueRules.VenueHasKind"/>.</exception>
    public void SetKinds(IReadOnlyCollection<VenueKind> kinds)
    {
        var refusals = new Refusals();
        refusals.Require(VenueRules.VenueHasKind, kinds.Count > 0, nameof(Kinds), ("venue", Name));
        refusals.ThrowIfAny();
        KindBits = VenueKinds.BitsOf(kinds);
        Version++;
    }

    /// <summary>Registers a certificate, or the application for one.</summary>
    /// <exception cref="RuleViolation">Term reversed, no workplaces, more than the site has, or the certificate number is already there for this package and level.</exception>
    public Accreditation Accredit(AccreditationId id, AccreditationTerms terms, AccreditationStatus status = AccreditationStatus.Accredited)
    {
        var refusals = new Refusals();
        refusals.Require(VenueRules.TermIsForward, terms.ValidFrom <= terms.ValidTo, nameof(terms.ValidTo), ("from", terms.ValidFrom), ("to", terms.ValidTo));
        refusals.Require(VenueRules.AccreditedWorkplacesExist, terms.Workplaces > 0 && terms.Workplaces <= Workplaces, nameof(terms.Workplaces),
            ("workplaces", terms.Workplaces), ("site", Workplaces));
        refusals.Require(VenueRules.CertificateIsNew,
            !_accreditations.Any(a => a.CertificateNumber == terms.CertificateNumber && a.PackageCode == terms.PackageCode && a.Level == terms.Level),
            nameof(terms.CertificateNumber), ("number", terms.CertificateNumber));
        refusals.ThrowIfAny();

        var accreditation = new Accreditation(id, terms, status);
        _accreditations.Add(accreditation);
        Version++;
        return accreditation;
    }

    /// <summary>Changes the state of a certificate, for example suspends it.</summary>
    /// <exception cref="RuleViolation"><see cref="VenueRules.WithdrawnIsFinal"/> or <see cref="VenueRules.AccreditationStepIsAllowed"/>.</exception>
    public void SetStatus(AccreditationId id, AccreditationStatus status)
    {
        var accreditation = _accreditations.Single(a => a.Id == id);
        VenueRules.WithdrawnIsFinal.Require(accreditation.Status != AccreditationStatus.Withdrawn || status == AccreditationStatus.Withdrawn,
            ("number", accreditation.CertificateNumber));
        VenueRules.AccreditationStepIsAllowed.Require(accreditation.Status == status || accreditation.Next().Contains(status),
            ("number", accreditation.CertificateNumber), ("status", accreditation.Status), ("to", status), ("next", accreditation.Next()));
        accreditation.Set(status);
        Version++;
    }

    /// <summary>
    /// The certificate that covers every day, or the refusal that names the exact mismatch: none for the package, none
    /// for the level, or none for all the days.
    /// </summary>
    /// <exception cref="RuleViolation"><see cref="VenueRules.VenueIsAccredited"/> or <see cref="VenueRules.AccreditationCoversEveryDay"/>.</exception>
    public Accreditation AccreditationFor(string packageCode, ExamLevel level, DateOnly first, DateOnly last)
    {
        var forPackage = _accreditations.Where(a => a.PackageCode == packageCode && a.Level == level).ToList();
        VenueRules.VenueIsAccredited.Require(forPackage.Count > 0, ("venue", Name), ("package", packageCode), ("level", level),
            ("otherLevels", string.Join(", ", _accreditations.Where(a => a.PackageCode == packageCode).Select(a => a.Level).Distinct())));

        var covering = forPackage.Where(a => a.Covers(first, last)).OrderByDescending(a => a.Workplaces).FirstOrDefault();
        var nearest = forPackage.OrderByDescending(a => a.ValidTo).First();
        VenueRules.AccreditationCoversEveryDay.Require(covering is not null, ("venue", Name), ("first", first), ("last", last),
            ("number", nearest.CertificateNumber), ("from", nearest.ValidFrom), ("to", nearest.ValidTo), ("status", nearest.Status));
        return covering!;
    }
}
