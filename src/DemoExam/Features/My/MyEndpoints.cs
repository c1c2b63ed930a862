using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Features.Shared;
using DemoExam.Web;
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
        my.MapGet("/exams/{examId}/calendar.ics", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Content(await mediator.Send(new GetMyCalendarFile(examId), ct), CalendarFile.ContentType))
            .WithName("GetMyCalendarFile").WithSummary("My exam for a calendar program").WithDescription("iCalendar (RFC 5545): place and hours of the own group.")
            .Produces(StatusCodes.Status200OK, contentType: CalendarFile.ContentType).ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/exams/{examId}/result", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyResult(examId), ct)))
            .WithName("GetMyResult").WithSummary("My result").WithDescription("Total, grade, points by module and by standard section.").ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/passports/{id}/pdf", async (PassportId id, IMediator mediator, CancellationToken ct) => PassportEndpoints.AsFile(await mediator.Send(new DownloadMyPassport(id), ct)))
            .WithName("DownloadMyPassport").WithSummary("My passport as PDF").WithDescription("Another person's passport is answered with 404.")
            .Produces(StatusCodes.Status200OK, contentType: PassportFile.MediaType).ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/passports/{id}/signature", async (PassportId id, bool? qualified, IMediator mediator, CancellationToken ct) => PassportEndpoints.AsSignature(await mediator.Send(new DownloadMySignature(id, qualified ?? false), ct)))
            .WithName("DownloadMySignature").WithSummary("The signature beside my passport").WithDescription("A detached CMS message over the PDF, for programs that check CMS. With `qualified=true` the one by GOST R 34.10-2012, where another house signs so.")
            .Produces(StatusCodes.Status200OK, contentType: PassportFile.SignatureType).ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/passports/{id}/credential", async (PassportId id, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                PassportEndpoints.AsFile(request, await mediator.Send(new DownloadMyCredential(id, request.CredentialForm()), ct)))
            .WithName("DownloadMyCredential").WithSummary("My passport as machine credential")
            .WithDescription("Open Badges 3.0 as JWT, for wallets and profiles. Accept: application/vc+jwt gives the same credential under the W3C header.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain", additionalContentTypes: "application/vc+jwt").ProducesProblem(StatusCodes.Status404NotFound);
        my.MapGet("/passports/{id}", async (PassportId id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyPassport(id), ct)))
            .WithName("GetMyPassport").WithSummary("What others see of my passport").WithDescription("Visibility, consent, what can be shared, and the links that were made.").ProducesProblem(StatusCodes.Status404NotFound);
        my.MapPost("/passports/{id}/visibility", async (PassportId id, Visibility body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Visibility(await mediator.Send(new ChangeVisibility(id, body.Show, body.Agreed), ct), body.Agreed)))
            .WithName("ChangeVisibility").WithSummary("Decide what others see").WithDescription("usual: initials and total. open: full name and breakdown; needs `agreed`, the consent to the text on the page. closed: nothing.")
            .ProducesProblem(StatusCodes.Status404NotFound).AddEndpointFilter<Idempotency>();
        my.MapPost("/passports/{id}/links", async (PassportId id, Share body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Shared(await mediator.Send(new SharePassport(id, new ShareContents(body.FullName, body.Total, body.Modules ?? [], body.Sections ?? []), body.Until, body.Note, body.EmployerId), ct))))
            .WithName("SharePassport").WithSummary("Make a link for one reader").WithDescription("Shows only what is named, until the day given, at most a year. With `employerId` an admitted employer of the region finds it among the passports it received.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
        my.MapPost("/passports/{id}/corrections", async (PassportId id, Correction body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Accepted((string?)null, new Pipeline.Created<CorrectionRequestId>(await mediator.Send(new AskCorrection(id, body.Kind, body.Surname, body.GivenName, body.Patronymic, body.Text), ct))))
            .WithName("AskCorrection").WithSummary("Ask to correct my passport").WithDescription("An operator decides; the answer stands in `corrections` of the passport.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
        my.MapPost("/links/{linkId}/end", async (ShareLinkId linkId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new EndShareLink(linkId), ct);
                return TypedResults.NoContent();
            })
            .WithName("EndShareLink").WithSummary("Take a link back").WithDescription("It opens nothing from then on. Doing it again changes nothing.")
            .ProducesProblem(StatusCodes.Status404NotFound).AddEndpointFilter<Idempotency>();
    }

    /// <summary>What others see.</summary>
    /// <param name="Show">How much.</param>
    /// <param name="Agreed">Consent to the text of the page; needed to show everything.</param>
    internal sealed record Visibility(PassportVisibility Show, bool Agreed = false);

    /// <summary>What a link shows.</summary>
    internal sealed record Share(bool FullName, bool Total, IReadOnlyList<string>? Modules, IReadOnlyList<string>? Sections, DateOnly Until, string? Note, OrganisationId? EmployerId = null);

    internal sealed record Shared(Uri Address);

    /// <summary>What is to be corrected.</summary>
    /// <param name="Surname">For a name, as in the identity document; with the two after it.</param>
    internal sealed record Correction(CorrectionKind Kind, string? Surname, string? GivenName, string? Patronymic, string Text);
}
