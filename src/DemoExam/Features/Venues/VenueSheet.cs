using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Venues;

/// <summary>Columns of a list of venues, recognised by their headings in any order.</summary>
public enum VenueColumn
{
    Organisation = 1,
    Name,
    NameEn,
    City,
    Address,
    TimeZone,
    Workplaces,
    Package,
    Level,
    CertificateNumber,
    ValidFrom,
    ValidTo,
    AccreditedWorkplaces,
}

/// <summary>A row without errors: a venue with one accreditation or none.</summary>
/// <param name="FirstRow">The first row about this venue.</param>
/// <param name="Venue">What the list says about the venue; null when the register has it.</param>
/// <param name="RegisteredId">The venue of the register; it stays as it is.</param>
/// <param name="Accreditation">Null when the row has none, or one that is registered already.</param>
public sealed record VenueLine(int Row, int FirstRow, string Name, string City, NewVenue? Venue, VenueId? RegisteredId, AccreditationTerms? Accreditation);

/// <param name="TimeZone">IANA time zone of the site; that of the region when null.</param>
public sealed record NewVenue(OrganisationId OrganisationId, string? NameEn, string Address, string? TimeZone, int Workplaces);

/// <summary>A venue of the register as rows are compared with it.</summary>
internal sealed record RegisteredVenue(VenueId Id, string NameNorm, string RegionCode, int Workplaces, IReadOnlySet<(string Number, string Package, ExamLevel Level)> Accreditations);

/// <summary>What rows are checked against.</summary>
/// <param name="Packages">Codes as they are written and the levels that the package has, by normalised code.</param>
/// <param name="RegionCode">Region of rows that name no organisation; null for accounts of the whole installation.</param>
internal sealed record VenueChecks(
    KnownOrganisations Organisations, IReadOnlyCollection<RegisteredVenue> Registered, IReadOnlyDictionary<string, (string Code, IReadOnlySet<ExamLevel> Levels)> Packages,
    IReadOnlyDictionary<string, ExamLevel> Levels, string? RegionCode);

/// <summary>
/// A list of venues as regional centres keep it: one row for each accreditation; a row without one registers the venue alone. What a
/// row above has said about the same venue need not be said again.
/// </summary>
internal static class VenueSheet
{
    private static readonly Dictionary<string, VenueColumn> Headings = ImportTable<VenueColumn>.Headings(
        (VenueColumn.Organisation, "организация|образовательная организация|держатель|organisation|organization|holder"),
        (VenueColumn.Name, "площадка|название площадки|название|цпдэ|venue|name|venue name"),
        (VenueColumn.NameEn, "название по-английски|name in english|english name"),
        (VenueColumn.City, "город|населённый пункт|city|town"),
        (VenueColumn.Address, "адрес|address"),
        (VenueColumn.TimeZone, "часовой пояс|time zone|timezone"),
        (VenueColumn.Workplaces, "рабочих мест|рабочие места|workplaces|places"),
        (VenueColumn.Package, "комплект|код|комплект оценочной документации|package|package code"),
        (VenueColumn.Level, "уровень|level"),
        (VenueColumn.CertificateNumber, "номер аттестата|аттестат|certificate number|certificate"),
        (VenueColumn.ValidFrom, "действует с|начало|valid from|from"),
        (VenueColumn.ValidTo, "действует по|окончание|valid to|to"),
        (VenueColumn.AccreditedWorkplaces, "аккредитовано мест|мест по аттестату|accredited workplaces|accredited places"));

    private static readonly VenueColumn[] Certificate =
        [VenueColumn.Package, VenueColumn.Level, VenueColumn.CertificateNumber, VenueColumn.ValidFrom, VenueColumn.ValidTo, VenueColumn.AccreditedWorkplaces];

