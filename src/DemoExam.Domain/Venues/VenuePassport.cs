using System.Globalization;
using DemoExam.Domain.Organisations;

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

    /// <summary>As histories tell it.</summary>
    public override string ToString() => string.Join("; ", new[]
    {
        Contacts.ToString(), string.Join(", ", Rooms.Select(r => $"{r.Name} ({r.Workplaces.ToString(CultureInfo.InvariantCulture)})")), Equipment.Count.ToString(CultureInfo.InvariantCulture), Internet,
    }.Where(part => !string.IsNullOrEmpty(part)));
}

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
