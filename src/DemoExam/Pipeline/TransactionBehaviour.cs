using System.Data.Common;
using DemoExam.Data;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Scoring;
using DemoExam.Security;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DemoExam.Pipeline;

/// <summary>
/// One command, one save, one transaction. On SQLite commands take turns at a gate, because its driver waits for a
/// busy database by blocking threads in steps of 150 ms. Two commands that took the same running number or booked the same
/// thing can't both commit, nor two judges who mark one sheet at the same moment; the loser runs again and sees what the
/// winner did, so it takes the next number or refuses with the facts.
/// </summary>
internal sealed class TransactionBehaviour<TRequest, TResponse>(DemoExamDb db, WriteGate gate, AfterCommit afterCommit, CurrentUser user, TimeProvider time, RegisterHistory history)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    private const int MostAttempts = 12;

    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (request is ICommitsItself)
        {
            var own = await next();
            await afterCommit.Run();
            return own;
        }

        TResponse answer;
        using (var turn = request is IReadsAhead ? null : await gate.Enter(ct))
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    answer = request is IRunsStatements ? await InOneTransaction(HandleAndSave) : await HandleAndSave();
                    break;
                }
                catch (Exception failure) when (attempt < MostAttempts && FailedSave.Of(failure) is { } lost && IsContest(lost))
                {
                    db.ChangeTracker.Clear();
                    afterCommit.Forget();
                    // A random wait, so that those who lost together don't meet again.
                    await Task.Delay(Random.Shared.Next(5, 30 * attempt), ct);
                }
                catch (Exception failure) when (FailedSave.Of(failure) is { } conflict && (conflict is DbUpdateConcurrencyException || IsContest(conflict) || db.UniqueViolation(conflict) is not null))
                {
                    throw new ChangedMeanwhile(FailedSave.Of(failure)!);
                }
            }
        }

        await afterCommit.Run();
        return answer;

        async Task<TResponse> HandleAndSave()
        {
            var said = await next();
            await Save(hasTurn: request is not IReadsAhead, ct);
            return said;
        }

        // The whole runs again when the connection breaks, as a save alone would.
        Task<TResponse> InOneTransaction(Func<Task<TResponse>> work) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            afterCommit.Forget();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var said = await work();
            await transaction.CommitAsync(ct);
            return said;
        });
    }

    private async Task Save(bool hasTurn, CancellationToken ct)
    {
        // Once for all: EF Core would look through everything that is tracked at each of these steps, which took half of the time of a batch of passports.
        db.ChangeTracker.DetectChanges();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            NoteStatusChanges();
            history.Record();
            if (!hasTurn && !db.ChangeTracker.HasChanges())
            {
                // It changed nothing, or others have saved it, and need not wait for a turn.
                return;
            }

            using (hasTurn ? null : await gate.Enter(ct))
            {
                await db.SaveChangesAsync(ct);
            }
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    // Whatever changes an exam's status: its history says who and when.
    private void NoteStatusChanges()
    {
        foreach (var entry in db.ChangeTracker.Entries<Exam>().ToList())
        {
            var before = entry.State == EntityState.Added ? (ExamStatus?)null : entry.Property(e => e.Status).OriginalValue;
            if (before != entry.Entity.Status)
            {
                entry.Entity.NoteChange(before, user.DisplayName ?? user.UserName ?? user.Id, time.GetUtcNow());
                entry.DetectChanges();
            }
        }
    }

    private bool IsContest(DbUpdateException failure) => failure switch
    {
        DbUpdateConcurrencyException => failure.Entries.Any(e => e.Entity is NumberSeries or ScoreSheet or Exam),
        _ when FailedSave.IsInPassing(failure) => true,
        _ => db.UniqueViolation(failure) is { } index
            && (index.Contains(nameof(Booking), StringComparison.OrdinalIgnoreCase) || index.Contains(nameof(NumberSeries), StringComparison.OrdinalIgnoreCase) || index.Contains(nameof(AuditRecord), StringComparison.OrdinalIgnoreCase)
                // One mark sent twice at the same moment: the second run finds it there.
                || index.Contains(nameof(DemoExamDb.ScoreEntries), StringComparison.OrdinalIgnoreCase)
                // Or whatever got the running number that another one has taken meanwhile.
                || db.ChangeTracker.Entries<NumberSeries>().Any(e => e.State != EntityState.Unchanged)),
    };
}

/// <summary>A save that the database refused.</summary>
internal static class FailedSave
{
    /// <summary>The refusal in whatever a save has thrown; null when it is something else.</summary>
    // PostgreSQL's provider wraps what may pass by itself, a deadlock for one, in advice to try again; a strategy that has tried again wraps it in how often.
    public static DbUpdateException? Of(Exception failure) =>
        failure as DbUpdateException ?? (failure is InvalidOperationException or RetryLimitExceededException ? failure.InnerException as DbUpdateException : null);

    /// <summary>Whether the same save may succeed in a moment: others were in its way.</summary>
    public static bool IsInPassing(DbUpdateException failure) => failure.InnerException is DbException { IsTransient: true };
}

/// <summary>What a handler wants done once its transaction has committed, for example waking a job.</summary>
public sealed class AfterCommit
{
    private readonly List<Func<Task>> _actions = [];

    /// <summary>Runs after the commit, never after a refusal. A lost run must do no harm: a sweep finds what it left.</summary>
    public void Do(Action action) => _actions.Add(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs after the commit, never after a refusal.</summary>
    public void Do(Func<Task> action) => _actions.Add(action);

    /// <summary>Drops what a run that did not commit had asked for.</summary>
    internal void Forget() => _actions.Clear();

    internal async Task Run()
    {
        var due = _actions.ToList();
        _actions.Clear();
        foreach (var action in due)
        {
            await action();
        }
    }
}
