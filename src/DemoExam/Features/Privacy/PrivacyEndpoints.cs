using DemoExam.Domain;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Privacy;

/// <summary>Doors about personal data (152-ФЗ): who looked, everything about a person, erasure, report of an incident.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder api)
    {
        var privacy = api.MapGroup("").WithTags("Privacy").ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        privacy.MapGet("/admin/access", async ([AsParameters] ListDataAccess query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListDataAccess").WithSummary("Who looked at whose personal data.")
            .WithDescription("One line for an hour, a reader, a person and a kind. The last 30 days when nothing is said.")
            .ProducesValidationProblem();

        privacy.MapGet("/admin/incident", async (DateTimeOffset? from, DateTimeOffset? to, string? account, IMediator mediator, CancellationToken ct) =>
            {
                var file = await mediator.Send(new ReportIncident(from, to, account), ct);
                return TypedResults.File(file.Content, file.ContentType, file.Name);
            })
            .WithName("ReportIncident").WithSummary("People whose data were looked at between two moments.")
            .WithDescription("For the report of an incident: one line for a person, with contacts. `account` narrows it to the account that fell into wrong hands. Whole hours count.")
            .Produces(StatusCodes.Status200OK).ProducesValidationProblem();

        privacy.MapGet("/account/access", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListMyDataAccess(), ct)))
            .WithName("ListMyDataAccess").WithSummary("Who looked at the caller's personal data.")
            .WithDescription("For candidates and experts; the last 500 lines.");

        privacy.MapGet("/my/data", async (IMediator mediator, CancellationToken ct) => Zip(await mediator.Send(new ExportMyData(), ct)))
            .WithName("ExportMyData").WithSummary("Everything that is kept about the caller.")
            .WithDescription("A ZIP file: `data.json` and the documents.").Produces(StatusCodes.Status200OK, contentType: PersonFile.ContentType);

        privacy.MapGet("/candidates/{candidateId}/data", async (CandidateId candidateId, IMediator mediator, CancellationToken ct) => Zip(await mediator.Send(new ExportPerson(candidateId), ct)))
            .WithName("ExportPerson").WithSummary("Everything that is kept about a candidate.")
            .WithDescription("A ZIP file: `data.json` and the documents. The export stands in the access log.").Produces(StatusCodes.Status200OK, contentType: PersonFile.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound);

        privacy.MapPost("/candidates/{candidateId}/erase", async (CandidateId candidateId, ErasePerson body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(body with { CandidateId = candidateId }, ct)))
            .WithName("ErasePerson").WithSummary("Erases the personal data of a candidate on demand.")
            .WithDescription("What a law asks to keep stays and is named in `kept`. Refused while the candidate sits an exam that is not over (`privacy.exam-ahead`).")
            .WithExample(new ErasePerson(CandidateId.New(), "Заявление от 02.03.2026 № 5", "Иванова"))
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.FileContentHttpResult Zip(PersonFile file) => TypedResults.File(file.Content, PersonFile.ContentType, file.Name);
}
