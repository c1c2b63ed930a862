using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Employers;

/// <summary>Employers, what they look for and what they received, by API.</summary>
internal static class EmployerEndpoints
{
    public static void MapEmployers(this IEndpointRouteBuilder api)
    {
        var employers = api.MapGroup("/employers").WithTags("Employers");
        employers.MapPost("/applications", async (ApplyAsEmployer body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Accepted((string?)null, new Created<EmployerApplicationId>(await mediator.Send(body with { Id = EmployerApplicationId.New() }, ct))))
            .AllowAnonymous().RequireRateLimiting(RateLimits.Checks)
            .WithExample(new { regionCode = "39", name = "ООО «Балтийская верфь»", city = "Калининград", inn = "3906000005", person = "Анна Кадрова, начальник отдела кадров", email = "hr@example.org", phone = "+7 4012 00-00-00", agreed = true })
            .WithName("ApplyAsEmployer").WithSummary("Ask to be let in as an employer")
            .WithDescription("Needs no account; an operator of the region decides. A second application while one waits is refused by `employers.applied`.").AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        employers.MapGet("/applications", async ([AsParameters] ListEmployerApplications query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListEmployerApplications").WithSummary("Employers that asked to be let in").WithDescription("Those that wait come first.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        employers.MapGet("/applications/{applicationId}", async (EmployerApplicationId applicationId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetEmployerApplication(applicationId), ct)))
            .WithName("GetEmployerApplication").WithSummary("One application").WithDescription("With the organisation of the register that has its tax number, and the accounts of an admitted employer.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        employers.MapPost("/applications/{applicationId}/admit", async (EmployerApplicationId applicationId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new AdmitEmployer(applicationId), ct)))
            .WithName("AdmitEmployer").WithSummary("Let an employer in").WithDescription("Adds it to the register of organisations unless its tax number stands there, and opens an account; the answer's one-time code is told only here.")
            .AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        employers.MapPost("/applications/{applicationId}/refuse", async (EmployerApplicationId applicationId, Refusal body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new RefuseEmployer(applicationId, body.Reason), ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { reason = "ИНН принадлежит другой организации" })
            .WithName("RefuseEmployer").WithSummary("Refuse an employer").WithDescription("It may ask again.").AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        employers.MapGet("/received", async ([AsParameters] ListReceivedPassports query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListReceivedPassports").WithSummary("Passports that candidates shared with us")
            .WithDescription("Each is checked at this moment and shows what its holder ticked, until the holder takes it back. There is no search by name.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        employers.MapGet("/received/export", async (string? format, [AsParameters] ListReceivedPassports query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportReceivedPassports(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportReceivedPassports").WithSummary("Passports that candidates shared with us, as a table").WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        var needs = api.MapGroup("/needs").WithTags("Employers");
        needs.MapGet("", async ([AsParameters] ListNeeds query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListNeeds").WithSummary("What employers of the region look for").WithDescription("For a candidate each need names the own passport that answers it; `mine` keeps only those, for an employer the own needs.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        needs.MapGet("/skills", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListSkills(), ct)))
            .WithName("ListSkills").WithSummary("Skills that an employer can ask for").WithDescription("Specialities, professions and skills in force.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        needs.MapPost("", async (PostNeed body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = EmployerNeedId.New() }, ct);
                return TypedResults.Created("/api/v1/needs", new Created<EmployerNeedId>(id));
            })
            .WithExample(new { speciality = "15.01.05", level = "base", positions = 3, until = "2026-09-30", text = "Сварка корпусных конструкций, две смены" })
            .WithName("PostNeed").WithSummary("Say whom we look for").WithDescription("A code that the catalogue does not have is refused by `employers.need-unknown`, a day beyond a year by `employers.need-term`.").AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        needs.MapPost("/{needId}/close", async (EmployerNeedId needId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new CloseNeed(needId), ct);
                return TypedResults.NoContent();
            })
            .WithName("CloseNeed").WithSummary("Take a need back").WithDescription("Doing it again changes nothing.").AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Why an employer is refused.</summary>
    internal sealed record Refusal(string Reason);
}
