using System.Diagnostics;
using DemoExam.Domain;
using DemoExam.Security;
using DemoExam.Telemetry;
using FluentValidation;
using MediatR;

namespace DemoExam.Pipeline;

/// <summary>
/// One line, one measurement and one span for each request: name, outcome, time; in the line the user id too. Never the body, which holds
/// personal data.
/// </summary>
internal sealed class LoggingBehaviour<TRequest, TResponse>(CurrentUser user, Instruments instruments, ILogger<LoggingBehaviour<TRequest, TResponse>> log)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var started = Stopwatch.GetTimestamp();
        var name = typeof(TRequest).Name;
        using var span = instruments.Spans.StartActivity(name);
        try
        {
            var answer = await next();
            log.LogInformation("{Request} by {User} done in {Milliseconds:0.0} ms", name, user.Id, Took().TotalMilliseconds);
            End("done");
            return answer;
        }
        catch (Exception failure) when (failure is RuleViolation or ValidationException or NotFound or Forbidden or ChangedMeanwhile)
        {
            var code = failure is RuleViolation violation ? violation.Rule.Code : failure.GetType().Name;
            log.LogInformation("{Request} by {User} refused: {Outcome} in {Milliseconds:0.0} ms", name, user.Id, code, Took().TotalMilliseconds);
            End("refused", code);
            throw;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            End("cancelled");
            throw;
        }
        catch (Exception failure)
        {
            log.LogError(failure, "{Request} by {User} failed in {Milliseconds:0.0} ms", name, user.Id, Took().TotalMilliseconds);
            End("failed");
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }

        TimeSpan Took() => Stopwatch.GetElapsedTime(started);

        void End(string outcome, string? rule = null)
        {
            instruments.Ended(name, outcome, rule, Took());
            span?.SetTag("outcome", outcome).SetTag("rule", rule);
        }
    }
}
