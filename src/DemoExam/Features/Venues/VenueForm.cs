using System.Globalization;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared;

namespace DemoExam.Features.Venues;

/// <summary>A venue as a form without script has it: one room, one piece of equipment in a line, parts set off by semicolons, as spreadsheets copy them.</summary>
public sealed class VenueForm
{
    public string Name { get; set; } = "";
    public string? NameEn { get; set; }
    public string City { get; set; } = "";
    public string Address { get; set; } = "";
    public int Workplaces { get; set; }
    public string TimeZone { get; set; } = "";
    public string? ContactPerson { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public string? Internet { get; set; }
    public bool HasVideo { get; set; }
    public bool IsAccessible { get; set; }
    public string? Rooms { get; set; }
    public string? Equipment { get; set; }
    public List<VenueKind> Kinds { get; set; } = [];

    /// <summary>Latitude and longitude, decimal degrees.</summary>
    public string? Coordinates { get; set; }

    public string? Renewals { get; set; }

    internal static VenueForm Of(VenueDetails venue) => new()
    {
        Name = venue.Name,
        NameEn = venue.NameEn,
        City = venue.City,
        Address = venue.Address,
        Workplaces = venue.Workplaces,
        TimeZone = venue.TimeZone,
        ContactPerson = venue.Passport.Contacts.Person,
        Phone = venue.Passport.Contacts.Phone,
        Email = venue.Passport.Contacts.Email,
        Internet = venue.Passport.Internet,
        HasVideo = venue.Passport.HasVideo,
        IsAccessible = venue.Passport.IsAccessible,
        Rooms = string.Join('\n', venue.Passport.Rooms.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name}; {r.Workplaces}"))),
        Equipment = string.Join('\n', venue.Passport.Equipment.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Name}; {e.General}; {e.Okpd}; {e.Manufacturer}; {e.Country}; {e.Quantity}"))),
        Kinds = [.. venue.Kinds],
        Coordinates = venue.Passport.Place is { } place ? string.Create(CultureInfo.InvariantCulture, $"{place.Latitude}, {place.Longitude}") : null,
        Renewals = string.Join('\n', (venue.Passport.Renewals ?? []).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name}; {r.Quantity}; {r.Year}; {r.Means}"))),
    };

    /// <summary>The request, or the first line that can't be read of each field.</summary>
    internal (ChangeVenue? Request, IReadOnlyList<(string Field, int Line)> Wrong) Read()
    {
        var wrong = new List<(string, int)>();
        var rooms = Lines(Rooms, nameof(Rooms), parts => parts is [{ Length: > 0 } name, var number] && Count(number) is { } workplaces ? new Room(name, workplaces) : null, wrong);
        var equipment = Lines(Equipment, nameof(Equipment), parts => parts is [{ Length: > 0 } name, var general, var okpd, var maker, var country, var number] && Count(number) is { } quantity
            ? new EquipmentLine(name, PersonNames.OrNull(general), PersonNames.OrNull(okpd), PersonNames.OrNull(maker), PersonNames.OrNull(country), quantity) : null, wrong);
        var renewals = Lines(Renewals, nameof(Renewals), parts => parts is [{ Length: > 0 } name, var number, var year, .. var means] && Count(number) is { } quantity && Count(year) is { } by && means.Length < 2
            ? new RenewalLine(name, quantity, by, PersonNames.OrNull(means.FirstOrDefault())) : null, wrong);
        if (!string.IsNullOrWhiteSpace(Coordinates) && PlaceOf(Coordinates) is null)
        {
            wrong.Add((nameof(Coordinates), 1));
        }

        return (wrong.Count > 0 ? null : new ChangeVenue(Name, NameEn, City, Address, Workplaces, TimeZone,
            new VenuePassport(new Contacts(PersonNames.OrNull(ContactPerson), PersonNames.OrNull(Phone), PersonNames.OrNull(Email)), rooms, equipment, PersonNames.OrNull(Internet), HasVideo, IsAccessible, PlaceOf(Coordinates), renewals), Kinds), wrong);
    }

    // As maps copy it: 54.7104, 20.4522. A comma between the numbers, points in them; or a semicolon or a blank between them.
    private static GeoPoint? PlaceOf(string? text)
    {
        string[] parts = [.. (text ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return parts is [var north, var east]
            && double.TryParse(north, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var latitude) && Math.Abs(latitude) <= 90
            && double.TryParse(east, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var longitude) && Math.Abs(longitude) <= 180
            ? new GeoPoint(latitude, longitude) : null;
    }

    private static int? Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    private static List<T> Lines<T>(string? text, string field, Func<string[], T?> read, List<(string, int)> wrong) where T : class
    {
        var found = new List<T>();
        foreach (var (line, index) in (text ?? "").ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index)).Where(l => l.line.Trim().Length > 0))
        {
            if (read([.. line.Split(';', '\t').Select(part => part.Trim())]) is not { } item)
            {
                wrong.Add((field, index + 1));
                break;
            }

            found.Add(item);
        }

        return found;
    }
}
