using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Security;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Pipeline;

/// <summary>A request about the scores of one exam: a refusal by a right or by a rule of independence goes into the exam's trail.</summary>
public interface IAudited
{
    ExamId ExamId { get; }

    /// <summary>What the request was about, for the trail.</summary>
    IEnumerable<(string Name, string Value)> About => [];
}

/// <summary>
/// Writes refused attempts into the trail, in a transaction of their own: that of the request is gone. Typing errors are no
/// attempts; only those are written who tried what is not theirs.
/// </summary>
internal sealed class AuditBehaviour<TRequest, TResponse>(CurrentUser user, IServiceScopeFactory scopes, WriteGate gate) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not IAudited audited)
        {
            return await next();
        }

        try
        {
            return await next();
        }
        catch (Forbidden)
        {
            if (user.IsSignedIn)
            {
                await Write(audited, "right", ct);
            }

            throw;
        }
        catch (RuleViolation violation) when (AuditedRules.Contains(violation.Rule))
        {
            await Write(audited, violation.Rule.Code, ct);
            throw;
        }
    }

    private async Task Write(IAudited request, string rule, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        var trail = scope.ServiceProvider.GetRequiredService<AuditTrail>();
        if (!await db.Exams.AnyAsync(e => e.Id == request.ExamId, ct))
        {
            return;
        }

        using (await gate.Enter(ct))
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await trail.Add(request.ExamId, AuditDeed.Refused, user.Id, AuditTrail.Name(user), [("request", typeof(TRequest).Name), ("rule", rule), .. request.About], ct);
                    await db.SaveChangesAsync(ct);
                    return;
                }
                catch (DbUpdateException contest) when (attempt < 12 && db.UniqueViolation(contest) is not null)
                {
                    db.ChangeTracker.Clear();
                    await Task.Delay(Random.Shared.Next(5, 30 * attempt), ct);
                }
            }
        }
    }
}

/// <summary>Rules whose refusals are attempts at what is not one's own.</summary>
internal static class AuditedRules
{
    private static readonly HashSet<Rule> All =
    [
        ScoringRules.SheetIsOpen, ScoringRules.ExpertScoresCriterion, ScoringRules.ChiefNeverScores, ScoringRules.ExpertIsIndependent, ExamRules.ConductedByItsChief,
        ExamRules.TaskIsReleased, ExamRules.TaskIsForChief,
    ];

    public static bool Contains(Rule rule) => All.Contains(rule);
}
