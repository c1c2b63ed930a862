using MediatR;

namespace DemoExam.Features.Regions;

internal static class RegionsEndpoints
{
    public static void MapRegions(this IEndpointRouteBuilder api)
    {
        var region = api.MapGroup("/").WithTags("Region");
        region.MapGet("/regions/{code}/register", async (string code, int? year, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetPublicRegister(code, year), ct)))
            .AllowAnonymous().RequireRateLimiting(Web.RateLimits.Checks)
            .WithName("GetPublicRegister").WithSummary("What a region tells everybody")
            .WithDescription("Venues with accreditations in force, exams ahead, and figures of a year. No personal data: groups of fewer than five people are null, and so is what would tell of them. The same answer is given by /regions/{code} for Accept: application/json.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        region.MapGet("/figures", async (int? year, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetFigures(year), ct)))
            .WithName("GetFigures").WithSummary("A year in figures beside the year before")
            .WithDescription("Exams and candidates by month, grades, shares of the maximum, passports and how often they were checked, missed terms, targets of programmes, load of venues and experts. An organiser gets the exams of the own organisation.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        region.MapGet("/figures/missed", async ([AsParameters] ListMissedTerms query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListMissedTerms").WithSummary("Terms of a year's exams that were missed")
            .WithDescription("What was due, by when, of which exam; the latest first. An organiser gets the exams of the own organisation.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
