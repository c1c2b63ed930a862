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
        // A group for each, so that they can be made beside one another.
        Action<IEndpointRouteBuilder>[] areas =
        [
            api => api.MapAccounts(),
            api => api.MapScoring(),
            api => api.MapResults(),
            api => api.MapAppeals(),
            api => api.MapQuality(),
            api => api.MapRegions(),
            api => api.MapReports(),
            api => api.MapPrivacy(),
            api => api.MapProgrammes(),
            api => api.MapAudit(),
            api => api.MapCandidates(),
            api => api.MapExperts(),
            api => api.MapEmployers(),
            api => api.MapOrganisations(),
            api => api.MapVenues(),
            api => api.MapPackages(),
            api => api.MapSpecialities(),
            api => api.MapPassports(),
            api => api.MapBulk(),
            api => api.MapMy(),
            api => api.MapAdmin(),
            api => api.MapMail(),
            api => api.MapInvitations(),
            api => api.MapDocuments(),
            api => api.MapExams(),
            api => api.MapConduct(),
        ];
        foreach (var map in areas)
        {
            map(app.MapGroup("/api/v1").SayWhatMayBeRepeated());
        }

        app.MapJobDashboard();
        app.MapVerification();
        app.MapIssuerKeys();
        app.MapStatusLists();
        app.MapCheckApp();
        app.MapLog();
    }
}
