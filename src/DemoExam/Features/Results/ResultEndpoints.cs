using System.Text;
using DemoExam.Domain;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Results;

internal static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder api)
    {
        var results = api.MapGroup("/exams/{examId}").WithTags("Results");

        results.MapGet("/results", async (ExamId examId, int? edition, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetResults(examId, edition), ct)))
            .WithName("GetResults")
            .WithSummary("Results of an exam")
            .WithDescription("What the protocol shows: candidates with points by module, total and grade. Without `edition` the last edition of the protocol; void ones stay readable. For the experts of the exam and the offices of its region.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        results.MapPost("/protocol/signature", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new SignProtocol(examId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("SignProtocol")
            .WithSummary("Sign the protocol")
            .WithDescription("For the chief expert and the scoring experts of the exam. Signing again changes nothing; an unlocking makes every signature void.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        results.MapPost("/protocol/board-signature", async (ExamId examId, BoardSignature body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new SignProtocolForBoard(examId, body.Name, body.Position), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("SignProtocolForBoard")
            .WithSummary("Sign the protocol for the state board")
            .WithDescription("For organisers and the regional operator: the board member's full name and position.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        results.MapPost("/results/announcement", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new AnnounceResults(examId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("AnnounceResults")
            .WithSummary("Tell the candidates their results")
            .WithDescription("For organisers and the regional operator, once everybody has signed the protocol. From now on candidates see their results.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        results.MapGet("/results.json", async (ExamId examId, IMediator mediator, HttpContext http, CancellationToken ct) =>
            {
                var file = await mediator.Send(new GetResultFile(examId), ct);
                http.Response.Headers.ContentDisposition = $"attachment; filename=\"results-{examId}.json\"";
                return TypedResults.Ok(file);
            })
            .WithName("GetResultFile")
            .WithSummary("Recomputable result file")
            .WithDescription("All scores that were ever entered, the scheme and the rules, and the results. `scripts/recompute-results.cs` recomputes every mark, total and grade from it without any code of the service.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        results.MapGet("/results.csv", async (ExamId examId, IMediator mediator, CancellationToken ct) =>
            {
                var file = await mediator.Send(new GetResultFile(examId), ct);
                // The mark at the beginning tells spreadsheets that the letters are UTF-8.
                byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ResultCsv.Of(file))];
                return TypedResults.File(bytes, "text/csv; charset=utf-8", $"results-{examId}.csv");
            })
            .WithName("GetResultTable")
            .WithSummary("Marks as a table")
            .WithDescription("One line for each candidate and aspect, UTF-8 with commas.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }
    /// <summary>Who signs for the state board.</summary>
    internal sealed record BoardSignature(string Name, string Position);
}
