using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Experts;

internal static class ExpertEndpoints
{
    public static void MapExperts(this IEndpointRouteBuilder api)
    {
        var experts = api.MapGroup("/experts").WithTags("Experts")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        experts.MapGet("", async ([AsParameters] ListExperts query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListExperts").WithSummary("Experts of the region by name.")
            .WithDescription("`covers` is the code of a speciality or package, `on` a day (today by default), `role` what the credential must give. Take `next` as `after` of the next page.");

        experts.MapPost("", async (RegisterExpert body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = ExpertId.New() }, ct);
                return TypedResults.Created($"/api/v1/experts/{id}", new Created<ExpertId>(id));
            })
            .WithName("RegisterExpert").WithSummary("Registers an expert.")
            .WithDescription("The expert stands in the region of the employer. The same name with the same employer is refused by `experts.person-repeated` unless `anotherPerson` is true.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapGet("/export", async (string? format, [AsParameters] ListExperts query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportExperts(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportExperts").WithSummary("Experts with their credentials as a table.")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list. One row is one credential, in the columns that the import reads.");

        experts.MapPut("/{expertId}", async (ExpertId expertId, ChangeExpert body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { ExpertId = expertId }, ct);
                return TypedResults.NoContent();
            })
            .WithName("ChangeExpert").WithSummary("Changes name, employer, address and personal number of an expert.")
            .WithDescription("A conflict of interest that follows from a new employer shows on every planned exam.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapGet("/duplicates", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new FindDuplicateExperts(), ct)))
            .WithName("FindDuplicateExperts").WithSummary("Entries that are probably one expert.")
            .WithDescription("By the words of the name (without case, ё as е) and by numbers of credentials. Namesakes with different personal numbers are left out. At most 200 pairs.");

        experts.MapPost("/merge", async (MergeExperts body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { kept = "01972c5e-4a00-7000-8000-0000000b1a5e", merged = "01972c5e-4a00-7000-8000-0000000b1a5f" })
            .WithName("MergeExperts").WithSummary("Says that two entries are one expert.")
            .WithDescription("Credentials, ties, duties ahead, invitations and accounts go to `kept`; marks and signatures keep the entry they were made under. Refused by `experts.merge-double-booking`, `experts.merge-at-work` and `experts.merge-numbers`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapPost("/{expertId}/separate", async (ExpertId expertId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new SeparateExperts(expertId), ct);
                return TypedResults.NoContent();
            })
            .WithName("SeparateExperts").WithSummary("Says that a merged entry is another expert after all.")
            .WithDescription("The entry counts again, with its credentials, accounts, number and duties in exams that are still ahead.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapPost("/import/preview", async (HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new PreviewExperts(await StagedFile.Of(request, ImportLimits.Lists, ct)), ct)))
            .WithName("PreviewExperts").WithSummary("Tells what an import of a list of experts would do.")
            .WithDescription("The body is the .xlsx or .csv file itself, one row for each document. Every problem comes with its cell. Nothing is changed.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapPost("/import", async (KnownExperts? known, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ImportExperts(await StagedFile.Of(request, ImportLimits.Lists, ct), known ?? KnownExperts.AddCredentials), ct)))
            .WithName("ImportExperts").WithSummary("Registers every expert and document of a list, or nothing.")
            .WithDescription("The body is the .xlsx or .csv file itself. One row with an error refuses the whole file (`experts.import-errors`). `known` says what happens to people whose name and employer are registered already: `addCredentials` or `register`.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapGet("/shortage", async (int? months, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetShortage(months), ct)))
            .WithName("GetShortage").WithSummary("Where the region will lack experts.")
            .WithDescription("For each package and month with a planned exam the day that lacks most: experts that the package's table asks for against those whose credentials hold and who are free. `months` ahead, 12 when not said, at most 36.")
            .ProducesValidationProblem();
        experts.MapGet("/shortage/export", async (int? months, string? format, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportShortage(await mediator.Send(new GetShortage(months), ct), TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportShortage").WithSummary("Where the region will lack experts, as a table.")
            .WithDescription("`format` is `csv` or `xlsx`.")
            .ProducesValidationProblem();

        experts.MapGet("/{expertId}", async (ExpertId expertId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetExpert(expertId), ct)))
            .WithName("GetExpert").WithSummary("One expert with credentials, ties and exams.")
            .WithDescription("The state of each credential is told on the present date in the user's region. An expert may read their own entry.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        experts.MapPost("/{expertId}/credentials", async (ExpertId expertId, NewCredential body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(new AddCredential(body) { ExpertId = expertId, Id = ExpertCredentialId.New() }, ct);
                return TypedResults.Created($"/api/v1/experts/{expertId}", new Created<ExpertCredentialId>(id));
            })
            .WithName("AddCredential").WithSummary("Registers a credential of an expert.")
            .WithDescription("It covers a speciality or one package. `experts.term-reversed` and `experts.credential-repeated` are refused.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapPost("/{expertId}/credentials/{credentialId}/revocation", async (ExpertId expertId, ExpertCredentialId credentialId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new RevokeCredential(expertId, credentialId), ct);
                return TypedResults.NoContent();
            })
            .WithName("RevokeCredential").WithSummary("Revokes a credential.")
            .WithDescription("It gives no right from now on and can't be restored; `experts.credential-revoked` when it was revoked before.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        experts.MapPost("/{expertId}/ties", async (ExpertId expertId, DeclareTie body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { ExpertId = expertId }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { kind = "taught", organisationId = "01972c5e-4a00-7000-8000-0000000b1a5e", studyGroup = "ИС-41" })
            .WithName("DeclareTie").WithSummary("Declares a tie of an expert to candidates.")
            .WithDescription("Name either a candidate or an organisation with, if need be, one study group. An expert declares only their own ties.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
