using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Passports;

/// <summary>Many passports at once, by API: campaigns, whole exams, archives for printing.</summary>
internal static class BulkEndpoints
{
    public static void MapBulk(this IEndpointRouteBuilder api)
    {
        MapCampaigns(api.MapGroup("/passports/campaigns").WithTags("Passports"));
        MapCorrections(api.MapGroup("/passports/corrections").WithTags("Passports"));
        MapExams(api.MapGroup("/exams/{examId}/passports").WithTags("Passports"));
        api.MapGet("/passports/zip", async (OrganisationId organisationId, DateOnly? from, DateOnly? to, Texts texts, IMediator mediator, CancellationToken ct) =>
                (IResult)new PassportArchiveResult(await mediator.Send(new PackPassports(null, organisationId, from, to), ct), texts))
            .WithTags("Passports").WithName("PackPassportsOfOrganisation").WithSummary("Passports of a college as ZIP")
            .WithDescription("For printing: those in force whose results are announced, with a register sheet (XLSX). `from` and `to` are days of issue.")
            .Produces(StatusCodes.Status200OK, contentType: PassportArchive.MediaType).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapCampaigns(RouteGroupBuilder campaigns)
    {
        campaigns.MapGet("", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListCampaigns(), ct)))
            .WithName("ListCampaigns").WithSummary("Campaigns that replace many passports").WithDescription("The newest first, with counts.");
        campaigns.MapGet("/count", async (string? layout, ExamId? examId, DateOnly? from, DateOnly? to, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Passports(await mediator.Send(new CountCampaign(new CampaignChoice(layout, examId, from, to)), ct))))
            .WithName("CountCampaign").WithSummary("How many passports a campaign would replace").WithDescription("Passports in force that fit and whose replacement is not ordered yet.");
        campaigns.MapPost("", async (Begin body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(new BeginCampaign(new CampaignChoice(body.Layout, body.ExamId, body.From, body.To), body.Category, body.Basis), ct);
                return TypedResults.Created($"/api/v1/passports/campaigns/{id}", new Pipeline.Created<ReissueCampaignId>(id));
            })
            .WithName("BeginCampaign").WithSummary("Replace many passports").WithDescription("For example those of a layout with an error. Each passport stays in force until its new version is stored.")
            .WithExample(new Begin("company", null, new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 14), SupersedingCategory.Correction, "Misprint in the layout"))
            .ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
        campaigns.MapGet("/{campaignId}", async (ReissueCampaignId campaignId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetCampaign(campaignId), ct)))
            .WithName("GetCampaign").WithSummary("Progress of a campaign").WithDescription("Counts, speed, and what failed for which reason.").ProducesProblem(StatusCodes.Status404NotFound);
        Deed("pause", id => new PauseCampaign(id), paused => new Pausing(paused), "Pause a campaign", "Orders that are not being drawn at this moment wait.");
        Deed("resume", id => new ResumeCampaign(id), resumed => new Pausing(!resumed), "Resume a campaign", "Its orders go on.");
        Deed("retry", id => new RetryCampaign(id), orders => new Passports(orders), "Start the failed passports of a campaign again", "Gives them their attempts back.");

        void Deed<TAnswer, TBody>(string verb, Func<ReissueCampaignId, IRequest<TAnswer>> request, Func<TAnswer, TBody> body, string summary, string description) =>
            campaigns.MapPost($"/{{campaignId}}/{verb}", async (ReissueCampaignId campaignId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(body(await mediator.Send(request(campaignId), ct))))
                .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Campaign").WithSummary(summary).WithDescription(description)
                .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
    }

    private static void MapCorrections(RouteGroupBuilder corrections)
    {
        corrections.MapGet("", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListCorrections(), ct)))
            .WithName("ListCorrections").WithSummary("Requests to correct passports").WithDescription("The open ones first, the longest waiting at the top; then what was decided lately.");
        corrections.MapPost("/{correctionId}/decide", async (CorrectionRequestId correctionId, Decision body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Passports(await mediator.Send(new DecideCorrection(correctionId, body.Grant, body.Answer), ct))))
            .WithName("DecideCorrection").WithSummary("Grant or refuse a correction").WithDescription("A granted one leads to a new version; a granted name goes into the register. The holder reads the answer.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
    }

    private static void MapExams(RouteGroupBuilder exams)
    {
        exams.MapGet("/zip", async (ExamId examId, Texts texts, IMediator mediator, CancellationToken ct) =>
                (IResult)new PassportArchiveResult(await mediator.Send(new PackPassports(examId), ct), texts))
            .WithName("PackPassportsOfExam").WithSummary("Passports of an exam as ZIP").WithDescription("For printing: those in force whose results are announced, with a register sheet (XLSX).")
            .Produces(StatusCodes.Status200OK, contentType: PassportArchive.MediaType).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        exams.MapPost("/revoke", async (ExamId examId, PassportEndpoints.Revocation body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Passports(await mediator.Send(new ProposeExamRevocation(examId, body.Category, body.Reason), ct))))
            .WithName("ProposeExamRevocation").WithSummary("Propose to withdraw all passports of an exam").WithDescription("Another person confirms all of them at once.")
            .ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
        exams.MapPost("/confirm-revocation", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new Passports(await mediator.Send(new ConfirmExamRevocation(examId), ct))))
            .WithName("ConfirmExamRevocation").WithSummary("Confirm the revocations of an exam").WithDescription("By another person than the one who proposed them.")
            .ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
        exams.MapPost("/drop-revocation", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new Passports(await mediator.Send(new DropExamRevocation(examId), ct))))
            .WithName("DropExamRevocation").WithSummary("Take back or refuse the revocations of an exam").WithDescription("The passports stay as they are.")
            .ProducesProblem(StatusCodes.Status409Conflict).AddEndpointFilter<Idempotency>();
    }

    /// <summary>Body that begins a campaign; what is left out does not narrow the choice.</summary>
    internal sealed record Begin(string? Layout, ExamId? ExamId, DateOnly? From, DateOnly? To, SupersedingCategory Category, string Basis);

    /// <summary>A decision about a request of a holder.</summary>
    internal sealed record Decision(bool Grant, string Answer);

    /// <summary>A number of passports.</summary>
    internal sealed record Passports(int Count);

    internal sealed record Pausing(bool Paused);
}
