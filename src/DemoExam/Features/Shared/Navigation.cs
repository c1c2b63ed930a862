using DemoExam.Security;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Features.Shared;

/// <summary>One entry of the navigation.</summary>
/// <param name="Text">Text key.</param>
/// <param name="Page">Page name from the root of Features, such as <c>/Venues/ListVenues</c>.</param>
/// <param name="Icon">Name in <c>wwwroot/icons.svg</c>.</param>
/// <param name="Roles">Who sees it; none means everybody who is signed in.</param>
public sealed record NavigationEntry(string Text, string Page, string Icon, params string[] Roles);

/// <summary>
/// Where each role can go. Add a line for your list page; the order here is the order on the screen, and the first four that a
/// role sees stand in the bottom bar on phones.
/// </summary>
public static class Navigation
{
    public static readonly IReadOnlyList<NavigationEntry> Entries =
    [
        new("Shared.Home", "/Index", "home"),
        new("Exams.Title", "/Exams/ListExams", "exam", Roles.Organiser, Roles.RegionalOperator, Roles.Administrator, Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert),
        new("Scoring.Mine.Title", "/Scoring/ListMySheets", "score", Roles.ScoringExpert, Roles.ChiefExpert),
        new("Candidates.Nav", "/Candidates/ListCandidates", "people", Roles.Organiser, Roles.RegionalOperator, Roles.Administrator),
        new("Experts.Nav", "/Experts/ListExperts", "expert", Roles.Organiser, Roles.RegionalOperator, Roles.Administrator, Roles.ChiefExpert),
        new("Experts.Mine", "/Experts/GetMyCredentials", "certificate", Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert),
        new("Invitations.Nav", "/Invitations/GetMyInvitations", "mail", Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert),
        new("Appeals.Nav", "/Appeals/ListAppeals", "file", Roles.Organiser, Roles.RegionalOperator, Roles.ChiefExpert),
        new("Quality.Nav", "/Quality/GetRegionQuality", "report", Roles.RegionalOperator),
        new("Region.Figures.Nav", "/Regions/GetFigures", "report", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
        new("Reports.Title", "/Reports/ListReports", "file", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
        new("Programmes.Title", "/Programmes/ListProgrammes", "calendar", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
        new("Employers.Received.Nav", "/Employers/ListReceivedPassports", "passport", Roles.Employer),
        new("My.Nav", "/My/GetMyExams", "exam", Roles.Candidate),
        new("Employers.Needs.Nav", "/Employers/ListNeeds", "list", Roles.Employer, Roles.Candidate, Roles.Organiser),
        new("Employers.Check.Nav", "/Passports/CheckPassport", "search", Roles.Employer),
        new("Passports.Nav", "/Passports/ListPassports", "passport", Roles.RegionalOperator, Roles.Administrator),
        new("Exams.Calendar.Title", "/Exams/GetCalendar", "calendar", Roles.Organiser, Roles.RegionalOperator, Roles.Administrator, Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert),
        new("Admin.Nav", "/Admin/GetInstallation", "settings", Roles.Administrator),
        new("Accounts.Nav", "/Accounts/ListAccounts", "person", Roles.Administrator, Roles.RegionalOperator),
        new("Venues.Title", "/Venues/ListVenues", "venue", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
        new("Specialities.Title", "/Specialities/ListSpecialities", "list", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator, Roles.ChiefExpert),
        new("Admin.Expiries.Title", "/Admin/ListExpiries", "clock", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
        new("Packages.Title", "/Packages/ListPackages", "package", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator, Roles.ChiefExpert),
        new("Packages.Scales.Nav", "/Packages/ListGradeScales", "report", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
        new("Employers.Title", "/Employers/ListEmployerApplications", "people", Roles.RegionalOperator, Roles.Administrator),
        new("Organisations.Title", "/Organisations/ListOrganisations", "people", Roles.RegionalOperator, Roles.Organiser, Roles.Administrator),
    ];

    public static IReadOnlyList<NavigationItem> For(HttpContext context, IUrlHelper url)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            return [];
        }

        var visible = Entries
            .Where(entry => entry.Roles.Length == 0 || entry.Roles.Any(context.User.IsInRole))
            .Select(entry => (Entry: entry, Address: url.Page(entry.Page)))
            .Where(item => item.Address is not null)
            .ToList();
        // The entry whose address is the longest beginning of the present one is where the reader is.
        var here = visible.Where(item => item.Address != "/" || context.Request.Path == "/")
            .Where(item => context.Request.Path.StartsWithSegments(item.Address!.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(item => item.Address!.Length).FirstOrDefault().Entry;
        return [.. visible.Select(item => new NavigationItem(item.Entry.Text, item.Address!, item.Entry.Icon, item.Entry == here))];
    }
}

/// <summary>An entry as this reader sees it.</summary>
public sealed record NavigationItem(string Text, string Address, string Icon, bool Current);
