using System.Collections.Concurrent;
using DemoExam.Credentials.Signing;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>What another house has given for documents that it owed something.</summary>
/// <param name="Given">What it gave, to be stored.</param>
/// <param name="Refused">Documents for which it can give nothing; the next ones are asked for without them.</param>
/// <param name="IsSilent">True when the house did not answer: to ask on is of no use now.</param>
public sealed record OwedAnswers<T>(IReadOnlyList<T> Given, IReadOnlyList<PassportId> Refused, bool IsSilent);

/// <summary>Documents that another house owes a time stamp or a signature.</summary>
internal static class OwedDocuments
{
    // A house that takes nothing is not asked about everything each minute.
    private const int MostRefused = 1000;

    /// <summary>Asks for the next documents, several at once and outside of any transaction.</summary>
    /// <param name="owed">Documents that are owed something.</param>
    /// <param name="most">Documents at a time.</param>
    /// <param name="without">Documents that were refused already.</param>
    /// <param name="ask">What the house gives for a document; null when it does not answer.</param>
    public static async Task<OwedAnswers<T>> Ask<T>(
        this IQueryable<PassportDocument> owed, int most, IReadOnlyList<PassportId> without, int parallel, Func<PassportId, byte[], CancellationToken, Task<T?>> ask, ILogger log, CancellationToken ct)
        where T : class
    {
        var due = await owed.AsNoTracking().Where(d => !without.Contains(d.PassportId)).OrderBy(d => d.PassportId).Take(most).Select(d => new { d.PassportId, d.Pdf }).ToListAsync(ct);
        var (given, refused, silent) = (new ConcurrentBag<T>(), new ConcurrentBag<PassportId>(), false);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct }, async (document, token) =>
        {
            try
            {
                if (await ask(document.PassportId, document.Pdf, token) is { } answer)
                {
                    given.Add(answer);
                }
                else
                {
                    silent = true;
                }
            }
            catch (SigningKeyFault fault) when (fault.NoAnswer)
            {
                log.LogWarning("Passport {Passport} waits: {Reason}", document.PassportId, fault.Message);
                silent = true;
            }
            catch (Exception failure) when (failure is ArgumentException or SigningKeyFault)
            {
                // One bad document must not hold up the others.
                log.LogError("Passport {Passport} can't get what it is owed: {Reason}", document.PassportId, failure.Message);
                refused.Add(document.PassportId);
            }
        });
        return new OwedAnswers<T>([.. given], [.. refused], silent);
    }

    /// <summary>Asks and stores until nothing is owed, everything left was refused, or the house does not answer.</summary>
    /// <param name="ask">Asks for the next documents without the named ones.</param>
    /// <param name="store">Stores what was given and answers how many were stored.</param>
    /// <returns>How many were stored.</returns>
    public static async Task<int> Settle<T>(Func<IReadOnlyList<PassportId>, Task<OwedAnswers<T>>> ask, Func<IReadOnlyList<T>, Task<int>> store, ILogger log, CancellationToken ct)
    {
        var (stored, refused) = (0, new List<PassportId>());
        try
        {
            while (!ct.IsCancellationRequested && await ask(refused) is { } answers && answers.Given.Count + answers.Refused.Count > 0)
            {
                stored += answers.Given.Count == 0 ? 0 : await store(answers.Given);
                refused.AddRange(answers.Refused);
                if (answers.IsSilent || (stored == 0 && refused.Count >= MostRefused))
                {
                    break;
                }
            }
        }
        catch (ChangedMeanwhile)
        {
            log.LogInformation("Passports changed meanwhile; the next run goes on");
        }

        return stored;
    }
}
