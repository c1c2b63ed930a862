using DemoExam.Features.Accounts;
using DemoExam.Features.Admin;
using DemoExam.Features.Appeals;
using DemoExam.Features.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Features.Conduct;
using DemoExam.Features.Documents;
using DemoExam.Features.Employers;
using DemoExam.Features.Exams;
using DemoExam.Features.Experts;
using DemoExam.Features.Invitations;
using DemoExam.Features.Mail;
using DemoExam.Features.My;
using DemoExam.Features.Organisations;
using DemoExam.Features.Packages;
using DemoExam.Features.Passports;
using DemoExam.Features.Privacy;
using DemoExam.Features.Programmes;
using DemoExam.Features.Quality;
using DemoExam.Features.Regions;
using DemoExam.Features.Reports;
using DemoExam.Features.Results;
using DemoExam.Features.Scoring;
using DemoExam.Features.Specialities;
using DemoExam.Features.Venues;
using DemoExam.Web;

namespace DemoExam.Features;

/// <summary>Which doors the API has, one line for each folder.</summary>
internal static class FeatureEndpoints
{
    public static void MapFeatures(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").SayWhatMayBeRepeated();
        api.MapAccounts();
        api.MapScoring();
        api.MapResults();
        api.MapAppeals();
        api.MapQuality();
        api.MapRegions();
        api.MapReports();
        api.MapPrivacy();
        api.MapProgrammes();
        api.MapAudit();
        api.MapCandidates();
        api.MapExperts();
        api.MapEmployers();
        api.MapOrganisations();
        api.MapVenues();
        api.MapPackages();
        api.MapSpecialities();
        api.MapPassports();
        api.MapBulk();
        api.MapMy();
        api.MapAdmin();
        api.MapMail();
        api.MapInvitations();
        api.MapDocuments();

        app.MapJobDashboard();
        app.MapIssuerKeys();
        app.MapStatusLists();
        app.MapCheckApp();
        app.MapLog();
        api.MapExams();
        api.MapConduct();
    }
}
