using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Specialities;

internal static class SpecialityEndpoints
{
    public static void MapSpecialities(this IEndpointRouteBuilder api)
    {
        var specialities = api.MapGroup("/specialities").WithTags("Specialities")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        specialities.MapGet("", async ([AsParameters] ListSpecialities query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListSpecialities").WithSummary("Specialities, professions and skills by code.")
            .WithDescription("The catalogue belongs to no region. Take `next` as `after` of the next page.");

        specialities.MapGet("/export", async (string? format, [AsParameters] ListSpecialities query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportSpecialities(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportSpecialities").WithSummary("The catalogue as a table.")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list.");

        specialities.MapGet("/{specialityId}", async (SpecialityId specialityId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetSpeciality(specialityId), ct)))
            .WithName("GetSpeciality").WithSummary("One entry of the catalogue with its packages.")
            .WithDescription("Experts, venues and exams are those of the region.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        specialities.MapPost("", async (RegisterSpeciality body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = SpecialityId.New() }, ct);
                return TypedResults.Created($"/api/v1/specialities/{id}", new Created<SpecialityId>(id));
            })
            .AddEndpointFilter<Idempotency>()
            .WithExample(new { kind = "speciality", code = "09.02.06", name = "Сетевое и системное администрирование", nameEn = "Network and system administration" })
            .WithName("RegisterSpeciality").WithSummary("Adds an entry to the catalogue.")
            .WithDescription("A code that doesn't belong to the kind is refused by `specialities.code`, a repeated one by `specialities.repeated`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);

        specialities.MapPut("/{specialityId}", async (SpecialityId specialityId, ChangeSpeciality body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { SpecialityId = specialityId }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { name = "Сетевое и системное администрирование", nameEn = "Network and system administration", isInForce = true })
            .WithName("ChangeSpeciality").WithSummary("Changes the names of an entry or takes it out of force.")
            .WithDescription("The code stays; packages keep what they were published with.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
