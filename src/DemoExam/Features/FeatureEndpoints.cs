using DemoExam.Features.Accounts;
using DemoExam.Features.Results;
using DemoExam.Features.Scoring;

namespace DemoExam.Features;

/// <summary>Which doors the API has, one line for each folder.</summary>
internal static class FeatureEndpoints
{
    public static void MapFeatures(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapAccounts();
        api.MapScoring();
        api.MapResults();
    }
}
