using System.Globalization;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Venues;

/// <summary>
/// What a site is made of (паспорт ЦПДЭ): rooms with their workplaces, equipment against the infrastructure list, and what accreditation asks about.
/// </summary>
/// <param name="Contacts">Whom to ask at the site.</param>
/// <param name="Rooms">In the order in which workplaces are numbered; empty when nobody has entered them.</param>
/// <param name="Equipment">Line by line.</param>
/// <param name="Internet">Channel, in words.</param>
/// <param name="HasVideo">Exams are recorded.</param>
/// <param name="IsAccessible">People in wheelchairs reach a workplace.</param>
/// <param name="Place">Where the site stands; null when nobody has entered it.</param>
/// <param name="Renewals">What is to be bought; null or empty when nothing is planned.</param>
public sealed record VenuePassport(Contacts Contacts, IReadOnlyList<Room> Rooms, IReadOnlyList<EquipmentLine> Equipment, string? Internet = null, bool HasVideo = false, bool IsAccessible = false,
    GeoPoint? Place = null, IReadOnlyList<RenewalLine>? Renewals = null)
{
    public static readonly VenuePassport Empty = new(Contacts.None, [], []);

    /// <summary>The room of a workplace; null when rooms are not entered.</summary>
    /// <param name="workplace">From 1.</param>
    public string? RoomOf(int workplace)
    {
        foreach (var room in Rooms)
        {
            if (workplace <= room.Workplaces)
            {
                return room.Name;
            }

            workplace -= room.Workplaces;
        }

        return null;
    }

    /// <summary>
    /// What a package asks for and the site lacks. A line of the list is met by equipment of the same general name, or of the same name; case, blanks
    /// and ё make no difference. Nothing while no equipment is entered: then nobody knows.
    /// </summary>
    /// <param name="list">Of the package.</param>
    /// <param name="workplaces">Accredited workplaces.</param>
    public IReadOnlyList<EquipmentGap> GapsTo(InfrastructureList list, int workplaces)
    {
        var there = Equipment.GroupBy(e => TextNorm.Of(e.General ?? e.Name)).ToDictionary(g => g.Key, g => g.Sum(e => e.Quantity));
        return Equipment.Count == 0 ? [] :
        [
            .. list.Lines.GroupBy(l => TextNorm.Of(l.Name))
                .Select(g => (g.Key, Gap: new EquipmentGap(g.First().Name, g.Sum(l => l.PerWorkplace ? l.Quantity * workplaces : l.Quantity), there.GetValueOrDefault(g.Key))))
                .Select(x => (Renewals ?? []).Where(r => TextNorm.Of(r.Name) == x.Key).ToList() is { Count: > 0 } planned
                    ? x.Gap with { Planned = planned.Sum(r => r.Quantity), PlannedBy = planned.Max(r => r.Year), Means = string.Join(", ", planned.Select(r => r.Means).OfType<string>().Distinct()) }
                    : x.Gap)
                .Where(gap => gap.There < gap.Needed),
        ];
    }

    /// <summary>As histories tell it.</summary>
    public override string ToString() => string.Join("; ", new[]
    {
        Contacts.ToString(), string.Join(", ", Rooms.Select(r => $"{r.Name} ({r.Workplaces.ToString(CultureInfo.InvariantCulture)})")), Equipment.Count.ToString(CultureInfo.InvariantCulture), Internet,
    }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>Equipment that a site lacks for a package.</summary>
/// <param name="Name">What the infrastructure list calls it.</param>
/// <param name="Needed">Pieces that the package asks for.</param>
/// <param name="There">Pieces in the venue passport.</param>
/// <param name="Planned">Pieces that the plan of renewal buys.</param>
/// <param name="PlannedBy">Year by whose end they are there; null when nothing is planned.</param>
/// <param name="Means">What pays for them.</param>
public sealed record EquipmentGap(string Name, int Needed, int There, int Planned = 0, int? PlannedBy = null, string? Means = null)
{
    /// <summary>Pieces that the site lacks.</summary>
    public int Missing => Needed - There;

    /// <summary>Pieces that are missing and not planned for.</summary>
    public int Uncovered => Math.Max(0, Missing - Planned);
}

/// <summary>A point of the earth, WGS 84, decimal degrees.</summary>
/// <param name="Latitude">−90 to 90, north is positive.</param>
/// <param name="Longitude">−180 to 180, east is positive.</param>
public sealed record GeoPoint(double Latitude, double Longitude);

/// <summary>A line of the plan of renewal.</summary>
/// <param name="Name">What the infrastructure list calls it.</param>
/// <param name="Quantity">Pieces, at least one.</param>
/// <param name="Year">By the end of which year.</param>
/// <param name="Means">What pays for it: a programme, the college, an employer.</param>
public sealed record RenewalLine(string Name, int Quantity, int Year, string? Means);

/// <summary>A room of a site.</summary>
/// <param name="Name">Number or name on its door.</param>
/// <param name="Workplaces">Workplaces in it, at least one.</param>
public sealed record Room(string Name, int Workplaces);

/// <summary>A line of equipment, as colleges report it for accreditation.</summary>
/// <param name="Name">What it really is: make and model.</param>
/// <param name="General">What the infrastructure list calls it.</param>
/// <param name="Okpd">Code of ОКПД 2.</param>
/// <param name="Quantity">Pieces, at least one.</param>
public sealed record EquipmentLine(string Name, string? General, string? Okpd, string? Manufacturer, string? Country, int Quantity);