    // Every clock of Russia by its distance from Moscow, as documents write it.
    private static readonly Dictionary<string, string> Clocks = TimeZones.All.SelectMany(zone => new[] { "МСК", "MSK" }.Select(word => (Clock: word + Distance(zone), Zone: zone)))
        .ToDictionary(c => c.Clock, c => c.Zone);

    /// <summary>Finds the table in the first sheet that has one.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static ImportTable<VenueColumn> Open(ImportFile file) =>
        ImportTable<VenueColumn>.Open(file, ImportLimits.Lists, Headings, [VenueColumn.Name, VenueColumn.City]);

    /// <summary>Reads every row: the lines without errors, in order, and all that is wrong.</summary>
    public static (IReadOnlyList<VenueLine> Lines, IReadOnlyList<ImportProblem<VenueColumn>> Problems, int Rows) Check(ImportTable<VenueColumn> table, VenueChecks checks)
    {
        var (lines, problems, rows) = (new List<VenueLine>(), new List<ImportProblem<VenueColumn>>(), 0);
        var reading = new Reading(checks);
        foreach (var row in table.Rows)
        {
            rows++;
            if (reading.Line(new ImportRow<VenueColumn>(table, row, problems)) is { } line)
            {
                lines.Add(line);
            }
        }

        return (lines, problems, rows);
    }

    private static string Distance(string zone) =>
        (TimeZoneInfo.FindSystemTimeZoneById(zone).BaseUtcOffset.Hours - 3) switch { 0 => "", > 0 and var east => $"+{east}", var west => $"{west}" };

    /// <summary>What was read so far: a venue may stand in several rows.</summary>
    private sealed class Reading(VenueChecks checks)
    {
        private readonly Dictionary<(string NameNorm, string RegionCode), RegisteredVenue> _registered = checks.Registered.ToDictionary(v => (v.NameNorm, v.RegionCode));
        private readonly Dictionary<(string NameNorm, string RegionCode), (int Row, NewVenue? Venue)> _seen = [];
        private readonly Dictionary<(int FirstRow, string Number, string Package, ExamLevel Level), int> _certificates = [];

        public VenueLine? Line(ImportRow<VenueColumn> row)
        {
            // Together with the city the name fits the column for search.
            var (name, city) = (row.Required(VenueColumn.Name, 300), row.Required(VenueColumn.City, 60));
            var organisation = row.IsEmpty(VenueColumn.Organisation) ? null : row.Organisation(VenueColumn.Organisation, checks.Organisations);
            var region = organisation is { } holder ? checks.Organisations.Regions[holder] : checks.RegionCode;
            if (name.Length == 0 || city.Length == 0)
            {
                return null;
            }

            var key = (TextNorm.Of($"{name}, {city}"), region ?? "");
            var registered = _registered.GetValueOrDefault(key);
            var isFirst = !_seen.TryGetValue(key, out var first);
            NewVenue? venue = null;
            if (registered is null)
            {
                venue = isFirst ? Venue(row, organisation) : Again(row, organisation, first);
            }
            else if (isFirst)
            {
                row.Warn(VenueColumn.Name, ImportFault.MaybeRegistered);
            }

            if (isFirst)
            {
                first = (row.Number, venue);
                _seen.Add(key, first);
            }

            var accreditation = Accreditation(row, first.Row, registered?.Workplaces ?? venue?.Workplaces);
            if (accreditation is not null && registered?.Accreditations.Contains((accreditation.CertificateNumber, accreditation.PackageCode, accreditation.Level)) == true)
            {
                row.Warn(VenueColumn.CertificateNumber, ImportFault.DocumentRegistered);
                accreditation = null;
            }

            return row.Failed || (registered is null && venue is null) ? null : new VenueLine(row.Number, first.Row, name, city, venue, registered?.Id, accreditation);
        }

