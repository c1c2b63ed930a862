using System.Data.Common;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Tokens;
using MediatR;

namespace DemoExam.Features.Passports;

/// <summary>Where a passport stands in the public log, as the page tells it.</summary>
/// <param name="Token">Token of the passport's address.</param>
/// <param name="Place">Place in the log, from 0.</param>
/// <param name="Size">Lines in the log.</param>
/// <param name="At">When the line was written.</param>
/// <param name="List">Status list of the passport, by the register.</param>
/// <param name="Index">Its place in that list, by the register.</param>
public sealed record LogPlace(string Token, long Place, long Size, DateTimeOffset At, int List, int Index);

internal static class LogPlaces
{
    /// <summary>Checks the proof with the issuer's published keys, and that it is of this passport, before the page speaks of it; null when there is none that holds.</summary>
    public static async Task<LogPlace?> PlaceInLog(this IMediator mediator, KnownLog log, string token, IReadOnlyList<IssuerKey> published, CancellationToken ct)
    {
        try
        {
            var found = await mediator.Send(new GetLogProof(token), ct);
            var proof = found.Proof;
            var state = log.Read(proof.Checkpoint, [.. published.Where(k => k.Revoked is null).Select(k => k.Key)]);
            return found.IsOfThePassport && proof.Check(state) == LogFinding.Good
                ? new LogPlace(token, proof.Place, state!.Size, proof.Leaf.At, found.List, found.Index)
                : null;
        }
        catch (Exception failure) when (failure is Pipeline.NotFound or DbException || failure.InnerException is DbException)
        {
            // Not published yet, or the register does not answer; the page says the latter already.
            return null;
        }
    }
}
