using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Venues;

internal static class VenueEndpoints
{
    public static void MapVenues(this IEndpointRouteBuilder api)
    {
        var venues = api.MapGroup("/venues").WithTags("Venues")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        venues.MapGet("", async ([AsParameters] ListVenues query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListVenues").WithSummary("Venues of the region by name.")
            .WithDescription("`package`, `level` and `state` are met by one and the same accreditation. Take `next` as `after` of the next page.");

        venues.MapPost("", async (RegisterVenue body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = VenueId.New() }, ct);
                return TypedResults.Created($"/api/v1/venues/{id}", new Created<VenueId>(id));
            })
            .WithName("RegisterVenue").WithSummary("Registers a venue.")
            .WithDescription("The venue stands in the region of the organisation that holds it. A repeated name in the same city is refused by `venues.repeated`.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        venues.MapGet("/export", async (string? format, [AsParameters] ListVenues query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportVenues(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportVenues").WithSummary("Venues with their accreditations as a table.")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list. One row is one accreditation, in the columns that the import reads.");

        venues.MapPost("/import/preview", async (HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new PreviewVenues(await StagedFile.Of(request, ImportLimits.Lists, ct)), ct)))
            .WithName("PreviewVenues").WithSummary("Tells what an import of a list of venues would do.")
            .WithDescription("The body is the .xlsx or .csv file itself, one row for each accreditation. Every problem comes with its cell. Nothing is changed.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .ProducesProblem(StatusCodes.Status409Conflict);

        venues.MapPost("/import", async (HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ImportVenues(await StagedFile.Of(request, ImportLimits.Lists, ct)), ct)))
            .WithName("ImportVenues").WithSummary("Registers every venue and accreditation of a list, or nothing.")
            .WithDescription("The body is the .xlsx or .csv file itself. One row with an error refuses the whole file (`venues.import-errors`). Venues of the register get their new accreditations and stay as they are.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status409Conflict);

        venues.MapGet("/{venueId}", async (VenueId venueId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetVenue(venueId), ct)))
            .WithName("GetVenue").WithSummary("One venue with its accreditations.")
            .WithDescription("The state of each accreditation is told on the present date at the site.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        venues.MapPut("/{venueId}", async (VenueId venueId, ChangeVenue body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { VenueId = venueId }, ct);
                return TypedResults.NoContent();
            })
            .WithName("ChangeVenue").WithSummary("Changes a venue and its passport.")
            .WithDescription("Rooms come in the order in which workplaces are numbered and hold together as many as the site has (`venues.rooms`). A site can't have fewer workplaces than a certificate says (`venues.workplaces-accredited`).")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        venues.MapPost("/{venueId}/accreditations", async (VenueId venueId, AccreditVenue body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { VenueId = venueId, Id = AccreditationId.New() }, ct);
                return TypedResults.Created($"/api/v1/venues/{venueId}", new Created<AccreditationId>(id));
            })
            .WithName("AccreditVenue").WithSummary("Registers an accreditation of a venue.")
            .WithDescription("The certificate holds for every version of the package. All that is wrong with it is told at once in `refusals`.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        venues.MapPut("/{venueId}/accreditations/{accreditationId}/status",
                async (VenueId venueId, AccreditationId accreditationId, ChangeAccreditationStatus body, IMediator mediator, CancellationToken ct) =>
                {
                    await mediator.Send(body with { VenueId = venueId, AccreditationId = accreditationId }, ct);
                    return TypedResults.NoContent();
                })
            .WithExample(new { status = "suspended" })
            .WithName("ChangeAccreditationStatus").WithSummary("Takes an accreditation a step further.")
            .WithDescription("`applied` → `underReview` → `accredited` or `returned` (→ `underReview`); `accredited` ↔ `suspended`; anything → `withdrawn`, which is final (`venues.accreditation-withdrawn`). Other steps are refused by `venues.accreditation-step`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
