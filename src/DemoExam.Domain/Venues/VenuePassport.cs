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
public sealed record VenuePassport(Contacts Contacts, IReadOnlyList<Room> Rooms, IReadOnlyList<EquipmentLine> Equipment, string? Internet = null, bool HasVideo = false, bool IsAccessible = false)
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
                .Select(g => new EquipmentGap(g.First().Name, g.Sum(l => l.PerWorkplace ? l.Quantity * workplaces : l.Quantity), there.GetValueOrDefault(g.Key)))
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
public sealed record EquipmentGap(string Name, int Needed, int There);

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
