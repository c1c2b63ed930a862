using DemoExam.Domain;
using DemoExam.Domain.Documents;
using DemoExam.Pipeline;
using MediatR;

namespace DemoExam.Features.Documents;

/// <summary>Protocols, acts and sheets of exams in the API.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        var exam = api.MapGroup("/exams/{examId}/documents").WithTags("Documents");
        exam.MapGet("/", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListDocuments(examId), ct)))
            .WithName("ListDocuments").WithSummary("The documents of an exam").WithDescription("Which can be printed with data, which only as a blank form, and what was printed.").ProducesProblem(StatusCodes.Status404NotFound);
        exam.MapPost("/{kind}", async (ExamId examId, string kind, bool? blank, string? language, IMediator mediator, CancellationToken ct) =>
                // As the list writes it; enums in addresses are read only in one case.
                Enum.TryParse<DocumentKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known)
                    ? TypedResults.Ok(await mediator.Send(new PrintDocument(examId, known, blank ?? false, language ?? "ru"), ct))
                    : throw new NotFound("document", kind))
            .WithName("PrintDocument").WithSummary("Print a document or its blank form")
            .WithDescription("Answers the code under which the file is read. The same data give the same version again; changed data the next one.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        var documents = api.MapGroup("/documents").WithTags("Documents");
        documents.MapGet("/{code}", async (string code, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetDocument(code), ct)))
            .WithName("GetDocument").WithSummary("To which data a printed document belongs").WithDescription("By the code on its pages; `isCurrent` says whether the data still are what was printed.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        documents.MapGet("/{code}/file", async (string code, HttpResponse response, IMediator mediator, CancellationToken ct) =>
            {
                var file = await mediator.Send(new GetDocumentFile(code), ct);
                // Shown in the browser, from where it is printed; never kept by a shared cache.
                response.Headers.ContentDisposition = $"inline; filename=\"{file.Name}\"";
                response.Headers.CacheControl = "private, no-store";
                return TypedResults.Bytes(file.Bytes, DocumentFile.MediaType);
            })
            .WithName("GetDocumentFile").WithSummary("The file of a printed document").WithDescription("PDF, exactly as it was printed.")
            .Produces(StatusCodes.Status200OK, contentType: DocumentFile.MediaType).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
