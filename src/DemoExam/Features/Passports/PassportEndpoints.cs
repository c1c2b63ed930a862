using System.Text.Json;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Passports;

/// <summary>Passports by API: everybody's check, and what operators do.</summary>
internal static class PassportEndpoints
{
    private const int LargestFile = CheckPassportModel.LargestFile;

    public static void MapPassports(this IEndpointRouteBuilder api)
    {
        MapChecks(api.MapGroup("/check").AllowAnonymous().WithTags("Check").RequireRateLimiting(RateLimits.Checks));
        MapRegister(api.MapGroup("/passports").WithTags("Passports"));

        MapLayouts(api.MapGroup("/layouts").WithTags("Passports"));

        var exams = api.MapGroup("/exams/{examId}/passports").WithTags("Passports");
        exams.MapGet("", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetExamPassports(examId), ct)))
            .WithName("GetExamPassports").WithSummary("Progress of issuing")
            .WithDescription("How many passports of the exam wait, are under way, are issued or have failed, and why.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        exams.MapPost("/retry", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new Retried(await mediator.Send(new RetryExamPassports(examId), ct))))
            .WithName("RetryExamPassports").WithSummary("Start all failed passports again")
            .WithDescription("Gives every failed passport of the exam its attempts back.")
            .AddEndpointFilter<Idempotency>();
    }

    /// <summary>The address of the QR code for programs; people get the page there.</summary>
    public static void MapVerification(this IEndpointRouteBuilder app) =>
        app.MapMethods("/p/{token}", [HttpMethods.Get, HttpMethods.Head], async (string token, DateOnly? on, HttpResponse response, IMediator mediator, IOptions<JsonOptions> json, CancellationToken ct) =>
            {
                // In one piece: in pieces of unknown number the writing takes as long as the finding.
                var answer = JsonSerializer.SerializeToUtf8Bytes(await mediator.Send(new VerifyPassport(Token: token, On: on), ct), json.Value.SerializerOptions);
                PublicPageAttribute.Mark(response.Headers);
                (response.ContentType, response.ContentLength) = ("application/json; charset=utf-8", answer.Length);
                await response.BodyWriter.WriteAsync(answer, ct);
            })
            .WithMetadata(new ForProgramsAttribute()).AllowAnonymous().RequireRateLimiting(RateLimits.Checks).ExcludeFromDescription();

    private static void MapChecks(RouteGroupBuilder check)
    {
        check.MapGet("", async (string code, DateOnly? on, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                NotKept(response, await mediator.Send(new VerifyPassport(Code: code, On: on), ct)))
            .WithName("CheckPassport").WithSummary("Check a passport by number, link or token")
            .WithDescription("Anybody may ask, without an account. The answer is always 200 with a state: valid, suspended, revoked, superseded, unknown, unreadable (a typing error), cannotCheck. "
                + "It holds only what may be shown in public. `on` asks also how the passport stood at the end of a past day. The same answer is given by /p/{token} for Accept: application/json.");
        check.MapPost("/file", async (HttpRequest request, IMediator mediator, CancellationToken ct) =>
                await ReadBody(request, ct) is { } file
                    ? NotKept(request.HttpContext.Response, await mediator.Send(new VerifyPassport(File: file), ct))
                    : (IResult)TypedResults.Problem($"Send the PDF as the body, at most {LargestFile} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge,
                        extensions: new Dictionary<string, object?> { ["code"] = "check.file-too-large" }))
            .Accepts<IFormFile>(PassportFile.MediaType)
            .WithName("CheckPassportFile").WithSummary("Check a passport file")
            .WithDescription("The body is the PDF. Signature, issuer and standing in the register are checked in memory; the file is not kept.")
            .Produces<PassportCheck>().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithMetadata(new RequestSizeLimitAttribute(LargestFile + 1));
    }

    private static void MapLayouts(RouteGroupBuilder layouts)
    {
        layouts.MapGet("", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListLayouts(), ct)))
            .WithName("ListLayouts").WithSummary("Layouts of passports").WithDescription("The files of the templates folder, who gets which, and what is wrong with a file as it is now.");
        layouts.MapGet("/{name}/preview", async (string name, LayoutSample? sample, IMediator mediator, CancellationToken ct) =>
                AsFile(await mediator.Send(new PreviewLayout(name, sample ?? LayoutSample.Everyday), ct)))
            .WithName("PreviewLayout").WithSummary("Look at a layout").WithDescription("An invented passport as PDF, unsigned. `sample` is everyday, lengthy or brief.")
            .Produces(StatusCodes.Status200OK, contentType: PassportFile.MediaType).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapRegister(RouteGroupBuilder passports)
    {
        passports.MapGet("", async (string? search, ExamId? examId, PassportStatus? status, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ListPassports(search, examId, status, after, size), ct)))
            .WithName("ListPassports").WithSummary("Passports of the region").WithDescription("The newest numbers first. `search` is a number or the beginning of a name; `after` is `next` of the page before.");
        passports.MapGet("/{id}", async (PassportId id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetPassport(id), ct)))
            .WithName("GetPassport").WithSummary("One passport").WithDescription("With its standing and all versions.").ProducesProblem(StatusCodes.Status404NotFound);
        passports.MapGet("/{id}/pdf", async (PassportId id, IMediator mediator, CancellationToken ct) => AsFile(await mediator.Send(new DownloadPassport(id), ct)))
            .WithName("DownloadPassport").WithSummary("The signed PDF").WithDescription("As it was signed, also of a passport that is no longer in force.")
            .Produces(StatusCodes.Status200OK, contentType: PassportFile.MediaType).ProducesProblem(StatusCodes.Status404NotFound);
        passports.MapGet("/{id}/signature", async (PassportId id, bool? qualified, IMediator mediator, CancellationToken ct) => AsSignature(await mediator.Send(new DownloadSignature(id, qualified ?? false), ct)))
            .WithName("DownloadSignature").WithSummary("The signature beside the PDF").WithDescription("A detached CMS message over the PDF, for programs that check CMS. With `qualified=true` the one by GOST R 34.10-2012, where another house signs so.")
            .Produces(StatusCodes.Status200OK, contentType: PassportFile.SignatureType).ProducesProblem(StatusCodes.Status404NotFound);
        passports.MapGet("/{id}/credential", async (PassportId id, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                AsFile(request, await mediator.Send(new DownloadCredential(id, request.CredentialForm()), ct)))
            .WithName("DownloadCredential").WithSummary("The machine credential")
            .WithDescription("Open Badges 3.0 as JWT, the one inside the PDF. Accept: application/vc+jwt gives the same credential under the W3C header, anything else the header of Open Badges.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain", additionalContentTypes: "application/vc+jwt").ProducesProblem(StatusCodes.Status404NotFound);
        passports.MapPost("/{id}/revoke", async (PassportId id, Revocation body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Standing(await mediator.Send(new RevokePassport(id, body.Category, body.Reason), ct))))
            .WithName("RevokePassport").WithSummary("Propose to withdraw a passport").WithDescription("Another person confirms it. Then everybody's check shows date and category at once; the reason stays with the issuer.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .AddEndpointFilter<Idempotency>();
        MapDeed<ConfirmRevocation>("confirm-revocation", id => new ConfirmRevocation(id), "Confirm a revocation", "By another person than the one who proposed it. The status list is signed anew.");
        MapDeed<DropRevocation>("drop-revocation", id => new DropRevocation(id), "Take back or refuse a proposed revocation", "The passport stays as it is.");
        MapDeed<ResumePassport>("resume", id => new ResumePassport(id), "Put a suspended passport back into force", "Everybody's check shows it as valid again.");
        passports.MapPost("/{id}/suspend", async (PassportId id, Suspension body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Standing(await mediator.Send(new SuspendPassport(id, body.Grounds), ct))))
            .WithName("SuspendPassport").WithSummary("Take a passport out of force during an inquiry").WithDescription("Everybody's check says that it is under review. The grounds stay with the issuer.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .AddEndpointFilter<Idempotency>();
        passports.MapPost("/{id}/reissue", async (PassportId id, Replacement body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Accepted((string?)null, new Ordered(await mediator.Send(new ReissuePassport(id, body.Category), ct))))
            .WithName("ReissuePassport").WithSummary("Replace a passport").WithDescription("Orders the next version with the latest result and the present name. The old one stays in force until the new one is issued.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .AddEndpointFilter<Idempotency>();
        passports.MapPost("/{id}/rename", async (PassportId id, Renaming body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Accepted((string?)null, new Replaced(await mediator.Send(new RenameHolder(id, body.Surname, body.GivenName, body.Patronymic, body.LatinName, body.Basis), ct))))
            .WithName("RenameHolder").WithSummary("Replace the passports of a holder whose name changed").WithDescription("The name goes into the register; every passport of theirs that is in force gets a new version.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .AddEndpointFilter<Idempotency>();
        passports.MapPost("/orders/{orderId}/retry", async (PassportOrderId orderId, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new OrderStanding(await mediator.Send(new RetryPassportOrder(orderId), ct))))
            .WithName("RetryPassportOrder").WithSummary("Start a failed passport again").WithDescription("Gives the order its attempts back.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .AddEndpointFilter<Idempotency>();

        void MapDeed<TDeed>(string verb, Func<PassportId, ICommand<PassportStatus>> deed, string summary, string description) =>
            passports.MapPost($"/{{id}}/{verb}", async (PassportId id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new Standing(await mediator.Send(deed(id), ct))))
                .WithName(typeof(TDeed).Name).WithSummary(summary).WithDescription(description)
                .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
                .AddEndpointFilter<Idempotency>();
    }

    /// <summary>A credential under the name that it has inside the PDF.</summary>
    internal static IResult AsFile(HttpRequest request, CredentialFile credential)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        return TypedResults.File(System.Text.Encoding.ASCII.GetBytes(credential.Token), credential.MediaType, BadgeCredential.FileName);
    }

    /// <summary>Which header the reader asks for; never refused, since readers in use ask for types that don't exist.</summary>
    internal static TokenType CredentialForm(this HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(BadgeCredential.MediaType, StringComparison.OrdinalIgnoreCase)) ? TokenType.VerifiableCredential : TokenType.OpenBadge;

    internal static IResult AsFile(PassportFile file) => TypedResults.File(file.Bytes, PassportFile.MediaType, file.Name);

    internal static IResult AsSignature(PassportFile file) => TypedResults.File(file.Bytes, PassportFile.SignatureType, file.Name);

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<PassportCheck> NotKept(HttpResponse response, PassportCheck check)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(check);
    }

    // Null when the body is larger than a passport can be.
    private static async Task<ReadOnlyMemory<byte>?> ReadBody(HttpRequest request, CancellationToken ct)
    {
        await using var copy = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > LargestFile)
            {
                return null;
            }
        }

        return copy.ToArray();
    }

    /// <summary>Body of a revocation.</summary>
    /// <param name="Category">Shown to everybody.</param>
    /// <param name="Reason">Kept by the issuer.</param>
    internal sealed record Revocation(RevocationCategory Category, string Reason);

    /// <summary>Body of a suspension.</summary>
    /// <param name="Grounds">Kept by the issuer.</param>
    internal sealed record Suspension(string Grounds);

    /// <summary>Body of a replacement.</summary>
    internal sealed record Replacement(SupersedingCategory Category);

    /// <summary>Body of a change of name.</summary>
    /// <param name="Basis">The document that shows it; kept by the issuer.</param>
    internal sealed record Renaming(string Surname, string GivenName, string? Patronymic, string? LatinName, string Basis);

    internal sealed record Replaced(int Passports);

    internal sealed record Standing(PassportStatus Status);

    internal sealed record OrderStanding(PassportOrderStatus Status);

    internal sealed record Ordered(int Version);

    internal sealed record Retried(int Orders);
}
