using DemoExam.Domain;
using DemoExam.Features.Passports;
using MediatR;

namespace DemoExam.Features.My;

/// <summary>What a candidate sees of their own, by API.</summary>
internal static class MyEndpoints
{
    public static void MapMy(this IEndpointRouteBuilder api)
    {
        var my = api.MapGroup("/my").WithTags("My");
        my.MapGet("/exams", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyExams(), ct)))
            .WithName("GetMyExams").WithSummary("My exams and passports").WithDescription("For candidates: where and when, results in one line, passports.");
        my.MapGet("/exams/{examId}/result", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyResult(examId), ct)))
            .WithName("GetMyResult").WithSummary("My result").WithDescription("Total, grade, points by module and by standard section.").ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/passports/{id}/pdf", async (PassportId id, IMediator mediator, CancellationToken ct) => PassportEndpoints.AsFile(await mediator.Send(new DownloadMyPassport(id), ct)))
            .WithName("DownloadMyPassport").WithSummary("My passport as PDF").WithDescription("Another person's passport is answered with 404.")
            .Produces(StatusCodes.Status200OK, contentType: PassportFile.MediaType).ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/passports/{id}/credential", async (PassportId id, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                PassportEndpoints.AsFile(request, await mediator.Send(new DownloadMyCredential(id, request.CredentialForm()), ct)))
            .WithName("DownloadMyCredential").WithSummary("My passport as machine credential")
            .WithDescription("Open Badges 3.0 as JWT, for wallets and profiles. Accept: application/vc+jwt gives the same credential under the W3C header.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain", additionalContentTypes: "application/vc+jwt").ProducesProblem(StatusCodes.Status404NotFound);
    }
}
