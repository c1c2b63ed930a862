using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Packages;

internal static class PackageEndpoints
{
    public static void MapPackages(this IEndpointRouteBuilder api)
    {
        var packages = api.MapGroup("/packages").WithTags("Packages")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        packages.MapGet("", async ([AsParameters] ListPackages query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListPackages").WithSummary("Assessment packages by code, newest version first.")
            .WithDescription("Packages belong to no region. `onlyNewest` leaves the newest version of each code. Take `next` as `after` of the next page.");

        packages.MapGet("/export", async (string? format, [AsParameters] ListPackages query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportPackages(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportPackages").WithSummary("The register of packages as a table.")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list.");

        packages.MapGet("/{packageId}", async (PackageId packageId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetPackage(packageId), ct)))
            .WithName("GetPackage").WithSummary("One version of a package with its whole scheme.")
            .WithDescription("The exams and venues are those of the region.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        packages.MapGet("/{packageId}/export", async (PackageId packageId, string? format, IMediator mediator, CancellationToken ct) =>
            {
                var file = await mediator.Send(new ExportPackage(packageId, TableFormats.Of(format)), ct);
                return TypedResults.File(file.Content, file.ContentType, file.Name);
            })
            .WithName("ExportPackage").WithSummary("One version of a package as a table.")
            .WithDescription("`format` is `csv` or `xlsx`. The import reads the file back without a difference.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        packages.MapPost("/{packageId}/publish", async (PackageId packageId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new PublishPackage(packageId), ct);
                return TypedResults.NoContent();
            })
            .WithName("PublishPackage").WithSummary("Makes a draft usable for exams.")
            .WithDescription("From then on the version never changes. Refused by `packages.section-variation` for each section whose aspects don't add up to its weight.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        packages.MapPost("/{packageId}/withdraw", async (PackageId packageId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new WithdrawPackage(packageId), ct);
                return TypedResults.NoContent();
            })
            .WithName("WithdrawPackage").WithSummary("Lets no new exam use a version.")
            .WithDescription("Exams that have it keep it.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        packages.MapPost("/import/preview", async (HttpRequest request, IMediator mediator, IOptions<JsonOptions> json, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new PreviewPackage((await PartsOf(request, json.Value, ct)).File), ct)))
            .WithName("PreviewPackage").WithSummary("Tells what an import of a marking scheme would do.")
            .WithDescription("`multipart/form-data` with the .xlsx or .csv file in the part `file`. Every problem comes with its cell. Nothing is changed.")
            .Accepts<IFormFile>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

        packages.MapPost("/import", async (HttpRequest request, IMediator mediator, IOptions<JsonOptions> json, CancellationToken ct) =>
            {
                var (file, details) = await PartsOf(request, json.Value, ct);
                var imported = await mediator.Send(new ImportPackage(file, details) { Id = PackageId.New() }, ct);
                return TypedResults.Created($"/api/v1/packages/{imported.Id}", imported);
            })
            .WithName("ImportPackage").WithSummary("Imports a marking scheme as a draft, or nothing.")
            .WithDescription("`multipart/form-data` with the file in the part `file` and, where the file is silent, a JSON object in the part `details`: `code`, `name`, `nameEn`, `year`, `issuer`, `criteria` (`letter`, `interim`, `base`, `profile`, `variative`, `minutes`) … Any error refuses the whole file (`packages.import-errors`, with all `problems` in its facts). A published version never changes: the file becomes the next version.")
            .Accepts<IFormFile>("multipart/form-data")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);

        var scales = api.MapGroup("/grade-scales").WithTags("Grade scales")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        scales.MapGet("", async ([AsParameters] ListGradeScales query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListGradeScales").WithSummary("Grade scales, general ones first.")
            .WithDescription("A grade is given from its `from` (percent of the maximum, included) up to the next one's (excluded), compared with the unrounded ratio.");

        scales.MapPost("", async (RegisterGradeScale body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = GradeScaleId.New() }, ct);
                return TypedResults.Created("/api/v1/grade-scales", new Created<GradeScaleId>(id));
            })
            .WithName("RegisterGradeScale").WithSummary("Registers a grade scale that a local act fixes.")
            .WithDescription("The scale of an organisation that is in force on the day of the exam counts, otherwise the general one; of several the one that came into force last. Without `organisationId` only an administrator may.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<(ImportFile File, PackageDetails? Details)> PartsOf(HttpRequest request, JsonOptions json, CancellationToken ct)
    {
        if (!request.HasFormContentType)
        {
            throw new BadHttpRequestException("The body is multipart/form-data with the file in the part 'file'.");
        }

        // The idempotency filter has read the body once.
        request.Body.Position = 0;
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(ct);
        }
        catch (InvalidDataException)
        {
            throw new BadHttpRequestException("The multipart body can't be read.");
        }

        var details = form["details"].ToString();
        try
        {
            return (await StagedFile.Of(form.Files["file"], SchemeSheet.Limits, ct), details.Length == 0 ? null : JsonSerializer.Deserialize<PackageDetails>(details, json.SerializerOptions));
        }
        catch (JsonException unreadable)
        {
            throw new BadHttpRequestException("The part 'details' can't be read.", StatusCodes.Status400BadRequest, unreadable);
        }
    }
}
