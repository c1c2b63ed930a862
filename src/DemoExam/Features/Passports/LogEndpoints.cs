using DemoExam.Credentials.Log;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Features.Passports;

/// <summary>The transparency log as files that never change, for whoever watches or keeps a copy.</summary>
internal static class LogEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable";

    public static void MapLog(this IEndpointRouteBuilder app)
    {
        Get(app, "/log/checkpoint", (HttpResponse response, IMediator mediator, CancellationToken ct) => Answer(response, "no-cache", async () =>
                TypedResults.Text(await mediator.Send(new GetLogCheckpoint(), ct), LogProof.MediaType)),
            "GetLogCheckpoint", "Signed state of the log", "C2SP tlog-checkpoint: name, size, root, signature of the issuer. Two of them are shown to agree by the tiles.");
        Get(app, "/log/tile/{level:int}/{**tile}", (int level, string tile, HttpResponse response, IMediator mediator, CancellationToken ct) => Answer(response, Forever, async () =>
                TypedResults.Bytes(await mediator.Send(new GetLogTile(level, Name(tile)), ct), "application/octet-stream")),
            "GetLogTile", "Hashes of the log", "256 hashes of SHA-256, in the layout of C2SP tlog-tiles: `x001/x234/067`, with `.p/17` for a tile that is not full yet.");
        Get(app, "/log/tile/entries/{**tile}", (string tile, HttpResponse response, IMediator mediator, CancellationToken ct) => Answer(response, Forever, async () =>
                TypedResults.Bytes(await mediator.Send(new GetLogTile(null, Name(tile)), ct), "application/octet-stream")),
            "GetLogEntries", "Lines of the log", "Up to 256 lines, each after its length as two bytes: issue, supersede or revoke, a salted commitment, the bit of the status list, the time.");
        Get(app, "/s/{token}/sd-jwt", (string token, HttpResponse response, IMediator mediator, CancellationToken ct) => Answer(response, "no-store", async () =>
                TypedResults.Text((await mediator.Send(new GetSelection(token), ct)).Presentation, Credentials.Tokens.SdJwt.MediaType)),
            "GetSelection", "What a holder shares, signed", "SD-JWT with the values that the holder chose and no others. Ends with the link; not found once the link was taken back.");
        Get(app, "/p/{token}/log-proof", (string token, HttpResponse response, IMediator mediator, CancellationToken ct) => Answer(response, "no-store", async () =>
                TypedResults.Text((await mediator.Send(new GetLogProof(token), ct)).Proof.Text, LogProof.MediaType)),
            "GetLogProof", "Proof that a passport stands in the log", "C2SP tlog-proof: line, place, hashes up to the signed root. Checked offline by `DemoExam verify`.");
    }

    private static void Get(IEndpointRouteBuilder app, string address, Delegate answer, string name, string summary, string description) =>
        app.MapGet(address, answer).AllowAnonymous().WithTags("Keys").WithName(name).WithSummary(summary).WithDescription(description).ProducesProblem(StatusCodes.Status404NotFound);

    private static LogTileName Name(string path) => LogTileName.Read(path) ?? throw new Pipeline.NotFound("tile");

    private static async Task<IResult> Answer(HttpResponse response, string cache, Func<Task<IResult>> result)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        try
        {
            var found = await result();
            response.Headers.CacheControl = cache;
            return found;
        }
        catch (Pipeline.NotFound)
        {
            return TypedResults.Problem(new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = "There is no such part of the log.", Extensions = { ["code"] = "not-found" } });
        }
    }
}
