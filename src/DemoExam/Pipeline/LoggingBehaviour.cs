using System.Diagnostics;
using DemoExam.Domain;
using DemoExam.Security;
using FluentValidation;
using MediatR;

namespace DemoExam.Pipeline;

/// <summary>
/// One line for each request: name, user id, outcome, milliseconds. Never the body, which holds personal data.
/// </summary>
internal sealed class LoggingBehaviour<TRequest, TResponse>(CurrentUser user, ILogger<LoggingBehaviour<TRequest, TResponse>> log)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var started = Stopwatch.GetTimestamp();
        var name = typeof(TRequest).Name;
        try
        {
            var answer = await next();
            log.LogInformation("{Request} by {User} done in {Milliseconds:0.0} ms", name, user.Id, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return answer;
        }
        catch (Exception failure) when (failure is RuleViolation or ValidationException or NotFound or Forbidden or ChangedMeanwhile)
        {
            var code = failure is RuleViolation violation ? violation.Rule.Code : failure.GetType().Name;
            log.LogInformation("{Request} by {User} refused: {Outcome} in {Milliseconds:0.0} ms", name, user.Id, code, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            log.LogError(failure, "{Request} by {User} failed in {Milliseconds:0.0} ms", name, user.Id, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
    }
}