        private static NewVenue? Venue(ImportRow<VenueColumn> row, OrganisationId? organisation)
        {
            if (row.IsEmpty(VenueColumn.Organisation))
            {
                row.Fail(VenueColumn.Organisation, ImportFault.Missing);
            }

            var address = row.Required(VenueColumn.Address, 400);
            var nameEn = row.Text(VenueColumn.NameEn, 300);
            var zone = Zone(row);
            var workplaces = row.Count(VenueColumn.Workplaces, VenueRules.MostWorkplaces);
            if (row.IsEmpty(VenueColumn.Workplaces))
            {
                row.Fail(VenueColumn.Workplaces, ImportFault.Missing);
            }

            return organisation is { } holder && workplaces is { } count && address.Length > 0 ? new NewVenue(holder, nameEn.Length > 0 ? nameEn : null, address, zone, count) : null;
        }

        // A further row of a new venue: it repeats the first one or is silent.
        private static NewVenue? Again(ImportRow<VenueColumn> row, OrganisationId? organisation, (int Row, NewVenue? Venue) first)
        {
            if (first.Venue is not { } said)
            {
                return null;
            }

            if (organisation is { } holder && holder != said.OrganisationId)
            {
                row.Fail(VenueColumn.Organisation, ImportFault.Contradicts, first.Row);
            }

            if (row.Text(VenueColumn.Address, 400) is { Length: > 0 } address && TextNorm.Of(address) != TextNorm.Of(said.Address))
            {
                row.Fail(VenueColumn.Address, ImportFault.Contradicts, first.Row);
            }

            if (row.Count(VenueColumn.Workplaces, VenueRules.MostWorkplaces) is { } workplaces && workplaces != said.Workplaces)
            {
                row.Fail(VenueColumn.Workplaces, ImportFault.Contradicts, first.Row);
            }

            return said;
        }

        private AccreditationTerms? Accreditation(ImportRow<VenueColumn> row, int firstRow, int? site)
        {
            if (Certificate.All(row.IsEmpty))
            {
                if (firstRow != row.Number)
                {
                    row.Fail(VenueColumn.Name, ImportFault.RepeatedInFile, firstRow);
                }

                return null;
            }

            var package = row.Choice(VenueColumn.Package, checks.Packages, ImportFault.PackageUnknown);
            var level = row.Choice(VenueColumn.Level, checks.Levels, ImportFault.LevelUnknown);
            if (package is { } known && level is { } asked && !known.Levels.Contains(asked))
            {
                row.Fail(VenueColumn.Level, ImportFault.LevelNotInPackage);
            }

            var number = row.Required(VenueColumn.CertificateNumber, 60);
            var (from, to) = (row.RequiredDate(VenueColumn.ValidFrom), row.RequiredDate(VenueColumn.ValidTo));
            if (from > to)
            {
                row.Fail(VenueColumn.ValidTo, ImportFault.TermReversed);
            }

            // As many as the site has, unless the certificate says less.
            var workplaces = row.Count(VenueColumn.AccreditedWorkplaces, site ?? VenueRules.MostWorkplaces) ?? site;
            if (row.Failed || package is null || level is null || from is null || to is null || workplaces is null)
            {
                return null;
            }

            var key = (firstRow, number, package.Value.Code, level.Value);
            if (!_certificates.TryAdd(key, row.Number))
            {
                row.Fail(VenueColumn.CertificateNumber, ImportFault.RepeatedInFile, _certificates[key]);
            }

            return new AccreditationTerms(package.Value.Code, level.Value, number, from.Value, to.Value, workplaces.Value);
        }

        private static string? Zone(ImportRow<VenueColumn> row)
        {
            var text = row.Text(VenueColumn.TimeZone, 60);
            if (text.Length == 0)
            {
                return null;
            }

            if (Clocks.TryGetValue(TextNorm.Of(text).Replace(" ", "", StringComparison.Ordinal).Replace('−', '-'), out var zone))
            {
                return zone;
            }

            if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var found) && found.HasIanaId)
            {
                return found.Id;
            }

            row.Fail(VenueColumn.TimeZone, ImportFault.TimeZoneUnknown);
            return null;
        }
    }
}
