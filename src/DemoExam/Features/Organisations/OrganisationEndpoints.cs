using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Organisations;

internal static class OrganisationEndpoints
{
    public static void MapOrganisations(this IEndpointRouteBuilder api)
    {
        var organisations = api.MapGroup("/organisations").WithTags("Organisations");
        organisations.MapGet("", async ([AsParameters] ListOrganisations query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListOrganisations").WithSummary("Organisations of the region by name.")
            .WithDescription("Colleges, their branches, regional operators and employers. Take `next` as `after` of the next page.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        organisations.MapGet("/export", async (string? format, [AsParameters] ListOrganisations query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportOrganisations(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportOrganisations").WithSummary("Organisations as a table.")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        organisations.MapGet("/{organisationId}", async (OrganisationId organisationId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetOrganisation(organisationId), ct)))
            .WithName("GetOrganisation").WithSummary("One organisation with its branches and venues.")
            .WithDescription("With the number of candidates and experts that belong to it.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        organisations.MapPut("/{organisationId}", async (OrganisationId organisationId, ChangeOrganisation body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { OrganisationId = organisationId }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { name = "Колледж информационных технологий", shortName = "КИТ", nameEn = "College of Information Technology", city = "Калининград", inn = "7707083893", kpp = "773601001", ogrn = "1027700132195", phone = "+7 4012 00-00-00" })
            .WithName("ChangeOrganisation").WithSummary("Changes what the register says about an organisation.")
            .WithDescription("Names, place in the tree, tax numbers and contacts. A ring of branches is refused by `organisations.ring`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        organisations.MapPost("", async (RegisterOrganisation body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = OrganisationId.New() }, ct);
                return TypedResults.Created($"/api/v1/organisations?search={Uri.EscapeDataString(body.Name)}", new Created<OrganisationId>(id));
            })
            .WithName("RegisterOrganisation").WithSummary("Registers an organisation.")
            .WithDescription("A repeated name in the same city is refused by `organisations.repeated`.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);

        api.MapGet("/regions", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListRegions(), ct)))
            .WithTags("Organisations").WithName("ListRegions").WithSummary("Regions that the account works in.")
            .WithDescription("One region, or all of them for accounts of the whole installation.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
    }
}
