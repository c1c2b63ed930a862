using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Pipeline;

/// <summary>
/// One command, one save, one transaction. On SQLite commands take turns at a gate, because its driver waits for a
/// busy database by blocking threads in steps of 150 ms.
/// </summary>
internal sealed class TransactionBehaviour<TRequest, TResponse>(DemoExamDb db, WriteGate gate, AfterCommit afterCommit)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (request is ICommitsItself)
        {
            var own = await next();
            await afterCommit.Run();
            return own;
        }

        TResponse answer;
        using (await gate.Enter(ct))
        {
            answer = await next();
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException conflict)
            {
                throw new ChangedMeanwhile(conflict);
            }
            catch (DbUpdateException failure) when (db.UniqueViolation(failure) is { } index)
            {
                throw index.Contains(nameof(Booking), StringComparison.OrdinalIgnoreCase)
                    ? new RuleViolation(ExamRules.NothingIsBookedTwice.Refuse())
                    : new ChangedMeanwhile(failure);
            }
        }

        await afterCommit.Run();
        return answer;
    }
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
