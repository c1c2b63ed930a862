using DemoExam.Domain;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Venues;

internal static class VenueEndpoints
{
    private static readonly string[] ExampleKinds = ["examVenue", "workshop"];

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

        venues.MapGet("/renewal", async (bool? onlyUncovered, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetRenewalPlan(onlyUncovered ?? false), ct)))
            .WithName("GetRenewalPlan").WithSummary("What venues lack for their packages, and what is planned against it.")
            .WithDescription("Equipment that the newest version of a package asks for and the venue passport lacks, against the plan of renewal of the venue.");

        venues.MapGet("/renewal/export", async (bool? onlyUncovered, string? format, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportRenewalPlan(await mediator.Send(new GetRenewalPlan(onlyUncovered ?? false), ct), TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportRenewalPlan").WithSummary("The plan of renewal as a table.")
            .WithDescription("`format` is `csv` or `xlsx`.");

        venues.MapGet("/{venueId}", async (VenueId venueId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetVenue(venueId), ct)))
            .WithName("GetVenue").WithSummary("One venue with its accreditations.")
            .WithDescription("The state of each accreditation is told on the present date at the site.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        venues.MapPut("/{venueId}", async (VenueId venueId, ChangeVenue body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { VenueId = venueId }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new
            {
                name = "Мастерская «Веб-технологии»",
                nameEn = "Web Technologies Workshop",
                city = "Калининград",
                address = "ул. Озёрная, 12",
                workplaces = 12,
                timeZone = "Europe/Kaliningrad",
                kinds = ExampleKinds,
                passport = new
                {
                    contacts = new { person = "Ирина Площадкина", phone = "+7 4012 00-00-00" },
                    rooms = new[] { new { name = "301", workplaces = 12 } },
                    equipment = new[] { new { name = "Рабочая станция «Вега» В-7", general = "Персональный компьютер", quantity = 10 } },
                    hasVideo = true,
                    place = new { latitude = 54.7104, longitude = 20.4522 },
                    renewals = new[] { new { name = "Персональный компьютер", quantity = 2, year = 2027, means = "Областная программа" } },
                },
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

        var files = venues.MapGroup("/{venueId}/accreditations/{accreditationId}/files");
        files.MapGet("", async (VenueId venueId, AccreditationId accreditationId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetAccreditationFiles(venueId, accreditationId), ct)))
            .WithName("GetAccreditationFiles").WithSummary("The files of an accreditation.")
            .WithDescription("For the operators of the region and the organisers of the organisation that holds the venue.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        files.MapPost("", async (VenueId venueId, AccreditationId accreditationId, FileBody body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(new AddAccreditationFile(venueId, accreditationId, AccreditationFileId.New(), body.Name, body.File), ct);
                return TypedResults.Created($"/api/v1/venues/{venueId}/accreditations/{accreditationId}/files/{id}", new Created<AccreditationFileId>(id));
            })
            .AddEndpointFilter<Idempotency>()
            .WithExample(new FileBody("certificate.pdf", [37, 80, 68, 70, 45]))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(AccreditationFile.Largest * 3L / 2))
            .WithName("AddAccreditationFile").WithSummary("Adds a file to an accreditation.")
            .WithDescription("`file` is a PDF, JPEG, PNG or WebP in Base64, at most 10 MB; what it is, is told by its content (`venues.file-kind`). An accreditation has at most 20 files.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        files.MapGet("/{fileId}", async (VenueId venueId, AccreditationId accreditationId, AccreditationFileId fileId, IMediator mediator, HttpContext http, CancellationToken ct) =>
            {
                var file = await mediator.Send(new GetAccreditationFile(venueId, accreditationId, fileId), ct);
                // Whoever may see it now is asked again next time.
                http.Response.Headers.CacheControl = "no-store";
                return TypedResults.File(file.Content, file.MediaType, file.Name);
            })
            .WithName("GetAccreditationFile").WithSummary("One file of an accreditation.")
            .WithDescription("For the operators of the region and the organisers of the organisation that holds the venue.")
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf", additionalContentTypes: ["image/jpeg", "image/png", "image/webp"])
            .ProducesProblem(StatusCodes.Status404NotFound);

        files.MapDelete("/{fileId}", async (VenueId venueId, AccreditationId accreditationId, AccreditationFileId fileId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new RemoveAccreditationFile(venueId, accreditationId, fileId), ct);
                return TypedResults.NoContent();
            })
            .WithName("RemoveAccreditationFile").WithSummary("Removes a file of an accreditation.")
            .WithDescription("The history of the venue keeps its name and who removed it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>A file in Base64.</summary>
    internal sealed record FileBody(string Name, byte[] File);
}
