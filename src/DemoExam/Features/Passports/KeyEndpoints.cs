using System.Globalization;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Features.Passports;

/// <summary>
/// What programs of others need to check our credentials: keys, status lists, what the addresses in a credential mean. At the
/// addresses that the standards prescribe, open to every site, and cacheable.
/// </summary>
internal static class KeyEndpoints
{
    private const string Hour = "public, max-age=3600";
    // As long as the lists say in their own ttl.
    private const string FiveMinutes = "public, max-age=300";
    private const string StatusError = "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR";

    public static void MapIssuerKeys(this IEndpointRouteBuilder app)
    {
        // The root above our signatures, for whoever checks PDF files with programs of their own.
        Get(app, "/keys/root.crt", (SigningKeys keys, HttpResponse response) => Open(response, Hour, TypedResults.Text(keys.RootPem, "application/x-x509-ca-cert")),
            "GetRootCertificate", "Root certificate", "PEM. Passports as PDF files are checked against it.");
        foreach (var address in new[] { "/.well-known/did.json", "/did.json" })
        {
            Get(app, address, async (IssuerIdentity issuer, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                    Open(response, Hour, TypedResults.Bytes(IssuerKeys.DidDocument(issuer.Did, await mediator.Send(new GetIssuerKeys(), ct)), "application/did+json")),
                address == "/did.json" ? "GetDidDocumentOfPath" : "GetDidDocument", "DID document", "The issuer's keys as did:web. Retired keys stay in it; a compromised one is marked and asserts nothing.");
        }

        Get(app, "/.well-known/jwks.json", async (HttpResponse response, IMediator mediator, CancellationToken ct) =>
                Open(response, Hour, TypedResults.Bytes(IssuerKeys.KeySet(await mediator.Send(new GetIssuerKeys(), ct)), "application/jwk-set+json")),
            "GetKeySet", "Key set", "The issuer's keys as JSON Web Key Set, without compromised ones.");
        Get(app, "/keys/{thumbprint}", async (string thumbprint, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new GetIssuerKeys(), ct)).FirstOrDefault(k => k.Key.Thumbprint == thumbprint && k.Revoked is null) is { } key
                    ? Open(response, Hour, TypedResults.Bytes(IssuerKeys.SingleKey(key.Key), "application/jwk+json"))
                    : Missing("No such key.", "not-found"),
            "GetKey", "One key", "A single JSON Web Key, named by its thumbprint (RFC 7638).");
    }

    public static void MapStatusLists(this IEndpointRouteBuilder app)
    {
        Get(app, "/status/{list:int}", async (int list, string? timestamp, HttpResponse response, IMediator mediator, CancellationToken ct) =>
            {
                DateTimeOffset? at = null;
                if (timestamp is not null)
                {
                    if (!DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
                    {
                        return Missing("The timestamp is no moment such as 2026-06-10T08:00:00Z.", "status.timestamp", StatusCodes.Status400BadRequest, StatusError);
                    }

                    at = moment;
                }

                try
                {
                    var copy = await mediator.Send(new GetStatusList(list, at), ct);
                    response.Headers.LastModified = copy.MadeAt.ToString("R", CultureInfo.InvariantCulture);
                    return Open(response, FiveMinutes, TypedResults.Text(copy.Token, BadgeCredential.MediaType));
                }
                catch (Pipeline.NotFound)
                {
                    return Missing(at is null ? "There is no such status list." : "There was no such status list at that moment.", "not-found", StatusCodes.Status404NotFound, StatusError);
                }
            },
            "GetStatusList", "Status list",
            "Bitstring Status List 1.0 as verifiable credential in a JWT: bit set means withdrawn or replaced. `timestamp` asks for the list as it was at a past moment.");
        Get(app, "/achievements/{packageId}/{level}", async (PackageId packageId, string level, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                await Describe(response, async () => await mediator.Send(new GetAchievement(packageId, level), ct)),
            "GetAchievement", "What was achieved", "The achievement that a credential names: an assessment package at a level.");
        Get(app, "/places/{venueId}", async (VenueId venueId, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                await Describe(response, async () => await mediator.Send(new GetPlace(venueId), ct)),
            "GetPlace", "Where it was achieved", "The venue that a credential names.");
    }

    private static void Get(IEndpointRouteBuilder app, string address, Delegate answer, string name, string summary, string description) =>
        app.MapGet(address, answer).AllowAnonymous().WithTags("Keys").WithName(name).WithSummary(summary).WithDescription(description);

    private static async Task<IResult> Describe<T>(HttpResponse response, Func<Task<T>> answer)
    {
        try
        {
            return Open(response, Hour, TypedResults.Json(await answer(), contentType: "application/ld+json"));
        }
        catch (Pipeline.NotFound)
        {
            return Missing("There is nothing of this name.", "not-found");
        }
    }

    private static IResult Open(HttpResponse response, string cache, IResult result)
    {
        response.Headers.CacheControl = cache;
        response.Headers.AccessControlAllowOrigin = "*";
        return result;
    }

    private static ProblemHttpResult Missing(string title, string code, int status = StatusCodes.Status404NotFound, string? type = null) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Title = title, Type = type, Extensions = { ["code"] = code } });
}
