using System.Data.Common;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Passports;

/// <summary>Prepares what pages give to the script that checks QR codes.</summary>
internal static class ProofKeys
{
    /// <summary>The view; without keys when the register does not answer, for the page must stand without the script too.</summary>
    public static async Task<ProofView> Proof(this IMediator mediator, IssuerIdentity issuer, PublicAddress address, HttpRequest request, string? number, bool whole, CancellationToken ct)
    {
        var published = new PublishedCertificates([], []);
        try
        {
            published = await mediator.Send(new GetIssuerCertificates(), ct);
        }
        catch (Exception failure) when (failure is DbException || failure.InnerException is DbException)
        {
            // The answer of the page says that the register does not answer.
        }

        return new ProofView(issuer.Did, address.Value, request.PathBase + "/", published.Keys, published.Fingerprints, number, whole);
    }
}
